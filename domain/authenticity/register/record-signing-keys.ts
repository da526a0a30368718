import { and, eq, inArray } from "drizzle-orm";
import { registerEntries } from "@/db/schema/authenticity";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayRecordSigningKeys } from "../policy";
import { nameOfKey } from "./propose-entry";
import type { KeyContent } from "./types";

/** Enter the keys that a worker signs with, each once, so that its mails can be checked when DNS has long forgotten them. One that somebody has retired comes back by being used. */
export async function recordSigningKeys(ctx: Context, keys: readonly Pick<KeyContent, "domain" | "selector" | "publicKey">[]): Promise<void> {
  authorise(ctx, mayRecordSigningKeys);
  const contents = keys.map(({ domain, selector, publicKey }): KeyContent => ({ domain: domain.toLowerCase(), selector: selector.toLowerCase(), publicKey, from: null, until: null }));
  if (contents.length === 0) return;
  const known = await ctx.db.select({ name: registerEntries.name }).from(registerEntries).where(and(eq(registerEntries.kind, "dkim-key"), eq(registerEntries.state, "published"), inArray(registerEntries.name, contents.map(nameOfKey))));
  // Nothing is written at an ordinary start: a database that takes no writes just then must not keep the worker from it.
  for (const content of contents.filter((each) => known.every(({ name }) => name !== nameOfKey(each)))) {
    await withTransaction(ctx, async (tx) => {
      const at = ctx.clock.now();
      const [row] = await tx.insert(registerEntries).values({ kind: "dkim-key", name: nameOfKey(content), content, state: "published", proposedAt: at, decidedAt: at }).onConflictDoNothing().returning({ id: registerEntries.id });
      if (row) await recordAudit(tx, ctx, { action: "register.record-key", object: { kind: "register-entry", id: row.id }, details: { domain: content.domain, selector: content.selector } });
    });
  }
}

import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { suppressionCounts, suppressions } from "@/db/schema/suppressions";
import type { NoticeKind } from "@/db/values/notice-kinds";
import { suppressionReasons, suppressionScopes } from "@/db/values/suppressions";
import { indexMac } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import { noticeCanaryAddress } from "../exposure/canaries/notice-canary";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { INSTALLATION } from "../keys/key-ring";
import { anyOf } from "../keys/sealed";
import { findSuppressionInput } from "./input";
import { mayReadSuppressions } from "./policy";
import { scopesAgainst } from "./rules";
import { readTypedContact } from "./typed-contact";
import type { SuppressionCount, SuppressionOfContact } from "./types";

/** Look one address up. There is no list to look through, because no address is kept. The look is audited, found or not; what was typed is not written down. @throws {Forbidden} @throws {Invalid} */
export async function findSuppression(ctx: Context, raw: unknown): Promise<SuppressionOfContact> {
  authorise(ctx, mayReadSuppressions);
  const { index, masked } = await readTypedContact(ctx, parseInput(findSuppressionInput, raw).contact);
  return withTransaction(ctx, async (tx) => {
    const rows = await tx
      // Of one that two processes entered while a rotation began there are two for some moments.
      .selectDistinctOn([suppressions.scope], { scope: suppressions.scope, reason: suppressions.reason, since: suppressions.createdAt })
      .from(suppressions)
      .where(sql`${suppressions.contactIndex} = ${anyOf(index.forms)}`)
      .orderBy(suppressions.scope, suppressions.createdAt);
    await recordAudit(tx, ctx, { action: "suppression.look", object: { kind: "suppression", id: null }, details: { found: rows.length } });
    await noticeCanaryAddress(tx, ctx, index.forms, "searched");
    return { contact: masked, suppressions: rows };
  });
}

/** How many addresses are suppressed, by scope and reason; every combination is there, in the order of their lists. @throws {Forbidden} */
export async function countSuppressions(ctx: Context): Promise<SuppressionCount[]> {
  authorise(ctx, mayReadSuppressions);
  const rows = await ctx.db
    .select({ scope: suppressionCounts.scope, reason: suppressionCounts.reason, addresses: sql<number>`sum(addresses)::float8` })
    .from(suppressionCounts)
    .groupBy(suppressionCounts.scope, suppressionCounts.reason);
  return suppressionScopes.flatMap((scope) => suppressionReasons.map((reason) => ({ scope, reason, addresses: rows.find((row) => row.scope === scope && row.reason === reason)?.addresses ?? 0 })));
}

/** Which of these canonical addresses get no notice of a kind, in their order. For sending, on the ledger's own connections. */
export async function findSuppressed(ctx: Pick<Context, "keys">, ledger: Database, kind: NoticeKind, channel: "email" | "phone" | "postal", contacts: readonly string[]): Promise<boolean[]> {
  if (contacts.length === 0) return [];
  const keys = await ctx.keys.indexKeys(INSTALLATION);
  const indexes = contacts.map((contact) => keys.map((key) => indexMac(key, `${channel}:${contact}`)));
  const { rows } = await ledger.$client.query<{ contact_index: Buffer }>({
    name: "wave-suppressed",
    text: "select contact_index from suppressions where contact_index = any($1::bytea[]) and scope = any($2::text[])",
    values: [indexes.flat(), scopesAgainst(kind)],
  });
  const found = new Set(rows.map((row) => row.contact_index.toString("hex")));
  return indexes.map((forms) => forms.some((form) => found.has(form.toString("hex"))));
}

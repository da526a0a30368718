import { randomUUID } from "node:crypto";
import { registerEntries, registerPictures } from "@/db/schema/authenticity";
import type { EntryKind } from "@/db/values/authenticity";
import { sha256 } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, parseInputByPath } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { readPicture } from "../read-picture";
import { mayProposeEntries } from "../policy";
import { proposeEntryInput, type ProposedEntry } from "./types";
import { nameOfSender } from "./sender-name";

/**
 * Propose that a sender or a key is ours, or that something is a known fake. Nothing of it is public before a second person has published it, and nothing of it is edited: whoever
 * proposed it withdraws it and proposes another. A picture is for a fake alone, cleaned of everything about the person whom it came from. @throws {Forbidden} @throws {Invalid}
 * @throws {Conflict} when it is in the register already
 */
export async function proposeEntry(ctx: Context, raw: unknown, bytes: Buffer | null = null): Promise<{ entryId: string }> {
  authorise(ctx, mayProposeEntries);
  const { staffId } = requireStaffActor(ctx);
  const entry = parseInputByPath(proposeEntryInput, raw, "content");
  const picture = bytes && entry.kind === "fake" ? readPicture(bytes) : null;
  const id = randomUUID();
  const name = nameOf(entry, id);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(registerEntries).values({ id, kind: entry.kind, name, content: entry.content, proposedBy: staffId, proposedAt: ctx.clock.now() }).onConflictDoNothing().returning({ id: registerEntries.id });
    if (!row) throw new Conflict("entry-known");
    if (picture) await tx.insert(registerPictures).values({ entryId: id, ...picture });
    await recordAudit(tx, ctx, { action: "register.propose", object: { kind: "register-entry", id }, details: { kind: entry.kind } });
  });
  return { entryId: id };
}

function nameOf(entry: ProposedEntry, id: string): string {
  if (entry.kind === "fake") return id;
  if (entry.kind === "dkim-key") return nameOfKey(entry.content);
  const name = nameOfSender(entry.kind, entry.content.value);
  if (name === null) throw new Invalid({ value: [`not-${entry.kind satisfies EntryKind}`] });
  return name;
}

/** Under which a key is found: a selector may get another key one day, and mails of the old one are still shown. */
export function nameOfKey({ domain, selector, publicKey }: { domain: string; selector: string; publicKey: string }): string {
  return `${selector}._domainkey.${domain}|${sha256(Buffer.from(publicKey, "base64")).toString("hex").slice(0, 32)}`;
}

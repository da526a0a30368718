import { and, desc, eq, getTableColumns, gt, isNull, sql } from "drizzle-orm";
import { codeMails, lookupCodes, subjectSessions } from "@/db/schema/lookups";
import { randomToken, sameBytes, sha256 } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import { noticeCanary } from "../exposure/canaries/notice-canary";
import type { Context } from "../kernel/context";
import { Invalid, parseInput, TooMany } from "../kernel/errors";
import type { IncidentId } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { holdIndexKey } from "../keys/rotation/steady-index";
import { openJson, sealJson } from "../keys/sealed";
import { countLookup, countUse } from "./count-use";
import { proveContactInput } from "./input";
import { browserHash, codeContactPlace, lookupCode, sessionContactPlace } from "./lookup-code";
import { BROWSER_BUDGET, PROOF_MS, readCode } from "./rules";

const hasGoneOut = sql`${codeMails.sendAt} <= clock_timestamp()`;

/**
 * Prove a contact with the code that was mailed to it, from the browser that asked. Returns the session's random id, which is never stored. A try counts
 * before it is judged, and one that is refused once more for its network, where the detectors look. @throws {Invalid} for a wrong code, one out of time and one from another browser alike @throws {TooMany}
 */
export async function proveContact(ctx: Context, incidentId: IncidentId, raw: unknown, browser: string, network: string | null = null): Promise<{ token: string }> {
  const { code: typed } = parseInput(proveContactInput, raw);
  const code = readCode(typed);
  if (code === null) throw new Invalid({ code: ["code-digits"] });
  const { uses, secondsLeft } = await countUse(ctx, `code-tries|${browser}`, 3600);
  if (uses > BROWSER_BUDGET.tries) throw new TooMany("browser-budget", secondsLeft);
  const mine = and(eq(lookupCodes.incidentId, incidentId), eq(lookupCodes.browserHash, await browserHash(ctx.keys, browser)), isNull(lookupCodes.usedAt), gt(lookupCodes.triesLeft, 0), sql`${lookupCodes.expiresAt} > clock_timestamp()`);
  // The newest two whose mail has gone out: whoever asked twice has two mails and may type the code of either. One that still waits nobody can have read.
  const candidates = await ctx.db.select(getTableColumns(lookupCodes)).from(lookupCodes).innerJoin(codeMails, eq(codeMails.id, lookupCodes.codeMailId)).where(and(mine, hasGoneOut)).orderBy(desc(lookupCodes.createdAt)).limit(2);
  for (const candidate of candidates) {
    if ((await countTry(ctx, candidate.id)) && sameBytes(Buffer.from(await lookupCode(ctx.keys, candidate.codeMailId)), Buffer.from(code))) return openSession(ctx, candidate);
  }
  // Those of networks that cannot be known count as one.
  await countUse(ctx, `wrong-code|${network ?? ""}`, 60);
  throw new Invalid({ code: ["code-refused"] });
}

/** Count a try of a browser's row, and of the mail that others may share with it. @returns whether both had one left */
async function countTry(ctx: Context, id: string): Promise<boolean> {
  const { rows } = await ctx.db.execute(sql`
    with mine as (
      update lookup_codes set tries_left = tries_left - 1 where id = ${id} and tries_left > 0 and used_at is null returning code_mail_id
    )
    update code_mails m set tries_left = m.tries_left - 1 from mine where m.id = mine.code_mail_id and m.tries_left > 0 returning m.id`);
  return rows.length > 0;
}

async function openSession(ctx: Context, proven: typeof lookupCodes.$inferSelect): Promise<{ token: string }> {
  const token = randomToken();
  const id = sha256(token);
  const { incidentId, contactKind } = proven;
  const contact = await openJson(ctx.keys, codeContactPlace(proven.id, incidentId), proven.sealedContact);
  const sealedContact = await sealJson(ctx.keys, sessionContactPlace(id.toString("hex"), incidentId), contact);
  await withTransaction(ctx, async (tx) => {
    await holdIndexKey(tx, ctx.keys, incidentId);
    const [used] = await tx
      .update(lookupCodes)
      .set({ usedAt: sql`clock_timestamp()` })
      .where(and(eq(lookupCodes.id, proven.id), isNull(lookupCodes.usedAt)))
      .returning({ contactIndex: lookupCodes.contactIndex });
    // Of two posts of the same code one opens a session.
    if (!used) throw new Invalid({ code: ["code-refused"] });
    const { contactIndex } = used;
    await tx.insert(subjectSessions).values({ id, incidentId, contactKind, contactIndex, sealedContact, expiresAt: sql`clock_timestamp() + ${`${PROOF_MS} milliseconds`}::interval` });
    await countLookup(tx, incidentId, "proven");
    await noticeCanary(tx, ctx, { incidentId, contactIndex, kind: "proven" });
    await recordAudit(tx, ctx, { action: "lookup.prove", object: { kind: "subject-session", id: id.toString("hex") }, incidentId });
  });
  return { token };
}

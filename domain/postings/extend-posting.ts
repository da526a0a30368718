import { eq } from "drizzle-orm";
import { postings } from "@/db/schema/postings";
import { recordAudit } from "../audit/record-audit";
import { readNewestWords } from "../incidents/queries";
import { readZonedTime } from "../incidents/zoned-time";
import { authorise, type Context } from "../kernel/context";
import { Invalid, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { extendPostingInput } from "./input";
import { mayKeepPostings } from "./policy";
import { getPostingForUpdate } from "./queries";
import { whyNotExtendable } from "./rules";

/** Let a posting stay to the end of a later day, by the incident's time zone. It is never made to stay shorter. @throws {Forbidden} @throws {Invalid} @throws {Conflict} @throws {NotFound} */
export async function extendPosting(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayKeepPostings);
  const { postingId, until: day } = parseInput(extendPostingInput, raw);
  await withTransaction(ctx, async (tx) => {
    const posting = await getPostingForUpdate(tx, postingId);
    const until = endOfDay(day, (await readNewestWords(tx, posting.incidentId)).timeZone);
    const refusal = whyNotExtendable(posting, until);
    if (refusal) throw refusal;
    await tx.update(postings).set({ mustStayUntil: until }).where(eq(postings.id, postingId));
    await recordAudit(tx, ctx, { action: "posting.extend", object: { kind: "posting", id: postingId }, incidentId: posting.incidentId, details: { number: posting.number, before: posting.mustStayUntil?.toISOString() ?? null, after: until.toISOString() } });
  });
}

function endOfDay(day: string, timeZone: string): Date {
  const instant = readZonedTime(`${day}T23:59:59`, timeZone);
  if (instant === null) throw new Invalid({ until: ["date"] });
  return new Date(instant);
}

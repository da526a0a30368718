import { max, eq } from "drizzle-orm";
import { claimLetters } from "@/db/schema/claim-intakes";
import type { ClaimLetterKind } from "@/db/values/claim-ways";
import { findPublishedIncident } from "../../incidents/queries";
import { readZonedTime } from "../../incidents/zoned-time";
import type { Context } from "../../kernel/context";
import { NotFound, parseInput } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { dayIn } from "../../rules/deadline";
import type { ClaimRow } from "../queries/read-claim";
import { findIntake } from "../queries/read-intake";
import { letterInput } from "./input";
import { whyNotPostmarked } from "./rules";

/**
 * Say when a claimant did what is being done with their claim: now, where they do it themselves; at the first moment of the day of the postmark, where staff do it from a letter, which is written down. A day
 * that was given lasts until its end, so a letter of that day is in time. The caller has locked the claim's row and found that the actor may touch it.
 * @throws {Invalid} for a postmark before the claim's own, or after today
 */
export async function takeLetter(tx: Executor, ctx: Context, row: Pick<ClaimRow, "id" | "incidentId">, kind: ClaimLetterKind, raw: unknown): Promise<Date> {
  const now = ctx.clock.now();
  if (ctx.actor.kind !== "staff") return now;
  const { postmarkedOn } = parseInput(letterInput, raw);
  const [incident, intake] = [await findPublishedIncident(tx, row.incidentId), await findIntake(tx, row.id)];
  if (!incident || !intake) throw new NotFound("claim");
  const { timeZone } = incident.content;
  const today = dayIn(now, timeZone);
  const refusal = whyNotPostmarked(postmarkedOn, { opensOn: intake.postmarkedOn ?? today, lastOn: today, today });
  if (refusal) throw refusal;
  const [last] = await tx.select({ number: max(claimLetters.number) }).from(claimLetters).where(eq(claimLetters.claimId, row.id));
  await tx.insert(claimLetters).values({ claimId: row.id, number: (last?.number ?? 0) + 1, kind, postmarkedOn, enteredBy: ctx.actor.staffId });
  return new Date(readZonedTime(`${postmarkedOn}T00:00`, timeZone) ?? now);
}

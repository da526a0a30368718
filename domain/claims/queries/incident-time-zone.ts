import { formatBrief } from "@/content/formats";
import { findPublishedIncident } from "../../incidents/queries";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";

/** The zone in which an incident's people read days. */
export async function incidentTimeZone(db: Executor, incidentId: string): Promise<string> {
  return (await findPublishedIncident(db, incidentId))?.content.timeZone ?? "Asia/Seoul";
}

/** The day that it is now where an incident's people are, as `2026-11-29`. */
export async function incidentToday(db: Executor, { clock }: Pick<Context, "clock">, incidentId: string): Promise<string> {
  return formatBrief(clock.now(), await incidentTimeZone(db, incidentId)).slice(0, 10);
}

import { findPublishedIncident } from "../../incidents/queries";
import type { Executor } from "../../kernel/transaction";

/** The zone in which an incident's people read days. */
export async function incidentTimeZone(db: Executor, incidentId: string): Promise<string> {
  return (await findPublishedIncident(db, incidentId))?.content.timeZone ?? "Asia/Seoul";
}

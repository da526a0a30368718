import { randomUUID } from "node:crypto";
import { seedProgramme } from "@/db/seed/demo-programme";
import { fileClaim } from "@/domain/claims/file-claim";
import { choosePayoutMethod } from "@/domain/claims/save-claim-answers";
import { startClaim } from "@/domain/claims/start-claim";
import type { Claim } from "@/domain/claims/types";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { SubjectContext } from "@/domain/kernel/context";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { findProgrammeById } from "@/domain/programmes/queries";
import type { Programme } from "@/domain/programmes/types";

/** The demo's programme, open. */
export async function aProgramme(parts: ProcessParts, incident: Pick<PublishedIncident, "id">): Promise<Programme> {
  const programme = await findProgrammeById(parts.db, await seedProgramme(parts, { incidentId: incident.id, author: randomUUID(), opener: randomUUID() }));
  if (!programme) throw new Error("no programme");
  return programme;
}

/** A claim filed by a person, paid in vouchers. */
export async function aFiledClaim(subject: SubjectContext, programme: Programme): Promise<Claim> {
  await startClaim(subject, { programme: programme.slug });
  await choosePayoutMethod(subject, programme, { method: "vouchers" });
  return fileClaim(subject, programme);
}

import { randomUUID } from "node:crypto";
import { seedProgramme } from "@/db/seed/demo-programme";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { fileClaim } from "@/domain/claims/file-claim";
import { findOwnDraft } from "@/domain/claims/own-claim";
import { startClaim } from "@/domain/claims/start-claim";
import type { Claim } from "@/domain/claims/types";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { SubjectContext } from "@/domain/kernel/context";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { findProgrammeById } from "@/domain/programmes/queries";
import type { Programme, ProgrammeTerms } from "@/domain/programmes/types";

/** The demo's programme, open; with other terms where some are given. */
export async function aProgramme(parts: ProcessParts, incident: Pick<PublishedIncident, "id">, terms: Partial<ProgrammeTerms> = {}): Promise<Programme> {
  const programme = await findProgrammeById(parts.db, await seedProgramme(parts, { incidentId: incident.id, author: randomUUID(), opener: randomUUID(), terms }));
  if (!programme) throw new Error("no programme");
  return programme;
}

/** A claim that a person has begun. */
export async function aDraftClaim(subject: SubjectContext, programme: Programme): Promise<string> {
  await startClaim(subject, { programme: programme.slug });
  const draft = await findOwnDraft(subject, programme.id);
  if (!draft) throw new Error("no draft");
  return draft.claim.id;
}

/** A claim filed by a person, paid in vouchers. */
export async function aFiledClaim(subject: SubjectContext, programme: Programme): Promise<Claim> {
  const claimId = await aDraftClaim(subject, programme);
  await chooseBenefits(subject, { claimId, benefits: "vouchers" });
  return fileClaim(subject, { claimId, termsVersion: programme.termsVersion, accept: "1" });
}

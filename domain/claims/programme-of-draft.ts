import { findProgrammeById, getTerms } from "../programmes/queries";
import type { Programme } from "../programmes/types";
import type { Executor } from "../kernel/transaction";
import { findIntake } from "./queries/read-intake";
import type { Claim } from "./types";

/** The programme of a draft under the terms that count for it: those that are published now, and of a form on paper those that its signer accepted, whatever was published since. Null where it was never opened. */
export async function programmeOfDraft(db: Executor, draft: Pick<Claim, "id" | "programmeId" | "termsVersion">): Promise<Programme | null> {
  const programme = await findProgrammeById(db, draft.programmeId);
  if (!programme || programme.termsVersion === draft.termsVersion || (await findIntake(db, draft.id))?.way !== "paper") return programme;
  return { ...programme, terms: await getTerms(db, programme.id, draft.termsVersion), termsVersion: draft.termsVersion };
}

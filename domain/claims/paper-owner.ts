import type { ClaimState } from "@/db/values/claim-states";
import type { EvidenceOwner } from "../evidence/types";
import { Conflict, type Refusal } from "../kernel/errors";
import type { Claim } from "./types";

/** States in which a claimant may hand in papers: from the first question until it is decided, and again with an appeal. */
const OPEN: readonly ClaimState[] = ["draft", "submitted", "in-review", "needs-information", "appealed"];
/** What somebody is deciding on is not taken away. */
const TAKES_BACK: readonly ClaimState[] = ["draft", "submitted", "needs-information"];

/** Say why papers cannot be added or taken back any more, or null. */
export function whyNotPapers(state: ClaimState, act: "add" | "take-back"): Refusal | null {
  return (act === "add" ? OPEN : TAKES_BACK).includes(state) ? null : new Conflict(act === "add" ? "papers-closed" : "paper-in-review");
}

/** Under what a claim's papers are kept. The caller has found the claim as its claimant's, or as staff may. */
export function paperOwner(claim: Pick<Claim, "id" | "incidentId">): EvidenceOwner {
  return { incidentId: claim.incidentId, kind: "claim", id: claim.id };
}

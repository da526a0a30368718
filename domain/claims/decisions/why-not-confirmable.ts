import type { ClaimState } from "@/db/values/claim-states";
import { Conflict, Forbidden, type Refusal } from "../../kernel/errors";
import { tookPart } from "../rules";

/** Say why a proposed decision cannot be made by this person, or null: not by who proposed it, and an appeal not by who had a part in the first decision. */
export function whyNotConfirmable(claim: { state: ClaimState; decidedBy: string | null; proposedBy: string | null }, open: { proposedBy: string | null }, staffId: string): Refusal | null {
  if (claim.state !== "in-review" && claim.state !== "appealed") return new Conflict("claim-not-in-review");
  if (open.proposedBy === staffId) return new Forbidden("second-person");
  return tookPart(claim, staffId) ? new Forbidden("appeal-own-decision") : null;
}

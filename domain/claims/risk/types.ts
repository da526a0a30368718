import type { ClaimState } from "@/db/values/claim-states";
import type { LinkExplanation, RiskKind } from "@/db/values/claim-risk";

/** Where a claim was filed from, as far as the portal's own session knows: the browser's random cookie and the shortened network. Null for claims on paper. */
export interface ClaimOrigin {
  browser: string | null;
  network: string | null;
}

/** Another claim, as a reason names it: nothing in it says who the person is. */
export interface LinkedClaim {
  id: string;
  reference: string;
  state: ClaimState;
  /** Since when it has what is shared; milliseconds. */
  since: number;
}

/** What is shared besides, and would be no reason by itself. */
export type Beside = "network" | "address" | "look";

export interface Explanation {
  as: LinkExplanation;
  reason: string;
  by: string;
  at: Date;
}

/**
 * A reason to look at a claim once more. `open`: nobody has looked. `explained`: somebody has, and nothing was added since. `quiet`: it is what families and households do; it is shown, and
 * asks for nothing.
 */
export interface RiskReason {
  kind: RiskKind;
  /** Names the shared trace within the claim; hex, empty where there is no single one. */
  trace: string;
  state: "open" | "explained" | "quiet";
  claims: LinkedClaim[];
  /** Whether there are more claims than are listed. */
  more: boolean;
  /** How many of them look like one household with this one. */
  household: number;
  beside: Beside[];
  explanation: Explanation | null;
  /** Of a burst: claims from the network in ten minutes, and how many are usual. */
  burst?: { filed: number; usual: number };
}

export interface GraphClaim {
  id: string;
  reference: string;
  state: ClaimState;
}

/** Something that some claims of a graph share. */
export interface Tie {
  kind: Exclude<RiskKind, "name" | "burst"> | "network" | "address";
  /** Ids of the claims. */
  claims: string[];
}

/** Claims that hang together, the one that was asked for first. */
export interface LinkGraph {
  incidentId: string;
  claims: GraphClaim[];
  ties: Tie[];
  /** Whether there is more than is shown. */
  more: boolean;
}

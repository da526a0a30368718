import type { NameVerdict, RiskKind } from "@/db/values/claim-risk";
import type { Beside, Explanation, LinkedClaim, RiskReason } from "./types";

/** Claims listed with a reason, and claims in a graph. */
export const MOST_LINKED = 60;
/** Claims on one account, device or phone that are taken for a household: parents claim for children and for their own parents. */
const HOUSEHOLD = 4;

/** How many strangers must share something before it is a reason to look. The same file twice is one at once; a text takes three, because people pass on how they put it. */
const STRANGERS: Record<"account" | "device" | "phone" | "paper" | "look" | "words", number> = { account: HOUSEHOLD, device: HOUSEHOLD, phone: HOUSEHOLD, paper: 1, look: 1, words: 3 };

export interface SharedTrace {
  kind: "account" | "device" | "phone" | "paper" | "look" | "words";
  trace: string;
  claims: LinkedClaim[];
}

/** What a claim has in common with others, as it was found. */
export interface Weighing {
  shared: SharedTrace[];
  /** Ids of claims at the same address whose record has the same surname. */
  family: ReadonlySet<string>;
  /** Ids by what is no reason by itself: offices and carriers share networks, houses and offices an address. */
  beside: Readonly<Record<"network" | "address", ReadonlySet<string>>>;
  nameVerdict: NameVerdict;
  /** Ids of claims whose account is in the name of their own record. */
  ownName: ReadonlySet<string>;
  burst: { filed: number; usual: number; claims: LinkedClaim[] } | null;
  explanations: readonly (Explanation & { kind: RiskKind; trace: string })[];
}

/**
 * Say what of it is a reason to look, and what is only shown. Nothing here decides a claim. A household is the same address with the same surname, or up to four claims on one account. Networks and
 * addresses are named beside another reason and are none by themselves; pictures that look alike are one only with somebody with whom an account, a device, a phone or words are shared, because
 * the forms of a bank look alike.
 */
export function judgeClaim(weighing: Weighing): RiskReason[] {
  const { shared, family, beside, nameVerdict, ownName, burst } = weighing;
  const account = shared.find(({ kind }) => kind === "account")?.claims ?? [];
  const household = new Set([...family, ...(account.length < HOUSEHOLD ? account.map(({ id }) => id) : [])]);
  const alike = new Set(shared.filter(({ kind }) => kind === "look").flatMap(({ claims }) => claims.map(({ id }) => id)));
  const others = new Set(shared.filter(({ kind }) => kind !== "look" && kind !== "paper").flatMap(({ claims }) => claims.map(({ id }) => id)));
  const make = (kind: RiskKind, trace: string, claims: LinkedClaim[], reason: boolean, burstOf?: RiskReason["burst"]): RiskReason => {
    const has = (ids: ReadonlySet<string>) => claims.some(({ id }) => ids.has(id));
    const besides: [Beside, ReadonlySet<string>][] = [["network", beside.network], ["address", beside.address], ["look", alike]];
    const explanation = weighing.explanations.find((one) => one.kind === kind && one.trace === trace) ?? null;
    const holds = explanation !== null && claims.every(({ since }) => since <= explanation.at.getTime());
    return {
      kind,
      trace,
      state: !reason ? "quiet" : holds ? "explained" : "open",
      claims: claims.slice(0, MOST_LINKED),
      more: claims.length > MOST_LINKED,
      household: claims.filter(({ id }) => household.has(id)).length,
      beside: besides.filter(([name, ids]) => name !== kind && kind !== "burst" && has(ids)).map(([name]) => name),
      explanation,
      ...(burstOf && { burst: burstOf }),
    };
  };
  const reasons = shared.map(({ kind, trace, claims }) => {
    const strangers = claims.filter(({ id }) => !household.has(id));
    const counted = kind === "look" ? strangers.filter(({ id }) => others.has(id)) : strangers;
    return make(kind, trace, claims, counted.length >= STRANGERS[kind]);
  });
  if (nameVerdict === "household" || nameVerdict === "other") {
    // The account of somebody who claims for themselves and for others at home is the household's.
    const ofHousehold = nameVerdict === "household" || account.some(({ id }) => household.has(id) && ownName.has(id));
    reasons.push(make("name", "", [], !ofHousehold));
  }
  if (burst) reasons.push(make("burst", "", burst.claims, true, { filed: burst.filed, usual: burst.usual }));
  return reasons;
}

/** Fewer than this in ten minutes is nothing, from whatever network. */
export const LEAST_BURST = 15;

/**
 * Whether a network sends unusually many claims: fifteen or more, and over five times its share of what comes in now. Its share is what it was among the claims before, and never less than a
 * twentieth, so that an opening day and a carrier with half a country behind one address are none.
 * @param filed claims from the network in ten minutes
 * @param all claims from anywhere in the same minutes
 * @param share the network's share of the claims before them
 */
export function judgeBurst(filed: number, all: number, share: number): { burst: boolean; usual: number } {
  const usual = Math.max(share, 0.05) * all;
  return { burst: filed >= LEAST_BURST && filed > 5 * usual, usual };
}

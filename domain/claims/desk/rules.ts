import type { BenefitKind } from "@/db/values/benefits";
import type { ClaimState } from "@/db/values/claim-states";
import type { Locale } from "@/db/values/locales";
import { Conflict, Forbidden, type Refusal } from "../../kernel/errors";
import { isOfAnother, OPEN_STATES } from "../rules";
import { claimFilterInput, type ClaimFilter } from "./input";

/** A filter as the query of an address; what is not asked for does not stand in it. */
export function filterQuery(filter: ClaimFilter): URLSearchParams {
  const query = new URLSearchParams();
  const asked: Partial<Record<string, string | readonly string[]>> = { ...filter, sort: filter.sort === "oldest" ? [] : filter.sort };
  for (const [name, value = []] of Object.entries(asked)) for (const one of [value].flat()) query.append(name, one);
  return query;
}

/** A filter from the query of an address, and that query as we write it. */
export function readFilter(query: string): { filter: ClaimFilter; query: string } {
  const given = new URLSearchParams(query);
  const filter = claimFilterInput.parse(Object.fromEntries([...new Set(given.keys())].map((name) => [name, given.getAll(name)]).map(([name, values]) => [name, Array.isArray(values) && values.length === 1 ? values[0] : values])));
  return { filter, query: filterQuery(filter).toString() };
}

/** Whether a list is narrowed at all; its order narrows nothing. */
export function isFiltered(filter: ClaimFilter): boolean {
  return filterQuery({ ...filter, sort: "oldest" }).size > 0;
}

interface Assignable {
  state: ClaimState;
  assignedTo: string | null;
}

/** Say why this person cannot give a claim to that one, or null. An agent takes what nobody has and gives on what is theirs; a lead gives on anything. */
export function whyNotAssignable(claim: Assignable, by: { staffId: string; leads: boolean }): Refusal | null {
  if (!OPEN_STATES.includes(claim.state)) return new Conflict("claim-not-open");
  return isOfAnother(claim, by) ? new Forbidden("claim-of-another") : null;
}

/** What the rule looks at of somebody. */
export interface Agent {
  staffId: string;
  locales: readonly Locale[];
  benefits: readonly BenefitKind[];
  loadLimit: number;
  openClaims: number;
  /** Days on which they are away, the last of them open-ended where it is null. */
  absence: { from: string; until: string | null } | null;
}

export function isAway({ absence }: Pick<Agent, "absence">, today: string): boolean {
  return absence !== null && absence.from <= today && (absence.until === null || today <= absence.until);
}

/** Whom a claim goes to: of those who are there, know its language and all that it asks for, and have room, whoever has the fewest open claims. Null where nobody fits. */
export function pickAgent<A extends Agent>(agents: readonly A[], claim: { locale: Locale; benefits: readonly BenefitKind[] }, today: string): A | null {
  const fitting = agents.filter((agent) => !isAway(agent, today) && agent.openClaims < agent.loadLimit && agent.locales.includes(claim.locale) && claim.benefits.every((kind) => agent.benefits.includes(kind)));
  return fitting.sort((a, b) => a.openClaims - b.openClaims || (a.staffId < b.staffId ? -1 : 1))[0] ?? null;
}

/** Which colleagues a text names: `@` and their whole name. Of two names that begin alike the longer one is meant; two people of one name are both. */
export function mentionedIn<P extends { id: string; name: string }>(text: string, people: readonly P[]): P[] {
  const names = [...new Set(people.map(({ name }) => name))].sort((a, b) => b.length - a.length);
  const named = new Set<string>();
  for (let place = text.indexOf("@"); place >= 0; place = text.indexOf("@", place + 1)) named.add(names.find((name) => text.startsWith(name, place + 1)) ?? "");
  return people.filter(({ name }) => named.has(name));
}

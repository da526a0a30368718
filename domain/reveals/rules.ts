import type { AlarmLimits } from "@/content/alarms/limits";
import type { RevealRequestState } from "@/db/values/reveal-requests";
import type { Role } from "@/db/values/roles";
import type { Actor, Policy } from "../kernel/context";
import { Conflict, Forbidden, type Refusal } from "../kernel/errors";
import type { RevealBudget } from "./types";

/** The day of the budget at a moment: the calendar day (ISO 8601) of the zone in which it ends at midnight. */
export function dayOfBudget(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: zone }).format(at);
}

/** In which of their roles somebody does what a policy lets them: the first of the policy's. Null for a machine. */
export function roleOf(actor: Actor, rule: Policy): Role | null {
  return actor.kind === "staff" ? (rule.roles.find((role) => actor.roles.includes(role)) ?? null) : null;
}

/** Say why somebody cannot ask for further people now, or null. Only whoever is near the end of their budget may: what is granted in the morning would be a larger budget, and nobody's second look at why it is needed. */
export function whyNotAskable({ used, limit }: Pick<RevealBudget, "used" | "limit">, requests: readonly { state: RevealRequestState }[], { further }: AlarmLimits["reveals"]): Refusal | null {
  if (requests.some(({ state }) => state === "asked")) return new Conflict("reveals-asked-already");
  if (requests.filter(({ state }) => state === "granted").length >= further.times) return new Conflict("reveals-no-further", { times: further.times });
  return limit - used >= further.people ? new Conflict("reveals-left", { people: further.people }) : null;
}

/** Say why a request cannot be decided by this person on this day, or null. */
export function whyNotDecidable(request: { staffId: string; day: string; state: RevealRequestState }, by: string, today: string): Refusal | null {
  if (request.staffId === by) return new Forbidden("second-person");
  return request.state !== "asked" || request.day !== today ? new Conflict("reveals-settled") : null;
}

import type { Database } from "@/db/client";
import type { Clock } from "@/lib/clock";
import type { Logger } from "@/lib/logger";
import type { KeyProvider } from "@/lib/keys";
import type { Role } from "@/db/values/roles";
import type { Locale } from "@/db/values/locales";
import type { IncidentId, StaffId } from "./ids";
import { Forbidden, SignedOut, StaleProof } from "./errors";

export interface StaffActor {
  kind: "staff";
  staffId: StaffId;
  sessionId: string;
  roles: readonly Role[];
  /** Has shown within the last five minutes who they are, by password and code: what some acts ask for besides a session. */
  proven: boolean;
  /** Holds a role that needs a passkey, or what is as good, and showed less: may look around, and do nothing but what leads to one. */
  weak?: boolean;
}

/** A person who has proven a contact point. The proof opens exactly the records of that contact in that incident. */
export interface SubjectActor {
  kind: "subject";
  incidentId: IncidentId;
  /** `subject_sessions.id`: the hash of the opaque token, hex. */
  sessionId: string;
  contactKind: "email" | "phone";
  /** Blind index of the proven contact under the incident's key. */
  contactIndex: Buffer;
}

/** Anybody on the public portal who has proven nothing yet. */
export interface VisitorActor {
  kind: "visitor";
}

/** A job of the worker. */
export interface SystemActor {
  kind: "system";
  job: string;
}

/** The person at the machine's own command line. */
export interface OperatorActor {
  kind: "operator";
}

export type Actor = StaffActor | SubjectActor | VisitorActor | SystemActor | OperatorActor;

/** What every domain call is given. Only `mint-context.ts` makes one, and only the edges (app/_server, worker, cli, test) may import that. */
export interface Context<A extends Actor = Actor> {
  readonly actor: A;
  readonly requestId: string;
  readonly locale: Locale;
  readonly db: Database;
  readonly keys: KeyProvider;
  readonly clock: Clock;
  readonly log: Logger;
}

export type StaffContext = Context<StaffActor>;
export type SubjectContext = Context<SubjectActor>;

/** Who may do one thing. Lives in a slice's `policy.ts`; the route × role test reads `roles` from here, so the screen and the rule cannot differ. */
export interface Policy {
  readonly name: string;
  readonly roles: readonly Role[];
  /** True where a job, or the operator at the command line, may do it too. */
  readonly machine: boolean;
  /** True where a session is not enough, because it may be a browser that somebody left open: the person proves again who they are. */
  readonly stepUp: boolean;
  /** True where whoever showed less than their roles need may all the same: looking at what is masked, and what one needs to come to a passkey. Every other act is refused to them, also one that nobody thought of here. */
  readonly weak: boolean;
}

export function policy(name: string, roles: readonly Role[], options: { machine?: boolean; stepUp?: boolean; weak?: boolean } = {}): Policy {
  return { name, roles, machine: options.machine ?? false, stepUp: options.stepUp ?? false, weak: options.weak ?? false };
}

export function may(actor: Actor, rule: Policy): boolean {
  if (actor.kind === "staff") return actor.roles.some((role) => rule.roles.includes(role));
  return rule.machine && (actor.kind === "system" || actor.kind === "operator");
}

/** Whether somebody who may do this showed too little for it. */
export function isTooWeak(actor: StaffActor, rule: Policy): boolean {
  return actor.weak === true && !rule.weak;
}

/** The gate inside the domain. @throws {SignedOut} for a stranger @throws {Forbidden} for anybody else without the right @throws {StaleProof} where the policy asks for a fresh proof; it throws Forbidden for whoever showed too little for their roles. */
export function authorise(ctx: Context, rule: Policy): void {
  if (may(ctx.actor, rule)) {
    if (ctx.actor.kind !== "staff") return;
    if (rule.stepUp && !ctx.actor.proven) throw new StaleProof("stale-proof");
    if (isTooWeak(ctx.actor, rule)) throw new Forbidden("passkey-needed");
    return;
  }
  if (ctx.actor.kind === "visitor") throw new SignedOut("signed-out");
  throw new Forbidden("forbidden");
}

/** Narrow to a signed-in staff member, for acts that two different people must do. @throws {Forbidden} */
export function requireStaffActor(ctx: Context): StaffActor {
  if (ctx.actor.kind !== "staff") throw new Forbidden("staff-only");
  return ctx.actor;
}

/** Narrow to a person with a proven contact. @throws {SignedOut} */
export function requireSubject(ctx: Context): SubjectActor {
  if (ctx.actor.kind !== "subject") throw new SignedOut("proof-needed");
  return ctx.actor;
}

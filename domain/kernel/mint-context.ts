import { randomUUID } from "node:crypto";
import { EVERY_INCIDENT, NO_INCIDENT, seeing, type Database, type Sight } from "@/db/client";
import type { Locale } from "@/db/values/locales";
import { systemClock, type Clock } from "@/lib/clock";
import type { KeyProvider } from "@/lib/keys";
import type { Logger } from "@/lib/logger";
import type { Actor, Context } from "./context";

/** What a process owns once and every context of it shares. */
export interface ProcessParts {
  db: Database;
  keys: KeyProvider;
  log: Logger;
  clock?: Clock;
}

/**
 * What an actor sees of the tables that are kept apart by incident, where the caller says no more: a person sees the incident of their proof, a stranger none. Roles of staff and of the
 * machine reach every incident.
 */
function sightOf(actor: Actor): Sight {
  if (actor.kind === "subject") return actor.incidentId;
  return actor.kind === "visitor" ? NO_INCIDENT : EVERY_INCIDENT;
}

/** Make a context for an actor whose proof the caller has just checked. Importable by app/_server, worker, cli and tests alone. */
export function mintContext<A extends Actor>(parts: ProcessParts, actor: A, options: { locale?: Locale; requestId?: string; sees?: Sight } = {}): Context<A> {
  return {
    actor,
    requestId: options.requestId ?? randomUUID(),
    locale: options.locale ?? "en",
    db: seeing(parts.db, options.sees ?? sightOf(actor)),
    keys: parts.keys,
    clock: parts.clock ?? systemClock,
    log: parts.log,
  };
}

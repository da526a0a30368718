import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
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

/** Make a context for an actor whose proof the caller has just checked. Importable by app/_server, worker, cli and tests alone. */
export function mintContext<A extends Actor>(parts: ProcessParts, actor: A, options: { locale?: Locale; requestId?: string } = {}): Context<A> {
  return {
    actor,
    requestId: options.requestId ?? randomUUID(),
    locale: options.locale ?? "en",
    db: parts.db,
    keys: parts.keys,
    clock: parts.clock ?? systemClock,
    log: parts.log,
  };
}

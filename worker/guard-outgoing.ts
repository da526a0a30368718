import { workerDestinations } from "@/channels/outgoing/destinations";
import { guardSockets } from "@/channels/outgoing/guard-sockets";
import type { Env } from "@/lib/env";
import { createLogger } from "@/lib/logger";

/** Before anything connects: this process reaches what its settings name, and nothing else. For a process of its own, not for a worker that a test starts in its own. */
export function guardOutgoing(env: Env): void {
  const log = createLogger("worker", env.AMENDS_LOG_LEVEL);
  guardSockets(workerDestinations(env), (err) => log.error({ err }, "a connection was refused"));
}

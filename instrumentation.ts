/** Runs once in every web process. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  // A broken configuration is told at the start, not at the first request.
  const { loadEnv } = await import("@/lib/env");
  // First of all: the server listens already, and answers once this is over.
  const { limitBodies } = await import("@/app/_server/limit-bodies");
  limitBodies(loadEnv().REQUEST_BODY_SECONDS);
  const { coverAnswers } = await import("@/app/_server/cover-answers");
  coverAnswers();
  const { AggregatorRegistry, collectDefaultMetrics } = await import("prom-client");
  // Answers the primary process when it collects the figures of all web processes.
  new AggregatorRegistry();
  collectDefaultMetrics();
  const { markPeerAddress } = await import("@/lib/client-network");
  markPeerAddress();
  const { markBorneKeys } = await import("@/app/_server/borne-keys");
  markBorneKeys();
  const { createLogger } = await import("@/lib/logger");
  const { takeFrameworkLog } = await import("@/app/_server/framework-log");
  takeFrameworkLog(createLogger("web", loadEnv().AMENDS_LOG_LEVEL));
  await guardOutgoing();
  const { BREACHED_PASSWORDS_FILE } = loadEnv();
  if (BREACHED_PASSWORDS_FILE !== undefined) await (await import("@/domain/staff/passwords/breached-file")).checkBreachedFile(BREACHED_PASSWORDS_FILE);
  const { watchEndedAccess } = await import("@/app/_server/live-responses");
  watchEndedAccess();
  const { watchKeys } = await import("@/app/_server/key-watch");
  watchKeys();
  // From here on this process has what was posted, also when the database goes away before the first visitor comes.
  const { getPostingCopies } = await import("@/app/_server/posting-copies");
  getPostingCopies();
}

/** Before anything connects: what is not on the list of the settings is not reached, by whatever part of the process. */
async function guardOutgoing(): Promise<void> {
  const { loadEnv } = await import("@/lib/env");
  const { createLogger } = await import("@/lib/logger");
  const { webDestinations } = await import("@/channels/outgoing/destinations");
  const { guardSockets } = await import("@/channels/outgoing/guard-sockets");
  const env = loadEnv();
  const log = createLogger("web", env.AMENDS_LOG_LEVEL);
  guardSockets(webDestinations(env), (err) => log.error({ err }, "a connection was refused"));
}

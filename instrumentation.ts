/** Runs once in every web process. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { AggregatorRegistry, collectDefaultMetrics } = await import("prom-client");
  // Answers the primary process when it collects the figures of all web processes.
  new AggregatorRegistry();
  collectDefaultMetrics();
  const { markPeerAddress } = await import("@/lib/client-network");
  markPeerAddress();
  // A broken configuration is told at the start, not at the first request.
  const { loadEnv } = await import("@/lib/env");
  loadEnv();
}

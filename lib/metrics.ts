import { createServer, type Server } from "node:http";
import type { Registry } from "prom-client";

export interface HealthAnswer {
  ok: boolean;
  checks: Record<string, boolean>;
  /** Which keys are the reason. This port is of the machine's inside. */
  keys?: { id: string; kind: string }[];
}

/**
 * Serve liveness (`/live`), readiness (`/ready`) and metrics (`/metrics`, Prometheus text format) on a port of the machine's inside.
 * It always binds to loopback unless told otherwise: figures are for operators.
 */
export async function serveInternals(options: { host: string; port: number; ready: () => Promise<HealthAnswer>; metrics: () => Promise<string> }): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request.url ?? "/", options).then(({ status, type, body }) => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return server;
}

async function answer(url: string, options: { ready: () => Promise<HealthAnswer>; metrics: () => Promise<string> }) {
  const json = "application/json";
  try {
    if (url === "/live") return { status: 200, type: json, body: '{"ok":true}' };
    if (url === "/ready") {
      const health = await options.ready();
      return { status: health.ok ? 200 : 503, type: json, body: JSON.stringify(health) };
    }
    if (url === "/metrics") return { status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: await options.metrics() };
    return { status: 404, type: json, body: '{"ok":false}' };
  } catch {
    return { status: 503, type: json, body: '{"ok":false}' };
  }
}

export function registryMetrics(registry: Registry): () => Promise<string> {
  return () => registry.metrics();
}

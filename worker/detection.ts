import { Gauge, type Registry } from "prom-client";
import { runDetection } from "@/domain/alarms/run-detection";
import type { Watching } from "@/domain/alarms/types";
import { watchCanaries } from "@/domain/lookups/watch-canaries";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { repeat, type Repeated } from "./repeat";

/** An alarm is to stand within a minute, and whoever reads too fast is to be stopped well before. */
const EVERY_MS = 2_000;
/** Each look opens every planted address. */
const CANARIES_EVERY_MS = 20_000;

/** Let the detectors look, every two seconds, and whether codes were asked for to planted addresses. Each worker tries; the database lets one at a time through. Loops and no jobs: the queue's clock goes by minutes, and its lanes may be full. */
export function startDetection(parts: ProcessParts, watching: Omit<Watching, "outlet">): Repeated {
  const ctx = mintContext(parts, { kind: "system", job: "alarms/detect" } as const);
  const canaries = mintContext(parts, { kind: "system", job: "lookups/watch-canaries" } as const);
  const loops = [repeat(parts, EVERY_MS, "look for what is an alarm", () => runDetection(ctx, watching)), repeat(parts, CANARIES_EVERY_MS, "look whether planted addresses were asked for", () => watchCanaries(canaries))];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

export function detectionMetrics(registry: Registry, parts: ProcessParts): void {
  new Gauge({
    name: "amends_alarms_open",
    help: "Alarms that nobody has taken on, by severity",
    labelNames: ["severity"],
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ severity: string; alarms: number }>("select s.severity, (select count(*)::int from alarms a where a.state = 'open' and a.severity = s.severity) as alarms from (values ('warning'), ('critical')) s (severity)");
      for (const { severity, alarms } of rows) this.set({ severity }, alarms);
    },
  });
  new Gauge({
    name: "amends_alarms_detection_age_seconds",
    help: "Since when the detectors have not looked; above 60 something is wrong",
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ age: number }>("select coalesce(extract(epoch from clock_timestamp() - at), 0)::float8 as age from alarm_turns");
      this.set(rows[0]?.age ?? 0);
    },
  });
}

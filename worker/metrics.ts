import { Gauge, type Registry } from "prom-client";
import { sendingLocks } from "@/db/values/installation";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import type { InstallationWatch } from "./installation-watch";
import type { Reaper } from "./reaper";

interface Watched {
  parts: ProcessParts;
  installation: InstallationWatch;
  reaper: Reaper;
}

/** What a worker process says to operators. */
export function workerMetrics(registry: Registry, { parts, installation, reaper }: Watched): void {
  new Gauge({
    name: "amends_jobs_due",
    help: "Jobs that are due and not yet taken",
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ due: number }>("select count(*)::int as due from graphile_worker.jobs where run_at <= now() and locked_at is null and attempts < max_attempts");
      this.set(rows[0]?.due ?? 0);
    },
  });
  new Gauge({
    name: "amends_database_writable",
    help: "1 while the database is there and takes writes",
    registers: [registry],
    collect() {
      const { reachable, writable } = reaper.health();
      this.set(reachable && writable ? 1 : 0);
    },
  });
  new Gauge({
    name: "amends_clock_skew_seconds",
    help: "How far this machine's clock is ahead of the database's",
    registers: [registry],
    collect() {
      this.set(reaper.health().skewSeconds);
    },
  });
  for (const state of ["broken", "stalled"] as const) {
    new Gauge({
      name: `amends_waves_${state}`,
      help: state === "broken" ? "Waves whose people or messages do not add up" : "Waves that stand still while there is something to send",
      registers: [registry],
      async collect() {
        const { rows } = await parts.db.$client.query<{ waves: number }>(`select count(*)::int as waves from wave_watches x join waves w on w.id = x.wave_id where x.${state} and w.state in ('sending', 'paused')`);
        this.set(rows[0]?.waves ?? 0);
      },
    });
  }
  new Gauge({
    name: "amends_sending_locked",
    help: "1 for the reason why waves are held: trial, unconfirmed (nothing at all leaves) or copy",
    labelNames: ["reason"],
    registers: [registry],
    async collect() {
      const lock = await installation.lock();
      for (const reason of sendingLocks) this.set({ reason }, lock === reason ? 1 : 0);
    },
  });
}

import { Gauge, type Registry } from "prom-client";
import { sendingLocks } from "@/db/values/installation";
import { calendarDaysLeft, countClocks, oldestLateSeconds } from "@/domain/claims/clocks/clock-figures";
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
  new Gauge({
    name: "amends_canary_hits_open",
    help: "Times somebody came with a planted record, not yet seen by security",
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ hits: number }>("select count(*)::int as hits from canary_hits where seen_at is null");
      this.set(rows[0]?.hits ?? 0);
    },
  });
  postingMetrics(registry, parts);
  evidenceMetrics(registry, parts);
  clockMetrics(registry, parts);
  new Gauge({
    name: "amends_ledger_difference_minor",
    help: "By how many minor units the balances of all programmes were off when their lines were last added up; anything but 0 is a fault",
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ difference: number }>("select coalesce(sum(difference_minor), 0)::float8 as difference from ledger_pools");
      this.set(rows[0]?.difference ?? 0);
    },
  });
}

function evidenceMetrics(registry: Registry, parts: ProcessParts): void {
  new Gauge({
    name: "amends_evidence_waiting",
    help: "Papers of claims by what they wait for: inspection, or a scanner that does not answer",
    labelNames: ["for"],
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ state: string; papers: number }>("select state, count(*)::int as papers from evidence_files where state in ('received', 'scan-pending') group by state");
      const papers = (state: string) => rows.find((row) => row.state === state)?.papers ?? 0;
      this.set({ for: "inspection" }, papers("received"));
      this.set({ for: "scanner" }, papers("scan-pending"));
    },
  });
}

function clockMetrics(registry: Registry, parts: ProcessParts): void {
  new Gauge({
    name: "amends_claims_late",
    help: "Clocks of claims that are late or soon late, of each incident counted up to 10,000",
    labelNames: ["stage"],
    registers: [registry],
    async collect() {
      for (const { stage, clocks } of await countClocks(parts.db)) this.set({ stage }, clocks);
    },
  });
  new Gauge({
    name: "amends_claims_late_seconds",
    help: "For how long the clock of a claim that is late the longest has been so",
    registers: [registry],
    async collect() {
      this.set(await oldestLateSeconds(parts.db));
    },
  });
  new Gauge({
    name: "amends_calendar_days_left",
    help: "Days until the end of the first calendar whose holidays nobody has gone on with",
    registers: [registry],
    collect() {
      this.set(calendarDaysLeft(new Date()));
    },
  });
}

function postingMetrics(registry: Registry, parts: ProcessParts): void {
  new Gauge({
    name: "amends_postings_missing",
    help: "Files of standing postings that the last look at their public address did not find as they were published",
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ files: number }>(
        "select count(*)::int as files from posting_files f join postings p on p.id = f.posting_id and p.state = 'standing' where (select c.result from posting_checks c where c.posting_id = f.posting_id and c.locale = f.locale order by c.id desc limit 1) <> 'stands'",
      );
      this.set(rows[0]?.files ?? 0);
    },
  });
  new Gauge({
    name: "amends_banner_pages_missing",
    help: "Pages of the organisation's own site on which the last look found no link to their posting",
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ pages: number }>(
        "select count(*)::int as pages from banner_pages b join postings p on p.id = b.posting_id and p.state = 'standing' where b.state = 'registered' and (select c.result from banner_checks c where c.page_id = b.id order by c.id desc limit 1) <> 'linked'",
      );
      this.set(rows[0]?.pages ?? 0);
    },
  });
  new Gauge({
    name: "amends_postings_unseen_seconds",
    help: "Since when the posting that was looked at longest ago has not been looked at",
    registers: [registry],
    async collect() {
      const { rows } = await parts.db.$client.query<{ seconds: number }>(
        "select coalesce(extract(epoch from clock_timestamp() - min(coalesce((select max(c.last_at) from posting_checks c where c.posting_id = f.posting_id and c.locale = f.locale), p.published_from))), 0)::float8 as seconds from posting_files f join postings p on p.id = f.posting_id and p.state = 'standing'",
      );
      this.set(rows[0]?.seconds ?? 0);
    },
  });
}

import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, parseCronItems, run, type Runner, type RunnerOptions } from "graphile-worker";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import type { Collaborators } from "./define-task";
import type { Reaper } from "./reaper";
import { tasks } from "./tasks";

/** Jobs at a time. */
export const LANES = { person: 4, bulk: 2 } as const;
const AGAIN_MS = 1_000;
/** How long a runner may take once its last job has ended: there is the write that ends that job. */
const LET_GO_MS = 5_000;

interface LaneSetup {
  lane: keyof typeof LANES;
  /** When jobs come by the clock. */
  cron: Record<string, string>;
  parts: ProcessParts;
  collaborators: Collaborators;
  reaper: Reaper;
}

export interface RunningLane {
  stop(): Promise<void>;
}

/**
 * Run the jobs of a lane for as long as the process lives. graphile-worker ends a runner that could not write down what became of a job, as happens whenever the database
 * goes away; its jobs are then given free and another runner takes its place.
 */
export async function startLane(setup: LaneSetup): Promise<RunningLane> {
  let current = await begin(setup);
  const told = { stopping: false };
  const watch = (async () => {
    for (;;) {
      await ended(setup, current);
      for (const id of current.pools) setup.reaper.retire(id);
      if (!told.stopping) await sleep(AGAIN_MS);
      let next: Begun | null = null;
      while (next === null && !told.stopping) {
        next = await begin(setup).catch(() => null);
        if (next === null) await sleep(AGAIN_MS);
      }
      if (next === null) return;
      current = next;
      if (told.stopping) stopRunner(next.runner);
    }
  })();
  return {
    async stop() {
      told.stopping = true;
      stopRunner(current.runner);
      await watch;
    },
  };
}

/**
 * Wait until a runner has ended, or has had time enough since its last job. One that failed to write down what became of a job may never say that it has ended: it counts the writes that are under
 * way, and takes one too many off that count for each write after the failed one, so that it waits for a nought that has gone by (`backpressure` in `batch`, main.js of 0.17.3 and 0.18.0, is never
 * put back). Its clock, where the database was away from it, says nothing before it has slept out a pause of up to 90 s (`restartCronAfterDelay`). Neither does anything any more once its jobs have ended.
 */
async function ended({ lane, parts: { log } }: LaneSetup, { runner, worked }: Begun): Promise<void> {
  const end = runner.promise.catch((error: unknown) => log.warn({ lane, err: error }, "a lane ended"));
  const late = worked.then(() => sleep(LET_GO_MS, "late" as const, { ref: false }));
  if ((await Promise.race([end, late])) !== "late") return;
  // Nobody else would end its clock, which would go on beside that of its successor.
  stopRunner(runner);
  log.warn({ lane }, "a lane that ended did not say so: it is left behind");
}

/** One that is ending by itself refuses to be told so. */
function stopRunner(runner: Runner): void {
  runner.stop().catch(() => undefined);
}

interface Begun {
  runner: Runner;
  pools: string[];
  /** Resolves once it takes no more jobs and the last of its jobs has ended. */
  worked: Promise<void>;
}

async function begin({ lane, cron, parts, collaborators, reaper }: LaneSetup): Promise<Begun> {
  const mine = tasks.filter((task) => task.job.lane === lane);
  const pools: string[] = [];
  const events: NonNullable<RunnerOptions["events"]> = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => {
    pools.push(workerPool.id);
    reaper.register(workerPool.id);
  });
  const worked = new Promise<void>((resolve) => {
    for (const sign of ["pool:gracefulShutdown:complete", "pool:forcefulShutdown:complete", "pool:forcefulShutdown:error"] as const) events.once(sign, () => resolve());
  });
  // graphile-worker asks once for its tasks' numbers, by a write, and keeps the refusal: a runner begun while the database takes no writes would never get a job.
  const first: { served: boolean; runner: Runner | null; refused: boolean } = { served: false, runner: null, refused: false };
  for (const sign of ["worker:getJob:empty", "job:start"] as const) events.on(sign, () => (first.served = true));
  events.on("worker:getJob:error", () => {
    if (first.served || first.refused) return;
    first.refused = true;
    if (first.runner) stopRunner(first.runner);
  });
  const runner = await run({
    pgPool: parts.db.$client,
    noHandleSignals: true,
    events,
    logger: new Logger(() => (level, message) => {
      if (["error", "warning"].includes(level)) parts.log.warn({ lane }, message);
    }),
    // Without a batch nobody waits for these writes, and one that fails ends the process.
    preset: { worker: { concurrentJobs: LANES[lane], pollInterval: 1_000, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    // Once a minute over all processes, however many there are.
    parsedCronItems: parseCronItems(mine.flatMap(({ job }) => (job.name in cron ? [{ task: job.name, match: cron[job.name] ?? "", options: { maxAttempts: job.maxAttempts } }] : []))),
    taskList: Object.fromEntries(mine.map((task) => [task.job.name, task.toGraphile(parts, collaborators)])),
  });
  first.runner = runner;
  if (first.refused) stopRunner(runner);
  return { runner, pools, worked };
}

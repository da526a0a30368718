import { EventEmitter } from "node:events";
import { Logger, parseCronItems, run, type Runner, type RunnerOptions } from "graphile-worker";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import type { Collaborators } from "./define-task";
import type { Reaper } from "./reaper";
import { tasks } from "./tasks";

/** Jobs at a time. */
export const LANES = { person: 4, bulk: 2 } as const;
const AGAIN_MS = 1_000;

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
      await current.runner.promise.catch((error: unknown) => setup.parts.log.warn({ lane: setup.lane, err: error }, "a lane ended"));
      for (const id of current.pools) setup.reaper.retire(id);
      if (!told.stopping) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      let next: Awaited<ReturnType<typeof begin>> | null = null;
      while (next === null && !told.stopping) {
        next = await begin(setup).catch(() => null);
        if (next === null) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
      if (next === null) return;
      current = next;
      if (told.stopping) await stopRunner(next.runner);
    }
  })();
  return {
    async stop() {
      told.stopping = true;
      await stopRunner(current.runner);
      await watch;
    },
  };
}

/** One that is ending by itself refuses to be told so. */
function stopRunner(runner: Runner): Promise<void> {
  return runner.stop().catch(() => undefined);
}

async function begin({ lane, cron, parts, collaborators, reaper }: LaneSetup): Promise<{ runner: Runner; pools: string[] }> {
  const mine = tasks.filter((task) => task.job.lane === lane);
  const pools: string[] = [];
  const events: NonNullable<RunnerOptions["events"]> = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => {
    pools.push(workerPool.id);
    reaper.register(workerPool.id);
  });
  // graphile-worker asks once for its tasks' numbers, by a write, and keeps the refusal: a runner begun while the database takes no writes would never get a job.
  const first: { served: boolean; runner: Runner | null; refused: boolean } = { served: false, runner: null, refused: false };
  for (const sign of ["worker:getJob:empty", "job:start"] as const) events.on(sign, () => (first.served = true));
  events.on("worker:getJob:error", () => {
    if (first.served || first.refused) return;
    first.refused = true;
    if (first.runner) void stopRunner(first.runner);
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
  if (first.refused) void stopRunner(runner);
  return { runner, pools };
}

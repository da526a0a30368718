import { randomInt } from "node:crypto";
import type { EventEmitter } from "node:events";
import { Logger, makeWorkerUtils } from "graphile-worker";
import pg from "pg";
import type { Logger as Log } from "@/lib/logger";

/** Names "a living worker process" among the advisory locks. */
const LOCK_SPACE = 4242;
const EVERY_MS = 2_000;

export interface Reaper {
  stop(): Promise<void>;
}

/**
 * Free the jobs of workers that died. Each process holds one advisory lock on a connection of its own for as long as it lives and writes down which
 * worker ids are its; ids whose lock nobody holds are dead. graphile-worker by itself waits four hours.
 */
export async function startReaper(url: string, events: EventEmitter, log: Log): Promise<Reaper> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, keepAliveInitialDelayMillis: 5_000 });
  client.on("error", (error) => log.error({ err: error }, "reaper lost its connection"));
  await client.connect();
  const lockKey = randomInt(2 ** 31);
  await client.query("select pg_advisory_lock($1, $2)", [LOCK_SPACE, lockKey]);
  // The lock keeps its connection to itself; everything else queues on this one.
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", (error) => log.error({ err: error }, "reaper lost a connection"));
  const register = (id: string) => {
    pool.query("insert into worker_processes (worker_id, lock_key) values ($1, $2) on conflict do nothing", [id, lockKey]).catch((error: unknown) => log.error({ err: error }, "worker id not registered"));
  };
  events.on("pool:create", ({ workerPool }: { workerPool: { id: string } }) => register(workerPool.id));
  events.on("worker:create", ({ worker }: { worker: { workerId: string } }) => register(worker.workerId));
  const utils = await makeWorkerUtils({ connectionString: url, maxPoolSize: 1, logger: new Logger(() => () => undefined) });

  const reap = async () => {
    const { rows } = await pool.query<{ worker_id: string }>(
      `select worker_id from worker_processes w where not exists (
         select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = $1 and l.objid = w.lock_key and l.objsubid = 2 and l.granted
           and l.database = (select oid from pg_database where datname = current_database()))`,
      [LOCK_SPACE],
    );
    if (rows.length === 0) return;
    const ids = rows.map((row) => row.worker_id);
    await utils.forceUnlockWorkers(ids);
    await pool.query("delete from worker_processes where worker_id = any($1)", [ids]);
    log.warn({ workers: ids.length }, "freed the jobs of dead workers");
  };
  await reap();
  const timer = setInterval(() => void reap().catch((error: unknown) => log.error({ err: error }, "reaping failed")), EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await utils.release();
      await pool.end();
      await client.end();
    },
  };
}

import { randomInt } from "node:crypto";
import pg from "pg";
import { refusedBy } from "@/db/client";
import type { Logger as Log } from "@/lib/logger";

/** Names "a living worker process" among the advisory locks. */
const LOCK_SPACE = 4242;
const EVERY_MS = 2_000;
/** How long the database may be silent before its connections are taken for dead. */
const ANSWER_MS = 10_000;
/** How long a process may be silent before the server lets go of its lock: one that was stopped, or whose network is gone, holds it no longer than this. */
const SILENCE = "15s";
/** How far this machine's clock may be off before it is said. */
const SKEW_SECONDS = 30;
/** SQLSTATE of a session that may only read. */
const READ_ONLY = "25006";
/** A turn of a wave tries what was refused more often than this; when none was for so long, everything else is tried, too. */
const NONE_REFUSED_MS = 10_000;

/** What was under way when its connection was cut is given up a moment later, on a busy machine after the others were woken, and would wait out a growing pause. */
const LATE_BEATS = 3;

/** How the database looks from here. */
interface DatabaseHealth {
  reachable: boolean;
  writable: boolean;
  /** How far this machine's clock is ahead of the database's. */
  skewSeconds: number;
}

export interface Reaper {
  /** A pool of jobs lives in this process. */
  register(poolId: string): void;
  /** It has ended, and its jobs are anybody's. */
  retire(poolId: string): void;
  /** The database has refused a write of this process. The reaper's own may still find room where those of others find none. */
  refused(sqlstate: string): void;
  health(): DatabaseHealth;
  stop(): Promise<void>;
}

interface Told {
  /** Whatever waits for the database would wait for ever, or goes by settings that are no longer so: cut every connection. */
  cut(): void;
  /** It is back after it was gone, or takes writes again. */
  onBack(): Promise<void>;
}

/**
 * Free the jobs of workers that died; graphile-worker by itself waits four hours. Each process holds one advisory lock on a connection of its own, by which it writes every
 * two seconds which pools of jobs are its; pools whose lock nobody holds are dead. A connection that is lost is made anew, with another lock.
 */
export async function startReaper(url: string, log: Log, told: Told): Promise<Reaper> {
  const beats = new Beats(url, log, told);
  await beats.beat();
  let waiting = 0;
  let beating = Promise.resolve();
  const beat = () => {
    // One after another; of those that wait, one is enough.
    if (waiting > 0) return;
    waiting += 1;
    beating = beating.then(() => {
      waiting -= 1;
      return beats.beat().catch((error: unknown) => beats.failed(error));
    });
  };
  const timer = setInterval(beat, EVERY_MS);
  return {
    register: (poolId) => {
      beats.mine.add(poolId);
      beat();
    },
    retire: (poolId) => {
      beats.mine.delete(poolId);
      beats.retired.add(poolId);
      beat();
    },
    refused: (sqlstate) => beats.refused(sqlstate),
    health: () => ({ ...beats.health, writable: beats.writable() }),
    async stop() {
      clearInterval(timer);
      beats.stopping = true;
      await beating;
      await beats.end();
    },
  };
}

class Beats {
  readonly mine = new Set<string>();
  readonly retired = new Set<string>();
  readonly health: DatabaseHealth = { reachable: true, writable: true, skewSeconds: 0 };
  stopping = false;
  private held: { client: pg.Client; lockKey: number } | null = null;
  private gone = false;
  /** Sessions may be read-only that began while the database was. */
  private readOnly = false;
  /** Beats at which those are woken who were under way when their connection went, and fail only now. */
  private late = 0;
  private refusal: { at: number; tried: boolean } | null = null;

  constructor(
    private readonly url: string,
    private readonly log: Log,
    private readonly told: Told,
  ) {}

  async beat(): Promise<void> {
    this.held ??= await this.connect();
    const { client, lockKey } = this.held;
    await this.answered(client, this.work(client, lockKey));
    if (this.refusal && performance.now() - this.refusal.at > NONE_REFUSED_MS) await this.tryRefused(this.refusal);
    if (this.readOnly) {
      // Read-only is what a session began with, and those that began meanwhile would stay so. The next beat finds them gone.
      this.told.cut();
      this.readOnly = false;
      this.gone = true;
    } else if (this.gone || !this.health.writable) {
      await this.told.onBack();
      this.gone = false;
      this.late = LATE_BEATS;
      this.log.warn("the database is back");
    } else if (this.late > 0) {
      this.late -= 1;
      await this.told.onBack();
    }
    Object.assign(this.health, { reachable: true, writable: true });
  }

  refused(sqlstate: string): void {
    if (this.writable()) this.log.error({ fault: sqlstate }, "the database refuses writes: what it refuses is tried again until it takes them");
    this.refusal = { at: performance.now(), tried: false };
  }

  writable(): boolean {
    return this.health.writable && this.refusal === null;
  }

  /** Whoever waits out a pause is woken before it is said that writes are taken: else a disk that stays full would be said to be full again and again. */
  private async tryRefused(refusal: { tried: boolean }): Promise<void> {
    if (!refusal.tried) {
      refusal.tried = true;
      await this.told.onBack();
      return;
    }
    this.refusal = null;
    this.log.warn("the database takes writes again");
  }

  failed(error: unknown): void {
    if (this.stopping) return;
    const sqlstate = this.held && refusedBy(((error as Error).cause ?? error) as { code?: string });
    if (sqlstate !== null) {
      if (this.writable()) this.log.error({ fault: sqlstate }, "the database takes no writes: nothing is sent until it does");
      this.readOnly ||= sqlstate === READ_ONLY;
      Object.assign(this.health, { reachable: true, writable: false });
      void this.end();
      return;
    }
    if (!this.gone) this.log.error({ err: error }, "the database is gone: nothing is sent until it is back");
    this.gone = true;
    this.health.reachable = false;
    void this.end();
  }

  async end(): Promise<void> {
    const { held } = this;
    this.held = null;
    await held?.client.end().catch(() => undefined);
  }

  private async connect(): Promise<{ client: pg.Client; lockKey: number }> {
    const client = new pg.Client({ connectionString: this.url, application_name: "amends-reaper", keepAlive: true, keepAliveInitialDelayMillis: 5_000, connectionTimeoutMillis: ANSWER_MS, options: `-c idle_session_timeout=${SILENCE}` });
    const held = { client, lockKey: randomInt(2 ** 31) };
    client.on("error", (error) => {
      if (this.held === held) this.failed(error);
    });
    await client.connect();
    await this.answered(client, client.query("select pg_advisory_lock($1, $2)", [LOCK_SPACE, held.lockKey]));
    return held;
  }

  /** Wait for the database no longer than it may be silent. Its connection is then cut, because nobody knows whether the other end is there. */
  private async answered<T>(client: pg.Client, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.told.cut();
        cutOne(client);
        reject(new Error("the database does not answer"));
      }, ANSWER_MS);
    });
    // Whichever loses is nobody's to wait for any more.
    work.catch(() => undefined);
    return Promise.race([work, silence]).finally(() => clearTimeout(timer));
  }

  private async work(client: pg.Client, lockKey: number): Promise<void> {
    const { rows } = await client.query<{ now: string }>("select extract(epoch from clock_timestamp())::text as now");
    this.noteClock(Date.now() / 1000 - Number(rows[0]?.now));
    // Written each time, so that a database that takes no writes is noticed.
    await client.query("insert into worker_processes (worker_id, lock_key) select unnest($1::text[]), $2 on conflict (worker_id) do update set lock_key = excluded.lock_key", [[...this.mine], lockKey]);
    await this.free(client, [...this.retired]);
    for (const id of this.retired) this.retired.delete(id);
    const dead = await client.query<{ worker_id: string }>(
      `select worker_id from worker_processes w where not exists (
         select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = $1 and l.objid = w.lock_key and l.objsubid = 2 and l.granted
           and l.database = (select oid from pg_database where datname = current_database()))`,
      [LOCK_SPACE],
    );
    if (dead.rows.length === 0) return;
    await this.free(client, dead.rows.map((row) => row.worker_id));
    this.log.warn({ pools: dead.rows.length }, "freed the jobs of dead workers");
  }

  private async free(client: pg.Client, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await client.query("select graphile_worker.force_unlock_workers($1)", [ids]);
    await client.query("delete from worker_processes where worker_id = any($1)", [ids]);
  }

  private noteClock(skewSeconds: number): void {
    const off = Math.abs(skewSeconds) > SKEW_SECONDS;
    if (off && Math.abs(this.health.skewSeconds) <= SKEW_SECONDS) this.log.error({ skewSeconds: Math.round(skewSeconds) }, "this machine's clock is off: waves go by the database's, but mails bear this machine's");
    this.health.skewSeconds = skewSeconds;
  }
}

/** End a connection without a word. */
function cutOne(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

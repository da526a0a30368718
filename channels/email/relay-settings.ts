import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readDkimKey } from "./dkim-signature";
import type { RelaySettings } from "./relay";

/** Connections that mails to single people have of their own, where a relay serves both lanes. */
const PERSON_CONNECTIONS = 4;

const host = z.string("must be text").regex(/^(?=.{1,253}$)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, "must be a domain name");
const file = z.string("must be the path of a file").min(1, "must be the path of a file");
const relay = z.strictObject({
  name: z.string("must be text").regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u, "must be a name of at most 40 letters and digits"),
  url: z.url({ protocol: /^smtps?$/, error: "must look like smtps://relay.example:465" }),
  user: z.string("must be text").min(1, "must be text").optional(),
  passwordFile: file.optional(),
  lanes: z.enum(["person", "bulk", "both"], { error: "must be person, bulk or both" }).default("both"),
  connections: z.number({ error: "must be a whole number" }).int("must be a whole number").min(1, "must be at least 1").max(200, "must be at most 200"),
  perSecond: z.number({ error: "must be a number" }).positive("must be more than 0").optional(),
  dkim: z.strictObject({ domain: host, selector: host, keyFile: file }, { error: "must have domain, selector and keyFile" }).optional(),
});
const document = z.strictObject({ relays: z.array(z.unknown(), { error: "must be a list" }).min(1, "must name at least one relay") }, { error: "must be an object with the list relays" });

export interface RelaySource {
  SMTP_URL?: string;
  RELAYS_FILE?: string;
  SMTP_TLS_EXCEPTIONS: string;
  WAVE_CONNECTIONS: number;
}

export type ReadRelays = { ok: true; relays: RelaySettings[] } | { ok: false; problems: string[] };

/**
 * The relays of this installation, from SMTP_URL or RELAYS_FILE. Everything that is wrong is told at once, with the relay's name and never with a value: half of
 * them are secrets.
 */
export function readRelays(env: RelaySource): ReadRelays {
  const plainHosts = env.SMTP_TLS_EXCEPTIONS.split(",").map((name) => name.trim());
  const allowPlain = (url: string) => plainHosts.includes(new URL(url).hostname);
  if (env.RELAYS_FILE !== undefined) return readFile(env.RELAYS_FILE, allowPlain);
  const url = env.SMTP_URL ?? "";
  return { ok: true, relays: [{ name: new URL(url).hostname, url, allowPlain: allowPlain(url), connections: { person: PERSON_CONNECTIONS, bulk: env.WAVE_CONNECTIONS }, perSecond: null }] };
}

function readFile(given: string, allowPlain: (url: string) => boolean): ReadRelays {
  const broken = (problem: string): ReadRelays => ({ ok: false, problems: [`RELAYS_FILE ${problem}.`] });
  const text = readText(given);
  if (text === null) return broken("names a file that cannot be read");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return broken("names a file that is not JSON");
  }
  const parsed = document.safeParse(json);
  if (!parsed.success) return broken(tell(parsed.error.issues[0], ""));
  const problems: string[] = [];
  const relays = parsed.data.relays.flatMap((entry, i) => {
    const read = readRelay(entry, path.dirname(path.resolve(given)), allowPlain);
    problems.push(...read.problems.map((problem) => `RELAYS_FILE, relay ${nameOf(entry) ?? i + 1}: ${problem}.`));
    return read.relay ?? [];
  });
  const names = relays.map(({ name }) => name);
  for (const name of new Set(names.filter((each, i) => names.indexOf(each) !== i))) problems.push(`RELAYS_FILE, relay ${name}: another has the same name.`);
  if (problems.length === 0) {
    if (!relays.some(({ connections }) => connections.person > 0)) problems.push("RELAYS_FILE has no relay for the lane person: codes and mails to staff need one.");
    if (!relays.some(({ connections }) => connections.bulk > 0)) problems.push("RELAYS_FILE has no relay for the lane bulk: waves need one.");
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, relays };
}

function readRelay(entry: unknown, dir: string, allowPlain: (url: string) => boolean): { relay?: RelaySettings; problems: string[] } {
  const parsed = relay.safeParse(entry);
  if (!parsed.success) return { problems: [...new Set(parsed.error.issues.map((issue) => tell(issue, "it ")))] };
  const { name, user, passwordFile, lanes, connections, perSecond, dkim } = parsed.data;
  const problems: string[] = [];
  const url = new URL(parsed.data.url);
  if (url.protocol === "smtp:" && url.searchParams.get("requireTLS") !== "true" && !allowPlain(parsed.data.url)) problems.push("url must be smtps:// or say ?requireTLS=true, unless its host is named in SMTP_TLS_EXCEPTIONS");
  if (url.username !== "" && user !== undefined) problems.push("url and user both name somebody; keep one");
  if (url.password !== "" && passwordFile !== undefined) problems.push("url and passwordFile both hold a password; keep one");
  if (user !== undefined) url.username = encodeURIComponent(user);
  if (passwordFile !== undefined) {
    const password = readText(path.resolve(dir, passwordFile))?.trim();
    if (password) url.password = encodeURIComponent(password);
    else problems.push("passwordFile cannot be read or is empty");
  }
  if ((url.username === "") !== (url.password === "") && problems.length === 0) problems.push("a user needs a password, and a password a user");
  if (lanes === "both" && connections < 2) problems.push("connections must be at least 2 for both lanes");
  const person = lanes === "bulk" ? 0 : lanes === "person" ? connections : Math.min(PERSON_CONNECTIONS, Math.max(1, Math.floor(connections / 4)));
  const key = dkim && readKey(path.resolve(dir, dkim.keyFile));
  if (typeof key === "string") problems.push(`dkim.keyFile ${key}`);
  if (problems.length > 0) return { problems };
  const signer = dkim && key && typeof key !== "string" ? { domain: dkim.domain, selector: dkim.selector, key } : undefined;
  return { problems, relay: { name, url: url.href, allowPlain: allowPlain(url.href), connections: { person, bulk: lanes === "person" ? 0 : connections - (lanes === "both" ? person : 0) }, perSecond: perSecond ?? null, dkim: signer } };
}

/** The key, or what is wrong with it. */
function readKey(name: string) {
  const pem = readText(name);
  if (pem === null) return "cannot be read";
  const read = readDkimKey(pem);
  return read.ok ? read.key : read.problem;
}

function readText(name: string): string | null {
  try {
    return readFileSync(name, "utf8");
  } catch {
    return null;
  }
}

function nameOf(entry: unknown): string | null {
  const parsed = relay.pick({ name: true }).loose().safeParse(entry);
  return parsed.success ? parsed.data.name : null;
}

/** A problem as a sentence. zod's own words for an unknown key repeat it, and a key in the wrong place may be a secret. */
function tell(issue: z.core.$ZodIssue | undefined, whole: string): string {
  const where = issue?.path.join(".") ?? "";
  const said = issue?.code === "unrecognized_keys" ? "has a setting that does not exist" : (issue?.message ?? "is wrong");
  return where === "" ? `${whole}${said}` : `${where} ${said}`;
}

import { z } from "zod";
import { readTrustedProxies } from "./client-network";

const port = z.coerce.number({ error: "must be a port number" }).int("must be a port number").min(0).max(65535, "must be at most 65535");

/** Every setting, with its default. `.env.example` documents the same names; a test compares the two. */
export const settings = {
  AMENDS_ENV: z.enum(["development", "production"], { error: "must be development or production" }),
  AMENDS_URL: z.url({ error: "must be an absolute URL" }).default("http://localhost:3000"),
  CONSOLE_URL: z.url({ error: "must be an absolute URL" }).optional(),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(3000),
  REQUEST_BODY_SECONDS: z.coerce.number().int("must be a whole number").min(1, "must be at least 1").max(3600, "must be at most 3600").default(60),
  WEB_PROCESSES: z.coerce.number().int("must be a whole number").min(1, "must be at least 1").max(64).default(2),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must look like postgres://user:password@host:5432/database" }),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must look like smtps://user:password@host:465" }).optional(),
  RELAYS_FILE: z.string().min(1).optional(),
  SMTP_TLS_EXCEPTIONS: z.string().default(""),
  MAIL_FROM: z.string().regex(/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/, "must be an address, or a name with <address>"),
  SMS_URL: z.url({ protocol: /^(smpps?|https?)$/, error: "must look like smpps://user:password@host:3550 or https://gateway.example/texts" }).optional(),
  SMS_TLS_EXCEPTIONS: z.string().default(""),
  SMS_FROM: z.string().regex(/^(\+?\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/, "must be a number, or a name of at most 11 letters and digits").optional(),
  SMS_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  SMS_NEXT_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  SMS_CONNECTIONS: z.coerce.number().int("must be a whole number").min(1, "must be at least 1").max(200, "must be at most 200").default(10),
  SMS_PART_PRICE: z.string().regex(/^[A-Z]{3} \d{1,6}(\.\d{1,4})?$/, "must look like KRW 8.9").optional(),
  WAVE_CONNECTIONS: z.coerce.number().int("must be a whole number").min(1, "must be at least 1").max(200, "must be at most 200").default(10),
  INBOUND_SMTP_PORT: port.optional(),
  INBOUND_SMTP_HOST: z.string().min(1).default("127.0.0.1"),
  INBOUND_ADDRESSES: z.string().regex(/^([^\s@,]+@[^\s@,]+(\s*,\s*|$))*$/, "must be addresses separated by commas").default(""),
  FEEDBACK_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  FEEDBACK_NEXT_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  SNS_TOPIC_ARN: z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, "must look like arn:aws:sns:region:account:topic").optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  BREACHED_PASSWORDS_FILE: z.string().min(1).optional(),
  PASSKEYS: z.enum(["required", "offered"], { error: "must be required or offered" }).optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "must look like https://login.example" }).refine((v) => new URL(v).protocol === "https:" || loopback.has(new URL(v).hostname), "must be https").optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  OIDC_STRONG_ACR: z.string().regex(/^[\x21-\x7e ]*$/, "must be values separated by spaces").default(""),
  OIDC_STRONG_AMR: z.string().regex(/^[\x21-\x7e ]*$/, "must be values separated by spaces").default("hwk fido"),
  OIDC_LOGOUT_OF_PERSON: z.enum(["ends-sessions", "ends-access"], { error: "must be ends-sessions or ends-access" }).default("ends-sessions"),
  SCIM_TOKEN_SHA256: z.string().regex(/^[0-9a-f]{64}$/, "must be the line that `amends scim token` printed").optional(),
  SCIM_NEXT_TOKEN_SHA256: z.string().regex(/^[0-9a-f]{64}$/, "must be the line that `amends scim token` printed").optional(),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: z.base64({ error: "must be base64" }).refine((v) => [16, 24, 32].includes(Buffer.from(v, "base64").length), "must be 16, 24 or 32 bytes in base64"),
  AMENDS_DEPLOYMENT_ID: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be letters, digits, - or _").default("amends"),
  AMENDS_KEY_FILE: z.string().min(1).optional(),
  AMENDS_KEY: z.base64({ error: "must be base64" }).refine((v) => Buffer.from(v, "base64").length === 32, "must be 32 bytes in base64").optional(),
  AMENDS_NEXT_KEY_FILE: z.string().min(1).optional(),
  AMENDS_NEXT_KEY: z.base64({ error: "must be base64" }).refine((v) => Buffer.from(v, "base64").length === 32, "must be 32 bytes in base64").optional(),
  TRUSTED_PROXIES: z.string().default("").refine(areRanges, "must be addresses or CIDR ranges separated by commas"),
  EVIDENCE_URL: z.url({ protocol: /^https?$/, error: "must look like https://KEY:SECRET@host/bucket?region=ap-northeast-2" }).refine((v) => /^\/[^/]+\/?$/.test(new URL(v).pathname) && new URL(v).password !== "", "must name a key, its secret and a bucket").optional(),
  CLAMAV_URL: z.string().regex(/^(tcp:\/\/[^\s/]+:\d+|unix:\/\S+)$/, "must look like tcp://host:3310 or unix:/run/clamav/clamd.ctl").optional(),
  CLAMAV_MAX_AGE_HOURS: z.coerce.number().int("must be a whole number").min(1, "must be at least 1").default(72),
  OUTGOING_HOSTS: z.string().regex(/^\s*([a-z0-9.-]+|\[[0-9a-f:.]+\])?(:\d{1,5})?(\s*,\s*([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?)*\s*$/i, "must be host names separated by commas, each with its port where it is not 443").default(""),
  BANNER_PRIVATE_HOSTS: z.string().default(""),
  AUDIT_CHECKPOINT_DIR: z.string().min(1).optional(),
  AUDIT_CHECKPOINT_WEBHOOK: z.url({ protocol: /^https?$/, error: "must look like https://host/path" }).refine((v) => new URL(v).protocol === "https:" || loopback.has(new URL(v).hostname), "must be https").optional(),
  AUDIT_CHECKPOINT_MAIL: z.email("must be one address").optional(),
  ERASURE_LIST_FILE: z.string().min(1).optional(),
  BACKUP_RETENTION_DAYS: z.coerce.number().int("must be a whole number").min(1, "must be at least 1").max(3650, "must be at most 3650").optional(),
  ALARM_WEBHOOK: z.url({ protocol: /^https?$/, error: "must look like https://host/path" }).refine((v) => new URL(v).protocol === "https:" || loopback.has(new URL(v).hostname), "must be https").optional(),
  AMENDS_SUSPEND_READERS: z.enum(["yes", "no"], { error: "must be yes or no" }).default("yes"),
  GEO_DATABASE: z.string().min(1).optional(),
  METRICS_PORT: port.default(9464),
  WORKER_PORT: port.default(9465),
  AMENDS_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal"], { error: "must be trace, debug, info, warn, error or fatal" }).default("info"),
  AMENDS_DATA_DIR: z.string().min(1).default(".data"),
  AMENDS_EMBEDDED: z.literal("1", { error: "is set by `npm start` alone" }).optional(),
} as const;

function areRanges(setting: string): boolean {
  try {
    readTrustedProxies(setting);
    return true;
  } catch {
    return false;
  }
}

const schema = z.object(settings);
export type Env = z.output<typeof schema>;

export type ParsedEnv = { ok: true; env: Env } | { ok: false; problems: string[] };

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Check a set of settings and say everything that is wrong with it at once. A problem names the setting, never its value: half of them are secrets.
 * Production needs verified TLS to PostgreSQL (`sslmode=verify-full`), an encrypted relay unless its host is excepted by name, and https.
 */
export function parseEnv(raw: Record<string, string | undefined>): ParsedEnv {
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined && value !== ""));
  const problems: string[] = [];
  if (given.DATABASE_URL !== undefined && given.AMENDS_ENV === undefined) {
    problems.push("AMENDS_ENV must be set whenever DATABASE_URL is: development or production.");
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      // One sentence for each setting: the first thing that is wrong with it.
      if (problems.some((problem) => problem.startsWith(`${name} `))) continue;
      problems.push(`${name} ${given[name] === undefined ? "is missing" : issue.message}.`);
    }
  }
  problems.push(...crossProblems(given));
  return parsed.success && problems.length === 0 ? { ok: true, env: parsed.data } : { ok: false, problems };
}

/** Rules between settings, each checked as far as its parts can be read. */
function crossProblems(given: Record<string, string | undefined>): string[] {
  const problems: string[] = [];
  const database = readUrl(given.DATABASE_URL);
  const relay = readUrl(given.SMTP_URL);
  const production = given.AMENDS_ENV === "production";
  if (given.AMENDS_KEY_FILE === undefined && given.AMENDS_KEY === undefined) problems.push("AMENDS_KEY_FILE or AMENDS_KEY is missing: the key-encryption key, 32 bytes in base64.");
  if (given.AMENDS_KEY_FILE !== undefined && given.AMENDS_KEY !== undefined) problems.push("AMENDS_KEY_FILE and AMENDS_KEY are both set; keep one.");
  if (given.AMENDS_NEXT_KEY_FILE !== undefined && given.AMENDS_NEXT_KEY !== undefined) problems.push("AMENDS_NEXT_KEY_FILE and AMENDS_NEXT_KEY are both set; keep one.");
  if (given.AMENDS_EMBEDDED !== undefined && (production || (database && !loopback.has(database.hostname)))) {
    problems.push("AMENDS_EMBEDDED (demo data and default secrets) is only for the embedded database on loopback.");
  }
  if (production && database && database.searchParams.get("sslmode") !== "verify-full") {
    problems.push("DATABASE_URL must say sslmode=verify-full in production: unverified TLS lets anybody between read the leaked data again.");
  }
  if (production && given.AMENDS_URL !== undefined && readUrl(given.AMENDS_URL)?.protocol === "http:") problems.push("AMENDS_URL must be https in production.");
  if (production && given.AMENDS_URL === undefined) problems.push("AMENDS_URL is missing: the public address, https.");
  const [portal, staffed] = [readUrl(given.AMENDS_URL), readUrl(given.CONSOLE_URL)];
  if (production && staffed?.protocol === "http:") problems.push("CONSOLE_URL must be https in production.");
  if (staffed && (portal ?? new URL(settings.AMENDS_URL.parse(undefined))).hostname === staffed.hostname) problems.push("CONSOLE_URL must have another host name than AMENDS_URL; leave it out where both share one.");
  if (given.SMTP_URL === undefined && given.RELAYS_FILE === undefined) problems.push("SMTP_URL or RELAYS_FILE is missing: the relay, or a file that lists several.");
  if (given.SMTP_URL !== undefined && given.RELAYS_FILE !== undefined) problems.push("SMTP_URL and RELAYS_FILE are both set; keep one.");
  const exceptions = (given.SMTP_TLS_EXCEPTIONS ?? "").split(",").map((name) => name.trim());
  if (relay && relay.protocol === "smtp:" && relay.searchParams.get("requireTLS") !== "true" && !exceptions.includes(relay.hostname)) {
    problems.push("SMTP_URL must be smtps:// or say ?requireTLS=true, unless its host is named in SMTP_TLS_EXCEPTIONS.");
  }
  if (production && given.PASSKEYS === "offered") problems.push("PASSKEYS must be required in production, which is the default there.");
  const company = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"];
  const missing = company.filter((name) => given[name] === undefined);
  if (missing.length < company.length) problems.push(...missing.map((name) => `${name} is missing: the company's sign-in needs issuer, client id and client secret.`));
  return [...problems, ...smsProblems(given)];
}

/** Without SMS_URL there is no SMS, and the other settings of it say nothing. */
function smsProblems(given: Record<string, string | undefined>): string[] {
  const gateway = readUrl(given.SMS_URL);
  if (!gateway) return [];
  const problems: string[] = [];
  const exceptions = (given.SMS_TLS_EXCEPTIONS ?? "").split(",").map((name) => name.trim());
  if (["smpp:", "http:"].includes(gateway.protocol) && !exceptions.includes(gateway.hostname)) problems.push("SMS_URL must be smpps:// or https://, unless its host is named in SMS_TLS_EXCEPTIONS.");
  if (given.SMS_FROM === undefined) problems.push("SMS_FROM is missing: the number or name that phones show as the sender.");
  if (gateway.protocol.startsWith("http") && given.SMS_SECRET === undefined) problems.push("SMS_SECRET is missing: the secret that an HTTP gateway checks our requests with.");
  return problems;
}

function readUrl(value: string | undefined): URL | null {
  return value !== undefined && URL.canParse(value) ? new URL(value) : null;
}

let loaded: Env | undefined;

/** The settings of this process. With a broken configuration it prints every problem and ends the process with status 2. */
export function loadEnv(): Env {
  if (loaded) return loaded;
  const result = parseEnv(process.env);
  if (!result.ok) {
    process.stderr.write(`The configuration has ${result.problems.length} problem(s):\n${result.problems.map((problem) => `  - ${problem}`).join("\n")}\n`);
    process.exit(2);
  }
  loaded = result.env;
  return loaded;
}

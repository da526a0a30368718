import type { Env } from "@/lib/env";
import { readRelays } from "../email/relay-settings";

/** A machine and a port of it that a process may open connections to. Names are compared as written in the settings, not by what they resolve to. */
export interface Destination {
  host: string;
  port: number;
}

const PORTS: Record<string, number> = { "http:": 80, "https:": 443, "smtp:": 587, "smtps:": 465, "smpp:": 2775, "smpps:": 3550, "postgres:": 5432, "postgresql:": 5432, "tcp:": 3310 };
const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

/** What a web process may reach: the database, itself (the framework fetches the page that an action leads to), papers, the identity provider and what its signed feedback names. */
export function webDestinations(env: Env): Destination[] {
  return [...everyProcess(env), ...at(env.OIDC_ISSUER), ...ofSns(env.SNS_TOPIC_ARN)];
}

/** What a worker may reach: the database, the portal it looks at, papers, relays, the SMS gateway, the scanner and the webhooks of the settings. */
export function workerDestinations(env: Env): Destination[] {
  const relays = readRelays(env);
  const scanner = env.CLAMAV_URL?.startsWith("tcp:") ? env.CLAMAV_URL : undefined;
  return [...everyProcess(env), ...(relays.ok ? relays.relays.flatMap(({ url }) => at(url)) : []), ...at(env.SMS_URL), ...at(scanner), ...at(env.AUDIT_CHECKPOINT_WEBHOOK), ...at(env.ALARM_WEBHOOK)];
}

function everyProcess(env: Env): Destination[] {
  const itself = [env.HOST, ...LOOPBACK].map((host) => ({ host, port: env.PORT }));
  return [...at(env.DATABASE_URL), ...itself, ...at(env.AMENDS_URL), ...at(env.CONSOLE_URL), ...at(env.EVIDENCE_URL), ...env.OUTGOING_HOSTS.split(",").flatMap((host) => (host.trim() === "" ? [] : at(`https://${host.trim()}`)))];
}

/** The place of an address of the settings. A database may be named by the parameter `host` as well; a path there is a socket of this machine. */
function at(address: string | undefined): Destination[] {
  if (address === undefined) return [];
  const { protocol, hostname, port, searchParams } = new URL(address);
  const hosts = [hostname, ...(protocol.startsWith("postgres") ? searchParams.getAll("host") : [])].filter((host) => host !== "" && !host.startsWith("/"));
  return hosts.map((host) => ({ host: host.replaceAll(/[[\]]/g, "").toLowerCase(), port: Number(port || searchParams.get("port") || PORTS[protocol]) }));
}

/** Where SNS of the topic's region keeps its certificates and confirmations. */
function ofSns(topicArn: string | undefined): Destination[] {
  if (topicArn === undefined) return [];
  return [{ host: `sns.${topicArn.split(":")[3] ?? ""}.amazonaws.com${topicArn.startsWith("arn:aws-cn:") ? ".cn" : ""}`, port: 443 }];
}

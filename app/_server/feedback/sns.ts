import "server-only";
import { verify, X509Certificate } from "node:crypto";
import { z } from "zod";

const envelope = z.object({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(["1", "2"]),
  Signature: z.base64(),
  SigningCertURL: z.string(),
  Subject: z.string().nullish(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
});
export type SnsMessage = z.output<typeof envelope>;

export type Fetch = (url: string) => Promise<{ ok: boolean; text(): Promise<string> }>;

const PATIENCE_MS = 5_000;

/** Without redirects: they would lead away from the host that was checked. */
export const fetchFromSns: Fetch = (url) => fetch(url, { redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });

/** Whether an address is of SNS itself, in the region of the topic. Anybody can put a certificate of their own somewhere else. */
function isOfSns(address: string, topicArn: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  const region = topicArn.split(":")[3] ?? "";
  const suffix = topicArn.startsWith("arn:aws-cn:") ? ".amazonaws.com.cn" : ".amazonaws.com";
  return protocol === "https:" && username === "" && password === "" && host === `sns.${region}${suffix}`;
}

/** The lines that are signed, in the order that SNS fixes for each type. */
function signedText(message: SnsMessage): string {
  const names = message.Type === "Notification" ? (["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const) : (["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"] as const);
  return names.flatMap((name) => (typeof message[name] === "string" ? [`${name}\n${message[name]}\n`] : [])).join("");
}

const certificates = new Map<string, X509Certificate>();
const MOST_CERTIFICATES = 8;

async function certificateAt(url: string, fetch: Fetch): Promise<X509Certificate | null> {
  const known = certificates.get(url);
  if (known) return known;
  const answer = await fetch(url);
  if (!answer.ok) return null;
  const certificate = new X509Certificate(await answer.text());
  if (certificates.size >= MOST_CERTIFICATES) certificates.clear();
  certificates.set(url, certificate);
  return certificate;
}

/**
 * Read a message of the one topic we listen to: signed (version 1 or 2) by a certificate that SNS itself gives out. Null for anything else. A fault of the network is thrown, so that
 * the message comes again.
 */
export async function readSnsMessage(body: Buffer, topicArn: string, now: Date, fetch: Fetch = fetchFromSns): Promise<SnsMessage | null> {
  const parsed = envelope.safeParse(parseJson(body));
  if (!parsed.success || parsed.data.TopicArn !== topicArn) return null;
  const message = parsed.data;
  if (!isOfSns(message.SigningCertURL, topicArn) || !new URL(message.SigningCertURL).pathname.endsWith(".pem")) return null;
  const certificate = await certificateAt(message.SigningCertURL, fetch);
  if (!certificate || now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) return null;
  const genuine = verify(message.SignatureVersion === "1" ? "sha1" : "sha256", Buffer.from(signedText(message)), certificate.publicKey, Buffer.from(message.Signature, "base64"));
  return genuine ? message : null;
}

/** Say yes to a subscription, at the address of SNS that its message names. False when that is somewhere else, or SNS does not take it. */
export async function confirmSubscription({ SubscribeURL, TopicArn }: SnsMessage, fetch: Fetch = fetchFromSns): Promise<boolean> {
  return SubscribeURL !== undefined && isOfSns(SubscribeURL, TopicArn) && (await fetch(SubscribeURL)).ok;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}

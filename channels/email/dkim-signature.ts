import { createHash, createPrivateKey, sign, type KeyObject } from "node:crypto";
import type { HeaderField, MimeMessage } from "./mime-letter";

/** Whose signature messages bear, and with what. */
export interface DkimSigner {
  domain: string;
  selector: string;
  key: KeyObject;
}

/** Fields that are signed when a message has them (RFC 6376 § 5.4; RFC 8058 § 4 for the last two). */
const SIGNED = new Set(["from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type", "content-language", "content-transfer-encoding", "reply-to", "list-unsubscribe", "list-unsubscribe-post", "x-message-number"]);
const LEAST_BITS = 2048;
/** The most that every receiver has to be able to check (RFC 8301 § 3.2). */
const MOST_BITS = 4096;

export type DkimKey = { ok: true; key: KeyObject } | { ok: false; problem: string };

/**
 * Read a private key for signing. Only RSA of 2,048 to 4,096 bits will do: many receivers know no Ed25519 (RFC 8463) and would take the message as unsigned, and treat
 * shorter RSA keys the same way. A problem says what is wrong with the key and nothing of what is in it.
 */
export function readDkimKey(pem: string): DkimKey {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    return { ok: false, problem: "is not an unencrypted private key in PEM" };
  }
  const wanted = `use RSA with ${LEAST_BITS} to ${MOST_BITS} bits`;
  if (key.asymmetricKeyType !== "rsa") return { ok: false, problem: `is of type ${key.asymmetricKeyType ?? "unknown"}, which many receivers cannot check; ${wanted}` };
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < LEAST_BITS || bits > MOST_BITS) return { ok: false, problem: `is RSA with ${bits} bits; ${wanted}` };
  return { ok: true, key };
}

/**
 * Sign a message (RFC 6376, rsa-sha256, relaxed/relaxed). `From` is signed once more than it occurs, so that nobody can put a second one above ours. The signing itself
 * runs beside the event loop: it costs more than everything else about a message together.
 */
export async function signMessage({ domain, selector, key }: DkimSigner, { fields, body }: MimeMessage): Promise<HeaderField> {
  const signed = fields.filter(([name]) => SIGNED.has(name.toLowerCase()));
  const names = ["From", ...signed.map(([name]) => name)].join(":");
  const bodyHash = createHash("sha256").update(body).digest("base64");
  const unsigned = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};\r\n t=${Math.floor(Date.now() / 1000)}; h=${foldNames(names)};\r\n bh=${bodyHash};\r\n b=`;
  const data = Buffer.from(`${signed.map(relax).join("\r\n")}\r\n${relax(["DKIM-Signature", unsigned])}`);
  const signature = await new Promise<Buffer>((resolve, reject) => sign("sha256", data, key, (error, bytes) => (error ? reject(error) : resolve(bytes))));
  return ["DKIM-Signature", unsigned + signature.toString("base64").replaceAll(/.{1,72}(?=.)/g, "$&\r\n ")];
}

/** A field in relaxed form, without its line break (RFC 6376 § 3.4.2). */
function relax([name, value]: HeaderField): string {
  return `${name.toLowerCase()}:${value.replaceAll(/\r\n/g, "").replaceAll(/[ \t]+/g, " ").trim()}`;
}

/** The names of the signed fields, in lines of at most 78: white space may stand around the colons (RFC 6376 § 3.5). */
function foldNames(names: string): string {
  return names.replaceAll(/.{40,60}?:/g, "$&\r\n ");
}

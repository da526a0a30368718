import { dkimVerify } from "mailauth/lib/dkim/verify";
import type { SignatureFound } from "./types";

/** A public key by which mails of ours are signed, or were. */
export interface SigningKey {
  domain: string;
  selector: string;
  /** DER of a SubjectPublicKeyInfo in base64, as DNS has it (RFC 6376 § 3.6.1). */
  publicKey: string;
  from: Date | null;
  until: Date | null;
}

/** One signature of a mail, as its header says it. */
interface Tags {
  domain: string;
  selector: string;
  signedAt: Date | null;
  /** Whether it signs who the mail is from, and the whole body: with `l=` anybody may write on (RFC 6376 § 8.2). */
  whole: boolean;
}

/** A key is used for some time before anybody has entered it, and mails that wait are signed when they leave. */
const SLACK = 2 * 86_400_000;

/**
 * Check a mail's DKIM signatures (RFC 6376) against our own keys, the retired ones too: DNS forgets them, and a mail is shown to us years later. A name that is not in the register is
 * never asked for anywhere. `fields` are the mail's DKIM-Signature fields, unfolded or not; `sentAt` is what its Date says.
 */
export async function verifySignature(raw: Buffer, fields: readonly string[], sentAt: Date | null, keys: readonly SigningKey[]): Promise<SignatureFound> {
  const signatures = fields.map(readTags);
  const [first] = signatures;
  if (!first) return { state: "none", domain: null, selector: null, signedAt: null };
  const ours = signatures.find((each) => keys.some((key) => isOf(key, each)));
  if (!ours) return { state: "not-ours", domain: first.domain, selector: first.selector, signedAt: null };
  let retired: SignatureFound | null = null;
  for (const key of keys.filter((each) => signatures.some((signature) => isOf(each, signature)))) {
    const signature = signatures.find((each) => isOf(key, each));
    // With such a field in it the library would be asked to check less than the whole.
    if (!signature || signatures.some((each) => isOf(key, each) && !each.whole)) continue;
    if (!(await holds(raw, key))) continue;
    const signedAt = signature.signedAt ?? sentAt;
    const found = { domain: key.domain, selector: key.selector, signedAt };
    if (signedAt !== null && !isWithin(signedAt, key)) retired = { state: "after-retirement", ...found };
    else return { state: "good", ...found };
  }
  return retired ?? { state: "broken", domain: ours.domain, selector: ours.selector, signedAt: null };
}

async function holds(raw: Buffer, key: SigningKey): Promise<boolean> {
  const name = `${key.selector}._domainkey.${key.domain}`;
  const { results } = await dkimVerify(raw, {
    resolver: (asked) => (asked.toLowerCase() === name ? Promise.resolve([[`v=DKIM1; k=rsa; p=${key.publicKey}`]]) : Promise.reject(Object.assign(new Error("not in the register"), { code: "ENOTFOUND" }))),
  });
  return results.some(({ signingDomain, selector, status }) => status.result === "pass" && signingDomain.toLowerCase() === key.domain && selector?.toLowerCase() === key.selector);
}

function isOf({ domain, selector }: SigningKey, signature: Tags): boolean {
  return signature.domain === domain && signature.selector === selector;
}

function isWithin(at: Date, { from, until }: SigningKey): boolean {
  return (from === null || at.getTime() >= from.getTime() - SLACK) && (until === null || at.getTime() <= until.getTime() + SLACK);
}

function readTags(field: string): Tags {
  const tags = new Map<string, string>();
  for (const part of field.replace(/^[^:]*:/, "").replaceAll(/\s+/g, "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0) tags.set(part.slice(0, at).toLowerCase(), part.slice(at + 1));
  }
  const seconds = Number(tags.get("t") ?? Number.NaN);
  return {
    domain: (tags.get("d") ?? "").toLowerCase(),
    selector: (tags.get("s") ?? "").toLowerCase(),
    signedAt: Number.isFinite(seconds) && seconds > 0 && seconds < 8e9 ? new Date(seconds * 1000) : null,
    whole: !tags.has("l") && (tags.get("h") ?? "").toLowerCase().split(":").includes("from"),
  };
}

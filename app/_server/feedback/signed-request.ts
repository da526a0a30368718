import "server-only";
import { mac, sameBytes } from "@/lib/crypto";

const TOLERANCE_SECONDS = 5 * 60;

/**
 * Whether the body bears the secret's signature: `x-amends-timestamp` in seconds, and `x-amends-signature: v1=` and the hex HMAC-SHA-256 of `timestamp.body`. The time is
 * in the signature and may differ from ours by five minutes, so that a request that somebody kept cannot be used later.
 */
export function isSigned(secret: string, headers: Headers, body: Buffer, now: Date): boolean {
  const timestamp = headers.get("x-amends-timestamp") ?? "";
  const [, given] = /^v1=([0-9a-f]{64})$/.exec(headers.get("x-amends-signature") ?? "") ?? [];
  if (!/^\d{1,12}$/.test(timestamp) || given === undefined) return false;
  const genuine = sameBytes(mac(Buffer.from(secret), Buffer.concat([Buffer.from(`${timestamp}.`), body])), Buffer.from(given, "hex"));
  return genuine && Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
}

import { mac } from "@/lib/crypto";
import type { KeyProvider } from "@/lib/keys";
import { INSTALLATION } from "../keys/key-ring";
import type { SealedPlace } from "../keys/sealed";
import { CODE_DIGITS } from "./rules";

/** The code of one mail: HMAC-SHA-256 under the code key over the mail's id, truncated as RFC 4226 § 5.3 does. Nothing that could be read out is stored. */
export async function lookupCode(keys: KeyProvider, codeMailId: string): Promise<string> {
  const digest = mac((await keys.current("code", INSTALLATION)).bytes, `lookup|${codeMailId}`);
  // 64 bits over 10^8 values: the bias is below 10^-11.
  return (digest.readBigUInt64BE(0) % 10n ** BigInt(CODE_DIGITS)).toString().padStart(CODE_DIGITS, "0");
}

/** Keyed hash of the browser's cookie, so that the table alone lets nobody pose as a browser. */
export async function browserHash(keys: KeyProvider, browser: string): Promise<Buffer> {
  return mac((await keys.current("code", INSTALLATION)).bytes, `browser|${browser}`);
}

export function codeContactPlace(id: string, incidentId: string): SealedPlace {
  return { table: "lookup_codes", column: "sealed_contact", scope: incidentId, recordId: id };
}

export function sessionContactPlace(sessionId: string, incidentId: string): SealedPlace {
  return { table: "subject_sessions", column: "sealed_contact", scope: incidentId, recordId: sessionId };
}

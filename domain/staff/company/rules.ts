import type { CompanyProof, StrongProof } from "./types";

/** How far the identity provider's clock may be ahead of ours. Milliseconds. */
const SKEW_MS = 60_000;

/** Whether a proof says as much as a passkey: by the level that it reached (`acr`), or by what was used for it (`amr`, RFC 8176). */
export function isStrong(proof: Pick<CompanyProof, "acr" | "amr">, strong: StrongProof): boolean {
  return (proof.acr !== null && strong.acr.includes(proof.acr)) || proof.amr.some((method) => strong.amr.includes(method));
}

/** Whether somebody showed who they are within the last `ms`. An identity provider that does not say when proves nothing. */
export function isFresh(proof: Pick<CompanyProof, "authTime">, now: Date, ms: number): boolean {
  if (proof.authTime === null) return false;
  const age = now.getTime() - proof.authTime.getTime();
  return age <= ms && age >= -SKEW_MS;
}

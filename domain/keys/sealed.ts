import type { ContactPointKind } from "@/db/values/contact";
import { envelopeKeyId, indexMac, mac, seal, unseal } from "@/lib/crypto";
import type { KeyProvider } from "@/lib/keys";

/** Where a sealed value lives. The envelope opens nowhere else. */
export interface SealedPlace {
  table: string;
  column: string;
  /** Incident id, or `installation`. */
  scope: string;
  recordId: string;
}

export function placeName(place: SealedPlace): string {
  return `${place.table}|${place.column}|${place.scope}|${place.recordId}`;
}

/** Seal a JSON value with the current data key of its scope. */
export async function sealJson(keys: KeyProvider, place: SealedPlace, value: unknown): Promise<Buffer> {
  return seal(await keys.current("seal", place.scope), placeName(place), JSON.stringify(value));
}

/** Open a JSON value, with whichever key sealed it. The caller parses the result. @throws {EnvelopeError} */
export async function openJson(keys: KeyProvider, place: SealedPlace, envelope: Buffer): Promise<unknown> {
  const key = await keys.byId(envelopeKeyId(envelope));
  return JSON.parse(unseal(key, placeName(place), envelope).toString("utf8"));
}

/** Blind index of a canonical contact: HMAC-SHA-256 under the scope's index key, prefixed by the kind so that no phone equals an address. */
export async function contactIndex(keys: KeyProvider, scope: string, kind: ContactPointKind, canonical: string): Promise<Buffer> {
  return indexMac((await keys.current("blind-index", scope)).bytes, `${kind}:${canonical}`);
}

/**
 * The values under which an index may stand in a table while its key is rotated: as it is, and as the next key has it. A row is under one or the other at every moment, so looking for both finds it. What the value was
 * computed with does not matter: one that is of the newest key already has a second form that nothing has.
 */
export async function formsOfIndex(keys: KeyProvider, scope: string, index: Buffer): Promise<Buffer[]> {
  const link = await keys.indexLink(scope);
  return link ? [index, mac(link, index)] : [index];
}

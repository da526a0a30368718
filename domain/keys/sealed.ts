import { sql, type SQL } from "drizzle-orm";
import type { ContactPointKind } from "@/db/values/contact";
import { envelopeKeyId, indexMac, linksOf, mac, MAC_BYTES, seal, unseal } from "@/lib/crypto";
import type { KeyProvider } from "@/lib/keys";
import { INSTALLATION } from "./key-ring";

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

/** A value under the installation's own index key, which may be rotated at any moment. */
export interface InstallationIndex {
  /** What is written, and how many links its key has (`index_links` of the row). */
  value: Buffer;
  links: number;
  /** Under what a row may stand: `value`, and what it is under the key beside. Whoever looks, looks for all of them. */
  forms: Buffer[];
  /** The same whatever the key: names a lock that two processes take, and is written nowhere. */
  lock: Buffer;
}

/** Index what is known across incidents, such as `email:person@example.com`; the word before the colon keeps one use apart from the next. */
export async function installationIndex(keys: Pick<KeyProvider, "indexKeys">, said: string): Promise<InstallationIndex> {
  return indexUnder(await keys.indexKeys(INSTALLATION), said);
}

/** Index several under the same key, for one row. */
export async function installationIndexes(keys: Pick<KeyProvider, "indexKeys">, said: readonly string[]): Promise<InstallationIndex[]> {
  const present = await keys.indexKeys(INSTALLATION);
  return said.map((one) => indexUnder(present, one));
}

function indexUnder([current, ...beside]: readonly [Buffer, ...Buffer[]], said: string): InstallationIndex {
  const value = indexMac(current, said);
  return { value, links: current.length / MAC_BYTES, forms: [value, ...beside.map((key) => indexMac(key, said))], lock: indexMac(current.subarray(0, MAC_BYTES), said) };
}

/** As the right side of an `=`: one of these values. */
export function anyOf(values: readonly Buffer[]): SQL {
  return sql`any(array[${sql.join(values.map((value) => sql`${value}::bytea`), sql`, `)}])`;
}

/**
 * The installation's first index key, which every later one begins with, and so every backup's. It does one thing, which has to hold across
 * rotations: the list of erasures, up to which a backup from before a rotation is brought.
 */
export async function installationRoot(keys: Pick<KeyProvider, "indexKeys">): Promise<Buffer> {
  return (await keys.indexKeys(INSTALLATION))[0].subarray(0, MAC_BYTES);
}

/** The values under which an index that was kept elsewhere may stand in a table by now: as it is, and as every rotation of its scope's key since it was computed has made of it. When that was nobody knows, so it is taken through each end of the chain. */
export async function laterForms(keys: KeyProvider, scope: string, index: Buffer): Promise<Buffer[]> {
  const links = linksOf((await keys.current("blind-index", scope)).bytes);
  return [...links.map((_, from) => links.slice(from).reduce((inner, link) => mac(link, inner), index)), index];
}

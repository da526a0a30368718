import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { openDatabase } from "@/db/client";
import { findRecordByRef, listRecordsOfContact, openSubject } from "@/domain/exposure/subject-records";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { INSTALLATION, openKeyRing } from "@/domain/keys/key-ring";
import { tablesOfIndex } from "@/domain/keys/rotation/move-installation-index";
import { contactIndex, installationIndex } from "@/domain/keys/sealed";
import { findSuppressed } from "@/domain/suppressions/queries";
import { releaseContact, suppressContact } from "@/domain/suppressions/suppress-contact";
import { indexMac, MAC_BYTES } from "@/lib/crypto";
import type { KeyEncryptionKey } from "@/lib/keys";
import { aPublishedIncident } from "./lookups";

const addressOf = (n: number) => `p${n}@example.com`;

/** A published incident of so many people, each with an address and a telephone number of their own. */
export function anIncidentOfMany(parts: ProcessParts, people: number) {
  const lines = ["ref,email,phone,confirmed"];
  for (let n = 1; n <= people; n++) lines.push(`r${n},${addressOf(n)},010-${2000 + (Math.floor(n / 10_000) % 3)}-${String(n % 10_000).padStart(4, "0")},names;access-codes`);
  return aPublishedIncident(parts, lines.join("\n"));
}

interface Looked {
  lookups: number;
  failed: string[];
  slowestMs: number;
}

export interface Lookups {
  /** What came of it so far. */
  soFar(): Looked;
  /** Stop looking, and say what came of it. */
  stop(): Promise<Looked>;
}

/** Look people up all the while, as several web processes do that know of keys what each of them has heard: by address, by reference, and somebody who is not there. */
export function lookAllTheWhile(url: string, kek: KeyEncryptionKey, { incidentId, people, processes, indexFreshMs }: { incidentId: string; people: number; processes: number; indexFreshMs?: number }): Lookups {
  const ended = new AbortController();
  const failed: string[] = [];
  let lookups = 0;
  let slowestMs = 0;
  const look = async (db: ReturnType<typeof openDatabase>, keys: ReturnType<typeof openKeyRing>) => {
    const n = 1 + Math.floor(Math.random() * people);
    const began = performance.now();
    const found = await listRecordsOfContact({ db, keys }, incidentId, "email", await contactIndex(keys, incidentId, "email", addressOf(n)));
    slowestMs = Math.max(slowestMs, performance.now() - began);
    const [record] = found?.records ?? [];
    if (!record || (await openSubject({ keys }, incidentId, record))?.ref !== `r${n}`) failed.push(`address of ${n}: ${found?.records.length} records`);
    const byRef = await findRecordByRef({ db, keys }, incidentId, `r${n}`);
    if (!record || byRef?.record.subjectId !== record.subjectId) failed.push(`reference of ${n}`);
    const nobody = await listRecordsOfContact({ db, keys }, incidentId, "email", await contactIndex(keys, incidentId, "email", `nobody-${n}@example.com`));
    if (nobody?.records.length !== 0) failed.push(`nobody ${n} was found`);
    lookups += 3;
  };
  const running = Array.from({ length: processes }, async () => {
    const [db, ofKeys] = [openDatabase(url, { max: 2, role: "amends_web", sees: incidentId }), openDatabase(url, { max: 1, role: "amends_web" })];
    const keys = openKeyRing(ofKeys, kek, indexFreshMs === undefined ? {} : { indexFreshMs });
    try {
      while (!ended.signal.aborted) await look(db, keys);
    } finally {
      await db.$client.end();
      await ofKeys.$client.end();
    }
  });
  const soFar = () => ({ lookups, failed, slowestMs });
  return {
    soFar,
    async stop() {
      ended.abort();
      await Promise.all(running);
      return soFar();
    },
  };
}

const suppressedOf = (n: number) => `gone${n}@example.com`;

/** Suppress so many addresses under the present key, all at once. */
export async function suppressMany(parts: ProcessParts, addresses: number): Promise<void> {
  const { bytes } = await parts.keys.current("blind-index", INSTALLATION);
  for (let from = 1; from <= addresses; from += 50_000) {
    const indexes = Array.from({ length: Math.min(50_000, addresses - from + 1) }, (_, i) => indexMac(bytes, `email:${suppressedOf(from + i)}`).toString("hex"));
    await parts.db.$client.query("insert into suppressions (contact_index, reason, scope) select decode(v, 'hex'), 'asked', 'everything' from unnest($1::text[]) v", [indexes]);
  }
}

/**
 * Ask all the while, as several workers do that know of keys what each of them has heard, whether addresses are suppressed: one that is, one that is not, and one that another process has entered or taken out a moment ago.
 */
export function checkAllTheWhile(url: string, kek: KeyEncryptionKey, { addresses, processes, indexFreshMs }: { addresses: number; processes: number; indexFreshMs?: number }): Lookups {
  const ended = new AbortController();
  const failed: string[] = [];
  let lookups = 0;
  let slowestMs = 0;
  const opened = Array.from({ length: processes }, () => {
    const [db, ofKeys] = [openDatabase(url, { max: 2, role: "amends_worker" }), openDatabase(url, { max: 1, role: "amends_worker" })];
    return { db, ofKeys, keys: openKeyRing(ofKeys, kek, indexFreshMs === undefined ? {} : { indexFreshMs }) };
  });
  const isSuppressed = async ({ db, keys }: (typeof opened)[number], said: string[]) => {
    const began = performance.now();
    const found = await findSuppressed({ keys }, db, "first", "email", said);
    slowestMs = Math.max(slowestMs, performance.now() - began);
    lookups += said.length;
    return found;
  };
  const look = async (at: number, round: number) => {
    const [me, other] = [opened[at], opened[(at + 1) % processes]];
    if (!me || !other) return;
    const n = 1 + Math.floor(Math.random() * addresses);
    const [known, unknown] = await isSuppressed(me, [suppressedOf(n), `nobody-${n}@example.com`]);
    if (!known) failed.push(`${n} would have been written to`);
    if (unknown) failed.push(`nobody ${n} was suppressed`);
    const late = `late-${at}-${round}@example.com`;
    if (!(await suppressContact(other.db, await installationIndex(other.keys, `email:${late}`), "everything", "bounced"))) failed.push(`${late} was there`);
    if (!(await isSuppressed(me, [late]))[0]) failed.push(`${late} would have been written to`);
    if (await suppressContact(me.db, await installationIndex(me.keys, `email:${late}`), "everything", "asked")) failed.push(`${late} was entered twice`);
    if (round % 2 === 0 && !(await releaseContact(me.db, await installationIndex(me.keys, `email:${late}`), "everything", ["bounced"]))) failed.push(`${late} could not be taken out`);
    if (round % 2 === 0 && (await isSuppressed(other, [late]))[0]) failed.push(`${late} is suppressed still`);
  };
  const running = opened.map(async ({ db, ofKeys }, at) => {
    for (let round = 1; !ended.signal.aborted; round++) await look(at, round);
    return { db, ofKeys };
  });
  const soFar = () => ({ lookups, failed, slowestMs });
  return {
    soFar,
    async stop() {
      ended.abort();
      await Promise.all(running);
      for (const { db, ofKeys } of opened) await Promise.all([db.$client.end(), ofKeys.$client.end()]);
      return soFar();
    },
  };
}

/** Nothing is suppressed, limited or compared under a key alone any more, and that key is gone. */
export async function expectInstallationKeyGone(parts: ProcessParts, { addresses, old }: { addresses: number; old: { id: number; bytes: Buffer } }, ring: ReturnType<typeof openKeyRing>): Promise<void> {
  const links = (await ring.current("blind-index", INSTALLATION)).bytes.length / MAC_BYTES;
  for (const { table } of tablesOfIndex) expect(await parts.db.$count(table, sql`index_links <> ${links}`)).toBe(0);
  const indexes = Array.from({ length: Math.min(addresses, 500) }, (_, i) => indexMac(old.bytes, `email:${suppressedOf(i + 1)}`));
  const { rows } = await parts.db.$client.query<{ n: number }>("select count(*)::int as n from suppressions where contact_index = any($1::bytea[])", [indexes]);
  expect(rows[0]?.n).toBe(0);
  const { rows: [counts] } = await parts.db.$client.query<{ counted: number; there: number }>("select (select sum(addresses)::int from suppression_counts) as counted, (select count(*)::int from suppressions) as there");
  expect(counts?.counted).toBe((counts?.there ?? 0) - addresses);
  await expect(ring.byId(old.id)).rejects.toThrow("is destroyed");
}

/** Nothing of an incident is found under one key alone any more, and that key is gone. */
export async function expectKeyGone(parts: ProcessParts, { incidentId, people, old }: { incidentId: string; people: number; old: { id: number; bytes: Buffer } }, ring: ReturnType<typeof openKeyRing>): Promise<void> {
  const alone = { ...ring, current: () => Promise.resolve(old) };
  for (let n = 1; n <= people; n += Math.ceil(people / 500)) {
    const index = await contactIndex(alone, incidentId, "email", addressOf(n));
    const { rows } = await parts.db.$client.query<{ n: number }>("select count(*)::int as n from contact_points where incident_id = $1 and contact_index = $2", [incidentId, index]);
    expect(rows[0]?.n).toBe(0);
  }
  await expect(ring.byId(old.id)).rejects.toThrow("is destroyed");
}

import { expect } from "vitest";
import { openDatabase } from "@/db/client";
import { findRecordByRef, listRecordsOfContact, openSubject } from "@/domain/exposure/subject-records";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { openKeyRing } from "@/domain/keys/key-ring";
import { contactIndex } from "@/domain/keys/sealed";
import type { KeyEncryptionKey } from "@/lib/keys";
import { aPublishedIncident } from "./lookups";

const addressOf = (n: number) => `p${n}@example.com`;

/** A published incident of so many people, each with an address and a telephone number of their own. */
export function anIncidentOfMany(parts: ProcessParts, people: number) {
  const lines = ["ref,email,phone,confirmed"];
  for (let n = 1; n <= people; n++) lines.push(`r${n},${addressOf(n)},010-${2000 + (Math.floor(n / 10_000) % 3)}-${String(n % 10_000).padStart(4, "0")},names;access-codes`);
  return aPublishedIncident(parts, lines.join("\n"));
}

export interface Lookups {
  /** Stop looking, and say what came of it. */
  stop(): Promise<{ lookups: number; failed: string[]; slowestMs: number }>;
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
  return {
    async stop() {
      ended.abort();
      await Promise.all(running);
      return { lookups, failed, slowestMs };
    },
  };
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

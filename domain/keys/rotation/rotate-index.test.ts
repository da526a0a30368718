import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { claims } from "@/db/schema/claims";
import { subjectSessions } from "@/db/schema/lookups";
import { findOwnDraft } from "@/domain/claims/own-claim";
import { startClaim } from "@/domain/claims/start-claim";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { testKeyEncryptionKey, useDatabase } from "@/test/database";
import { importText } from "@/test/imports";
import { aSubject } from "@/test/lookups";
import { anIncidentOfMany, expectKeyGone, lookAllTheWhile } from "@/test/rotating-index";
import { openKeyRing } from "../key-ring";
import { listKeys } from "../register/queries";
import { contactIndex } from "../sealed";
import { rotateIndex } from "./rotate-index";

const database = useDatabase();
const PEOPLE = 20_000;
/** What the processes of this test go by, and what the rotation waits for. */
const FRESH = { indexFreshMs: 100 };
const SETTLE = { settleMs: 400, people: 2_000 };

it("rotates the index key of an incident twice without a lookup that fails, after a run that died in the middle, and the old keys are gone", { timeout: 180_000 }, async () => {
  const parts = { ...database.parts, keys: openKeyRing(database.db, testKeyEncryptionKey, FRESH) };
  const system = systemContext(parts);
  const incident = await anIncidentOfMany(parts, PEOPLE);
  const { id: incidentId } = incident;
  const programme = await aProgramme(parts, incident);
  const person = await aSubject(parts, incident, "p7@example.com");
  await startClaim(person, { programme: programme.slug });
  const old = await parts.keys.current("blind-index", incidentId);
  const looking = lookAllTheWhile(database.url, testKeyEncryptionKey, { incidentId, people: PEOPLE, processes: 3, ...FRESH });
  let pieces = 0;
  await expect(
    rotateIndex(system, incidentId, {
      ...SETTLE,
      show: () => {
        pieces += 1;
        if (pieces === 4) throw new Error("killed");
      },
    }),
  ).rejects.toThrow("killed");
  await expect(importText(parts, incidentId, "ref,email,confirmed\nlate,late@example.com,names")).rejects.toMatchObject({ reason: "keys-rotating" });
  const first = await rotateIndex(system, incidentId, SETTLE);
  await expectKeyGone(parts, { incidentId, people: PEOPLE, old }, openKeyRing(database.db, testKeyEncryptionKey));
  // One whose proof was read just before the key changed is found all the same.
  expect((await getLookupResult({ ...person, keys: parts.keys }, incident))?.records).toHaveLength(1);
  const second = await parts.keys.current("blind-index", incidentId);
  const { from, to } = await rotateIndex(system, incidentId, SETTLE);
  const { lookups, failed } = await looking.stop();
  expect(failed.slice(0, 5)).toEqual([]);
  expect(lookups).toBeGreaterThan(100);
  await expectKeyGone(parts, { incidentId, people: PEOPLE, old: second }, openKeyRing(database.db, testKeyEncryptionKey));
  expect(from).toBe(first.to);
  const states = (await listKeys(system)).filter(({ kind }) => kind === "blind-index").map(({ id, state }) => [id, state]);
  expect(states).toEqual(expect.arrayContaining([[to, "active"], [from, "destroyed"], [first.from, "destroyed"]]));

  // The proof, the claim and whoever comes back later speak of the same person.
  const index = await contactIndex(parts.keys, incidentId, "email", "p7@example.com");
  const [session] = await parts.db.select().from(subjectSessions).where(eq(subjectSessions.incidentId, incidentId));
  expect(session?.contactIndex.equals(index)).toBe(true);
  const again = await aSubject(parts, incident, "p7@example.com");
  expect(again.actor.contactIndex.equals(index)).toBe(true);
  expect(await findOwnDraft(again, programme.id)).not.toBeNull();
  const [claim] = await parts.db.select().from(claims).where(eq(claims.incidentId, incidentId));
  expect(claim?.contactIndex.equals(index)).toBe(true);
  // A file that comes now finds everybody under the key of now.
  const text = ["ref,email,phone,confirmed", ...[1, 2, 3].map((n) => `r${n},p${n}@example.com,010-2000-000${n},names;access-codes`), "new,new@example.com,,names"].join("\n");
  expect(await importText(parts, incidentId, text)).toMatchObject({ accepted: 4, added: 1, changed: 0, removed: 0 });
});

it("does not begin while a file is being read or a wave is under way, and not for anybody but a machine", async () => {
  const system = systemContext(database.parts);
  const incident = await anIncidentOfMany(database.parts, 3);
  await database.db.$client.query("update datasets set state = 'importing' where incident_id = $1", [incident.id]);
  await expect(rotateIndex(system, incident.id, SETTLE)).rejects.toMatchObject({ reason: "key-import-running" });
  await expect(rotateIndex(staffContext(database.parts, ["admin", "security"]), incident.id, SETTLE)).rejects.toMatchObject({ kind: "forbidden" });
});

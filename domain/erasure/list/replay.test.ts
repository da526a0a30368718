import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { openListFile } from "@/channels/erasures/list-file";
import { makeLogin } from "@/db/access/make-login";
import type { Database } from "@/db/client";
import { erasures } from "@/db/schema/erasures";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { openKeyRing } from "@/domain/keys/key-ring";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { processKey, startCli } from "@/test/cli";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { useEvidenceStore } from "@/test/evidence/keeping";
import { importText, publish } from "@/test/imports";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { openProduct, takeSnapshot } from "@/test/snapshot";
import { approveErasure } from "../approve-erasure";
import { erase } from "../erase";
import { findPerson } from "../find-person";
import { proposeErasure } from "../propose-erasure";
import { countMissing, keepList } from "./keep-list";
import { replayErasures } from "./replay-erasures";

const database = useDatabase();
const papers = useEvidenceStore();
const directory = mkdtempSync(path.join(os.tmpdir(), "amends-erasures-"));
const file = path.join(directory, "erasures.list");
const place = openListFile(file);
afterAll(() => rmSync(directory, { recursive: true }));
const partsOf = (db: Database): ProcessParts => ({ ...database.parts, db, keys: openKeyRing(db, loadKeyEncryptionKey({ AMENDS_KEY_FILE: undefined, ...processKey })) });
const CSV = ["ref,email,confirmed", ...Array.from({ length: 5 }, (_, i) => `r${i},person${i}@example.com,names`)].join("\n");

async function erasePerson(parts: ProcessParts, incident: PublishedIncident, query: string): Promise<string> {
  const { records: [record] } = await findPerson(staffContext(parts, ["security"]), incident.id, { query });
  const erasureId = await proposeErasure(staffContext(parts, ["security"]), { incidentId: incident.id, subjectId: record!.subjectId.toString(), ground: "pipa-36", reason: "asked for it in a letter" });
  await approveErasure(staffContext(parts, ["approver"]), { erasureId });
  await erase(systemContext(parts), erasureId, { list: place, backupDays: 30 }, papers.inspection.store);
  return erasureId;
}
const recordsOf = async (parts: ProcessParts, incident: PublishedIncident, contact: string) => (await getLookupResult(await aSubject(parts, incident, contact), incident))?.records.length;

it("erases again after a restore whoever was erased since the backup, and says how many were done already", { timeout: 180_000 }, async () => {
  const before = partsOf(openProduct(database.url));
  const incident = await aPublishedIncident(before, CSV);
  await erasePerson(before, incident, "r0");
  const url = await takeSnapshot(database.url);
  const parts = partsOf(openProduct(database.url));
  await erasePerson(parts, incident, "r1");
  await erasePerson(parts, incident, "person2@example.com");
  const { version } = await importText(parts, incident.id, "ref,email,confirmed\nlater,later@example.com,names");
  await publish(parts, incident.id, version);
  await erasePerson(parts, incident, "later");
  const list = readFileSync(file, "utf8");
  expect(list.split("\n")).toHaveLength(6);
  expect(list).not.toMatch(/person\d|later|example\.com|asked for/);
  expect(await countMissing(systemContext(parts), place)).toBe(0);
  expect(await replayErasures(systemContext(parts), list)).toEqual({ already: 4, again: 0, absent: 0 });

  // The backup comes back, and with it people who were erased since.
  const back = partsOf(openProduct(url));
  expect(await recordsOf(back, incident, "person1@example.com")).toBe(1);
  const system = systemContext(back);
  expect(await countMissing(system, place)).toBe(3);
  await expect(keepList(system, place)).rejects.toMatchObject({ reason: "erasures-to-replay" });
  await expect(erasePerson(back, incident, "r4")).rejects.toMatchObject({ reason: "erasures-to-replay" });
  expect(readFileSync(file, "utf8")).toBe(list);
  // Somebody else has got the number since, which the third of them had before.
  const other = await importText(back, incident.id, "ref,email,confirmed\nother,other@example.com,names");
  await publish(back, incident.id, other.version);

  const login = await makeLogin(url, "amends_worker", "of-the-tests");
  const amends = (...args: string[]) => startCli(login, ["erasures", ...args]).ended;
  const changed = path.join(directory, "changed.list");
  writeFileSync(changed, list.replace(/"subject":"\d+"/g, '"subject":"5"'));
  expect(await amends("replay", changed)).toMatchObject({ status: 1, err: expect.stringContaining("was not written by this installation") as unknown });
  writeFileSync(changed, list.split("\n").filter((_, i) => i !== 2).join("\n"));
  expect(await amends("replay", changed)).toMatchObject({ status: 1, err: expect.stringContaining("a line is missing") as unknown });
  expect(await recordsOf(back, incident, "person1@example.com")).toBe(1);
  const replayed = await amends("replay", file);
  expect(replayed.err).toBe("");
  expect(replayed.out).toContain("1 already done here, 2 erased again, 1 not in this database.");
  expect(await amends("replay", file)).toMatchObject({ status: 0, out: expect.stringContaining("4 already done here, 0 erased again, 0 not in this database.") as unknown });
  for (const contact of ["person0@example.com", "person1@example.com", "person2@example.com"]) expect(await recordsOf(back, incident, contact)).toBe(0);
  for (const contact of ["person3@example.com", "other@example.com"]) expect(await recordsOf(back, incident, contact)).toBe(1);
  // Whoever came in after the backup is on the list here too, so the same file leaves them out.
  expect(await importText(back, incident.id, "ref,email,confirmed\nlater,later@example.com,names")).toMatchObject({ accepted: 0, rejected: 1 });
  expect(await countMissing(system, place)).toBe(0);
  await keepList(system, place);
  expect(readFileSync(file, "utf8")).toBe(list);
  const again = path.join(directory, "again.list");
  expect(await amends("export", again)).toMatchObject({ status: 0 });
  expect(readFileSync(again, "utf8")).toBe(list);
  const rows = await back.db.select().from(erasures).where(eq(erasures.incidentId, incident.id)).orderBy(erasures.number);
  expect(rows.filter(({ state }) => state === "done").map(({ number, replayedAt }) => [number, replayedAt !== null])).toEqual([[1, false], [2, true], [3, true], [4, true]]);
});

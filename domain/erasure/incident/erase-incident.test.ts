import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { claims } from "@/db/schema/claims";
import { keyRegister } from "@/db/schema/keys";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { getPublishedIncident, listIncidents, hasEnded } from "@/domain/incidents/queries";
import { openKeyRing } from "@/domain/keys/key-ring";
import { recordStoredKeys } from "@/domain/keys/register/record-stored-keys";
import { recountLedger } from "@/domain/ledger/recount-ledger";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { openEnquiry } from "@/domain/enquiries/open-enquiry";
import { collectPayments } from "@/domain/payments/collect-payments";
import { recordAnswer } from "@/domain/payments/record-answer";
import { releaseBatch } from "@/domain/payments/release-batch";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { fileClaim } from "@/domain/claims/file-claim";
import { withTransaction } from "@/domain/kernel/transaction";
import { writeClaimMessage } from "@/domain/claims/messages/write-claim-message";
import { aDraftClaim, aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { testKeyEncryptionKey, useDatabase } from "@/test/database";
import { handIn, useEvidenceStore } from "@/test/evidence/keeping";
import { aScreenshot } from "@/test/evidence/papers";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { anApprovedClaim } from "@/test/payments";
import { openProduct, takeSnapshot } from "@/test/snapshot";
import { approveErasure } from "../approve-erasure";
import { erase } from "../erase";
import { exportErasures } from "../list/keep-list";
import { replayErasures } from "../list/replay-erasures";
import { getErasure, listIncidentErasures } from "../queries";
import { proposeIncidentErasure } from "./propose-incident-erasure";

const database = useDatabase();
const papers = useEvidenceStore();
const CSV = "ref,email,confirmed,possible\na,minji@example.com,names;access-codes,\nb,jun@example.com,names,";
const security = (parts: ProcessParts) => staffContext(parts, ["security"]);
const tablesOf = async (parts: ProcessParts, incidentId: string) => (await parts.db.$client.query<{ name: string }>("select relname as name from pg_class where relname like $1 and relkind = 'r'", [`%${incidentId.replaceAll("-", "")}`])).rows.length;
const keysOf = async (db: ProcessParts["db"], incidentId: string) => (await db.$client.query<{ n: number }>("select count(*)::int as n from data_keys where scope = $1 and wrapped is not null", [incidentId])).rows[0]?.n;

it("ends an incident for good: closed, emptied, its tables dropped and its keys destroyed, while money, counts and other incidents stay; and does it again after a restore", { timeout: 180_000 }, async () => {
  const before: ProcessParts = { ...database.parts, db: openProduct(database.url) };
  before.keys = openKeyRing(before.db, testKeyEncryptionKey);
  const [incident, other] = [await aPublishedIncident(before, CSV), await aPublishedIncident(before, CSV)];
  const programme = await aProgramme(before, incident, { poolMinor: 100_000n });
  const person = await aSubject(before, incident, "minji@example.com");
  await openEnquiry(person, incident, { text: "문 비밀번호가 왜 나와 있습니까?" });
  const claim = await anApprovedClaim(before, person, programme);
  await writeClaimMessage(person, { claimId: claim.id, text: "언제 들어오나요?" });
  const paper = await handIn(person, { incidentId: incident.id, kind: "claim", id: claim.id }, papers.inspection.store, "통장.png", await aScreenshot());
  await recordStoredKeys(systemContext(before));
  const propose = (parts: ProcessParts, name: string) => proposeIncidentErasure(security(parts), { incidentId: incident.id, ground: "pipa-21", reason: "closed, and kept for long enough", name });
  await expect(propose(before, "another")).rejects.toMatchObject({ fields: { name: ["erasure-name"] } });
  const first = await propose(before, incident.slug);
  await expect(approveErasure(security(before), { erasureId: first, name: incident.slug })).rejects.toMatchObject({ reason: "erasure-stands-against" });
  const [one, two] = [randomUUID(), randomUUID()];
  const { batchId } = await collectPayments(staffContext(before, ["finance"], one), { programmeId: programme.id, payOn: "2099-12-01", most: "" });
  await releaseBatch(staffContext(before, ["finance"], two), { batchId });
  await recordAnswer(staffContext(before, ["finance"], one), incident.id, Buffer.from(`관리번호,처리결과,불능사유,이체금액\n${claim.reference}-1,정상,,50000`));
  await expect(before.db.$client.query("select drop_incident_partitions($1)", [incident.id])).rejects.toMatchObject({ constraint: "incident_is_not_being_erased" });

  const snapshot = await takeSnapshot(database.url);
  const parts: ProcessParts = { ...database.parts, db: openProduct(database.url) };
  parts.keys = openKeyRing(parts.db, testKeyEncryptionKey);
  await expect(approveErasure(security(parts), { erasureId: first, name: "" })).rejects.toMatchObject({ fields: { name: ["erasure-name"] } });
  const approver = staffContext(parts, ["approver"]);
  await approveErasure(approver, { erasureId: first, name: incident.slug });
  const run = () => erase(systemContext(parts), first, { list: null, backupDays: 14 }, papers.inspection.store);
  await run();
  await run();
  const done = await getErasure(security(parts), first);
  expect(done).toMatchObject({ state: "done", number: 1, decidedBy: approver.actor.staffId, erased: { people: 2, claims: 1, enquiries: 1, partitions: 3 } });
  expect(done.backupsGone?.getTime()).toBe((done.doneAt?.getTime() ?? 0) + 14 * 86_400_000);
  expect((await listIncidentErasures(security(parts))).map(({ slug, state }) => [slug, state])).toEqual([[incident.slug, "done"]]);
  await expect(propose(parts, incident.slug)).rejects.toMatchObject({ reason: "erasure-proposed" });

  expect(await getPublishedIncident(parts.db, incident.slug)).toBeNull();
  expect([await hasEnded(parts.db, incident.slug), await hasEnded(parts.db, other.slug), await hasEnded(parts.db, "never-was")]).toEqual([true, false, false]);
  expect((await listIncidents(security(parts))).map(({ id }) => id)).not.toContain(incident.id);
  expect([await tablesOf(parts, incident.id), await tablesOf(parts, other.id)]).toEqual([0, 3]);
  expect([await keysOf(database.db, incident.id), (await keysOf(database.db, other.id)) === 0]).toEqual([0, false]);
  const registered = await parts.db.select({ state: keyRegister.state }).from(keyRegister).where(eq(keyRegister.name, incident.id));
  expect(registered).toEqual([{ state: "destroyed" }]);
  expect(readdirSync(papers.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.parentPath.includes(paper))).toEqual([]);
  const [kept] = await parts.db.select().from(claims).where(eq(claims.id, claim.id));
  expect(kept).toMatchObject({ state: "paid", reference: claim.reference, approvedMinor: 50_000n, sealedAnswers: null, sealedPayout: null });
  expect(await recountLedger(systemContext(parts))).toBe(0n);
  expect((await getLookupResult(await aSubject(parts, other, "minji@example.com"), other))?.records).toHaveLength(1);
  // Whatever was sealed is sealed for good: no process that starts now can open it.
  const { rows } = await database.db.$client.query<{ id: number }>("select id from data_keys where scope = $1 limit 1", [incident.id]);
  await expect(openKeyRing(database.db, testKeyEncryptionKey).byId(rows[0]!.id)).rejects.toThrow("destroyed");

  // The backup has all of it again.
  const { text } = await exportErasures(systemContext(parts));
  const back: ProcessParts = { ...database.parts, db: openProduct(snapshot) };
  back.keys = openKeyRing(back.db, testKeyEncryptionKey);
  expect((await getPublishedIncident(back.db, incident.slug))?.id).toBe(incident.id);
  expect(await tablesOf(back, incident.id)).toBe(3);
  expect(await replayErasures(systemContext(back), text)).toEqual({ already: 0, again: 1, absent: 0 });
  expect(await replayErasures(systemContext(back), text)).toEqual({ already: 1, again: 0, absent: 0 });
  expect([await getPublishedIncident(back.db, incident.slug), await tablesOf(back, incident.id), await tablesOf(back, other.id)]).toEqual([null, 0, 3]);
});

it("goes on once the incident is closed, though a claim came in at that very moment: what stands against it was asked before", { timeout: 60_000 }, async () => {
  const parts: ProcessParts = { ...database.parts, db: openProduct(database.url) };
  parts.keys = openKeyRing(parts.db, testKeyEncryptionKey);
  const incident = await aPublishedIncident(parts, CSV);
  const programme = await aProgramme(parts, incident);
  const person = await aSubject(parts, incident, "minji@example.com");
  const claimId = await aDraftClaim(person, programme);
  await chooseBenefits(person, { claimId, benefits: "vouchers" });
  const erasureId = await proposeIncidentErasure(security(parts), { incidentId: incident.id, ground: "pipa-21", reason: "closed, and kept for long enough", name: incident.slug });
  await approveErasure(staffContext(parts, ["approver"]), { erasureId, name: incident.slug });
  const run = () => erase(systemContext(parts), erasureId, { list: null, backupDays: 14 }, papers.inspection.store);
  // Somebody reads the table of its people for longer than the end waits.
  const reading = await database.db.$client.connect();
  try {
    await reading.query("begin");
    await reading.query(`select count(*) from subjects_${incident.id.replaceAll("-", "")}`);
    const first = await withTransaction(person, async (tx) => {
      await fileClaim({ ...person, db: tx as unknown as ProcessParts["db"] }, { claimId, termsVersion: programme.termsVersion, accept: "1" });
      const running = Promise.allSettled([run()]);
      // Nothing stood against it when it was asked; now it waits for what is on its way in.
      await vi.waitFor(async () => expect((await database.db.$client.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rows).toHaveLength(1), 5_000);
      return { running };
    });
    expect(await first.running).toMatchObject([{ status: "rejected", reason: { cause: { code: "55P03" } } }]);
  } finally {
    await reading.query("rollback");
    reading.release();
  }
  expect([await getPublishedIncident(parts.db, incident.slug), await tablesOf(parts, incident.id)]).toEqual([null, 3]);
  await run();
  expect(await getErasure(security(parts), erasureId)).toMatchObject({ state: "done", obstacles: [], erased: { people: 2, claims: 1, partitions: 3 } });
  expect([await tablesOf(parts, incident.id), await keysOf(database.db, incident.id)]).toEqual([0, 0]);
  expect(await parts.db.select({ sealed: claims.sealedAnswers, erased: claims.erasedAt }).from(claims).where(eq(claims.id, claimId))).toEqual([{ sealed: null, erased: expect.any(Date) as unknown }]);
});

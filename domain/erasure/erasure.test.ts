import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { erasures } from "@/db/schema/erasures";
import { addNote } from "@/domain/claims/desk/add-note";
import { writeClaimMessage } from "@/domain/claims/messages/write-claim-message";
import { getClaim } from "@/domain/claims/queries/get-claim";
import { openEnquiry } from "@/domain/enquiries/open-enquiry";
import { withdrawDataset } from "@/domain/exposure/withdraw-dataset";
import { recountLedger } from "@/domain/ledger/recount-ledger";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { collectPayments } from "@/domain/payments/collect-payments";
import { recordAnswer } from "@/domain/payments/record-answer";
import { releaseBatch } from "@/domain/payments/release-batch";
import { aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { handIn, useEvidenceStore } from "@/test/evidence/keeping";
import { aScreenshot } from "@/test/evidence/papers";
import { importText, publish } from "@/test/imports";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { anApprovedClaim } from "@/test/payments";
import { eraseTask } from "@/worker/tasks/erase";
import { aWaveRelay, aWording, anApprovedWave, expectInvariants, sendAllDue } from "@/test/waves";
import { getOwnBudget } from "../reveals/queries";
import { freezeAudience } from "../waves/ledger/freeze-audience";
import { INSTALLATION } from "../keys/key-ring";
import { contactIndex } from "../keys/sealed";
import { approveErasure } from "./approve-erasure";
import { findPerson, readContact, readPerson } from "./find-person";
import { proposeErasure } from "./propose-erasure";
import { getErasure, listErasures } from "./queries";
import { withdrawErasure } from "./withdraw-erasure";

const database = useDatabase();
const papers = useEvidenceStore();
const CSV = [
  "ref,email,phone,confirmed,possible,postal_name,postal_code,postal_address,named_by",
  "minji,minji@example.com,010-2345-6734,names;access-codes,,김민지,04101,서울특별시 마포구 하늘로 12|103동 1204호,",
  "brother,family@example.com,,names,,,,,minji",
  "jun,jun@example.com,,names,,,,,",
].join("\n");
const KEEPING = { list: null, backupDays: 35 };
const security = () => staffContext(database.parts, ["security"]);
/** As the worker does it, with what the job that was asked for says and sees. */
async function run(erasureId: string): Promise<void> {
  const { rows } = await owner().query<{ payload: unknown }>("select payload from graphile_worker._private_jobs where payload::jsonb @> $1", [{ erasureId }]);
  const payload = rows[0]?.payload ?? { erasureId };
  const task = eraseTask.toGraphile(database.parts, { erasure: KEEPING, evidence: papers.inspection } as never);
  await task(payload, { job: { id: "1", attempts: 1 } } as never);
}
const owner = () => database.db.$client;

async function scene() {
  const incident = await aPublishedIncident(database.parts, CSV);
  const { records: [record] } = await findPerson(security(), incident.id, { query: "minji@example.com" });
  const propose = (who = security()) => proposeErasure(who, { incidentId: incident.id, subjectId: record!.subjectId.toString(), ground: "pipa-36", reason: "asked for it in a letter of today" });
  return { incident, subjectId: record!.subjectId, propose };
}

/** Every keyed value and every envelope in the database. */
async function everyByte(): Promise<Map<string, string[]>> {
  const { rows: columns } = await owner().query<{ table: string; column: string; many: boolean }>(`
    select c.relname as table, a.attname as column, a.atttypid = 'bytea[]'::regtype as many from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.atttypid in ('bytea'::regtype, 'bytea[]'::regtype)`);
  const found = new Map<string, string[]>();
  for (const { table, column, many } of columns) {
    const { rows } = await owner().query<{ hex: string }>(`select distinct encode(v, 'hex') as hex from ${table}, lateral unnest(${many ? `"${column}"` : `array["${column}"]`}) v where v is not null`);
    for (const { hex } of rows) found.set(hex, [...(found.get(hex) ?? []), `${table}.${column}`]);
  }
  return found;
}

describe("erasing a person", () => {
  it("takes everything that leads to them out of every table, and leaves amounts, states and everybody else", { timeout: 120_000 }, async () => {
    const { incident, subjectId, propose } = await scene();
    const { parts } = database;
    const bystander = await aSubject(parts, incident, "jun@example.com");
    const before = await everyByte();
    const programme = await aProgramme(parts, incident, { poolMinor: 100_000n });
    const person = await aSubject(parts, incident, "minji@example.com");
    await openEnquiry(person, incident, { text: "문 비밀번호가 왜 나와 있습니까? 제 것이 아닙니다." });
    const claim = await anApprovedClaim(parts, person, programme);
    await writeClaimMessage(person, { claimId: claim.id, text: "언제 들어오나요?" });
    await addNote(staffContext(parts, ["support"]), { claimId: claim.id, note: "김민지 님께 전화드림" });
    const paper = await handIn(person, { incidentId: incident.id, kind: "claim", id: claim.id }, papers.inspection.store, "통장.png", await aScreenshot());
    await owner().query(
      `insert into claim_decisions (claim_id, number, incident_id, stage, state, sealed_sheet, edited_by, outcome, amount_minor, proposed_by, proposed_at, decided_by, decided_at) values ($1, 1, $2, 'first', 'final', '\\x0102030405060708090a0b0c0d0e0f', $3, 'approved', 50000, $3, now(), $3, now())`,
      [claim.id, incident.id, randomUUID()],
    );
    const suppressed = await contactIndex(parts.keys, INSTALLATION, "email", "minji@example.com");
    await owner().query("insert into suppressions (contact_index, reason, scope) values ($1, 'complained', 'updates')", [suppressed]);

    const preview = (await readPerson(security(), incident.id, subjectId))?.preview;
    expect(preview).toMatchObject({ contacts: 3, shared: 0, claims: 1, papers: 1, enquiries: 1, obstacles: ["claim-open"] });
    const id = await propose();
    await expect(propose()).rejects.toMatchObject({ reason: "erasure-proposed" });
    await expect(approveErasure(security(), { erasureId: id })).rejects.toMatchObject({ reason: "erasure-stands-against" });
    const finance = (who: string) => staffContext(parts, ["finance"], who);
    const [one, other] = [randomUUID(), randomUUID()];
    const { batchId } = await collectPayments(finance(one), { programmeId: programme.id, payOn: "2099-12-01", most: "" });
    expect((await readPerson(security(), incident.id, subjectId))?.preview.obstacles).toEqual(["claim-open", "payment-open"]);
    await releaseBatch(finance(other), { batchId });
    await recordAnswer(finance(one), incident.id, Buffer.from(`관리번호,처리결과,불능사유,이체금액\n${claim.reference}-1,정상,,50000`));
    const inUse = [...(await everyByte())].filter(([hex]) => !before.has(hex)).map(([hex]) => hex);
    expect(inUse.length).toBeGreaterThan(10);

    const approver = staffContext(parts, ["approver"]);
    await approveErasure(approver, { erasureId: id });
    await run(id);
    await run(id);
    const done = await getErasure(security(), id);
    expect(done).toMatchObject({ state: "done", decidedBy: approver.actor.staffId, erased: { records: 1, contacts: 3, links: 1, claims: 1, papers: 1, messages: 1, notes: 1, decisions: 1, accounts: 1, enquiries: 1 } });
    expect(done.backupsGone?.getTime()).toBe((done.doneAt?.getTime() ?? 0) + 35 * 86_400_000);
    const objects = readdirSync(papers.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.parentPath.includes(paper));
    expect(objects).toEqual([]);

    // Nothing that hangs on them is left, where it was or elsewhere.
    const left = await everyByte();
    const contacts = [["email", "minji@example.com"], ["phone", "+821023456734"]] as const;
    const mine = (await Promise.all(contacts.flatMap(([kind, value]) => [incident.id, INSTALLATION].map((scope) => contactIndex(parts.keys, scope, kind, value))))).map((value) => value.toString("hex"));
    for (const hex of mine) expect(left.get(hex) ?? []).toEqual(hex === suppressed.toString("hex") ? ["suppressions.contact_index"] : []);
    const stays = ["audit_leaves", "audit_nodes", "data_keys", "use_counts", "suppressions", "programme", "payment_payers", "payment_answers", "staff_", "code_mails", "correspondence_mails", "erasures"];
    // A claimant that is a number of a record, 8 bytes, is what keeps an account from claiming twice.
    const leftOver = inUse.filter((hex) => hex.length > 16).flatMap((hex) => left.get(hex) ?? []).filter((place) => !stays.some((name) => place.startsWith(name)));
    expect(leftOver).toEqual([]);

    // Amounts and states stand, and the claim can be looked at.
    const shown = await getClaim(staffContext(parts, ["support"]), claim.id);
    expect(shown).toMatchObject({ claim: { state: "paid", reference: claim.reference, approvedMinor: 50_000n }, decision: null, messages: [], masked: { contact: "", payout: null } });
    expect(await recountLedger(systemContext(parts))).toBe(0n);
    expect((await getLookupResult(bystander, incident))?.records).toHaveLength(1);
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.objectId, id));
    expect(events.map(({ action }) => action).sort()).toEqual(["erasure.approve", "erasure.erase", "erasure.propose"]);
    expect(JSON.stringify(events)).not.toMatch(/minji|6734|하늘로/);
  });

  it("answers from then on as for somebody unknown, to them and to staff", async () => {
    const { incident, subjectId, propose } = await scene();
    const id = await propose();
    await approveErasure(security(), { erasureId: id });
    await run(id);
    const [gone, never] = [await aSubject(database.parts, incident, "minji@example.com"), await aSubject(database.parts, incident, "never@example.com")];
    const [answer, other] = [await getLookupResult(gone, incident), await getLookupResult(never, incident)];
    expect(answer).toEqual(other);
    for (const query of ["minji@example.com", "010-2345-6734", "minji"]) expect(await findPerson(security(), incident.id, { query })).toMatchObject({ records: [] });
    expect(await readPerson(security(), incident.id, subjectId)).toBeNull();
    await expect(propose()).rejects.toMatchObject({ reason: "erasure-already" });
    // The list is of all incidents, whichever the job was about.
    const numbers = await owner().query<{ numbers: number[]; incidents: number }>("select array_agg(number order by number) as numbers, count(distinct incident_id)::int as incidents from erasures where number is not null");
    expect(numbers.rows[0]).toEqual({ numbers: [1, 2], incidents: 2 });
  });

  it("takes two people, and none of them twice; a proposal can be taken back", async () => {
    const { incident, propose } = await scene();
    const author = security();
    const id = await propose(author);
    await expect(approveErasure(author, { erasureId: id })).rejects.toMatchObject({ reason: "erasure-own-proposal" });
    await expect(approveErasure(staffContext(database.parts, ["support"]), { erasureId: id })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(owner().query("update erasures set state = 'approved', decided_by = proposed_by, decided_at = now() where id = $1", [id])).rejects.toMatchObject({ constraint: "erasures_two_people" });
    await expect(owner().query("insert into erasures (incident_id, kind, subject_id, state, ground, proposed_by, decided_by, decided_at) values ($1, 'person', 1, 'approved', 'other', $2, $3, now())", [incident.id, randomUUID(), randomUUID()])).rejects.toMatchObject({ constraint: "erasures_edges" });
    await withdrawErasure(author, { erasureId: id });
    await expect(approveErasure(security(), { erasureId: id })).rejects.toMatchObject({ reason: "erasure-not-proposed" });
    await run(id);
    expect((await findPerson(security(), incident.id, { query: "minji" })).records).toHaveLength(1);
    const again = await propose();
    expect((await listErasures(security(), incident.id)).map(({ state }) => state)).toEqual(["proposed", "withdrawn"]);
    await expect(owner().query("delete from erasures where id = $1", [again])).rejects.toMatchObject({ constraint: "erasures_kept" });
  });

  it("stops where something has come to stand against it, and what others hold too stays", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\nmother,family@example.com,names\nchild,family@example.com,names");
    const programme = await aProgramme(database.parts, incident);
    const { records: [mother] } = await findPerson(security(), incident.id, { query: "mother" });
    const family = await aSubject(database.parts, incident, "family@example.com");
    await openEnquiry(family, incident, { text: "누구의 것인지 알 수 없는 문의입니다." });
    const propose = () => proposeErasure(security(), { incidentId: incident.id, subjectId: mother!.subjectId.toString(), ground: "gdpr-17", reason: "asked for it in a letter of today" });
    const stopped = await propose();
    await approveErasure(security(), { erasureId: stopped });
    const claim = await anApprovedClaim(database.parts, family, programme);
    await owner().query("update claims set subject_id = $2 where id = $1", [claim.id, mother!.subjectId]);
    await run(stopped);
    expect(await getErasure(security(), stopped)).toMatchObject({ state: "stopped", obstacles: ["claim-open"] });
    expect((await findPerson(security(), incident.id, { query: "family@example.com" })).records).toHaveLength(2);
    await owner().query("update claims set subject_id = (select subject_id from subjects where incident_id = $1 and subject_id <> $2) where id = $3", [incident.id, mother!.subjectId, claim.id]);
    const id = await propose();
    await approveErasure(security(), { erasureId: id });
    await run(id);
    expect((await getErasure(security(), id)).erased).toMatchObject({ contacts: 1, enquiries: 0, proofs: 0, claims: 0 });
    expect((await getLookupResult(family, incident))?.records).toHaveLength(1);
  });

  it("leaves them out of a wave that was frozen before, and of files that name them again", { timeout: 60_000 }, async () => {
    const { incident, propose } = await scene();
    const wave = await anApprovedWave(database.parts, await aWording(database.parts, incident.id, "full"));
    await freezeAudience(systemContext(database.parts), wave.id);
    const id = await propose();
    await approveErasure(security(), { erasureId: id });
    await run(id);
    const { sink, sending } = await aWaveRelay(database);
    await sendAllDue(database.parts, sending, wave.id);
    expect(sink.messages.map(({ to }) => to).flat().sort()).toEqual(["family@example.com", "jun@example.com"]);
    expect((await expectInvariants(database.parts, wave.id)).paths).toMatchObject({ reached: 2 });

    const result = await importText(database.parts, incident.id, `${CSV}\nnew,new@example.com,,names,,,,,`);
    expect(result).toMatchObject({ accepted: 3, rejected: 1 });
    const { rows } = await database.db.execute(sql`select code, preview from import_rejects where import_id = ${result.importId}`);
    expect(rows).toEqual([{ code: "erased", preview: "" }]);
    await publish(database.parts, incident.id, result.version);
    expect((await findPerson(security(), incident.id, { query: "minji@example.com" })).records).toEqual([]);
    const [row] = await database.db.select().from(erasures).where(eq(erasures.id, id));
    expect(row?.refTrace).toHaveLength(32);
  });
});

describe("somebody whom the published data does not hold", () => {
  const erase = async (erasureId: string) => {
    await approveErasure(security(), { erasureId });
    await run(erasureId);
    return getErasure(security(), erasureId);
  };

  it("is found in the version that does, by contact, reference and the contact of a claim, and is erased as everybody", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\nstays,stays@example.com,names");
    const programme = await aProgramme(database.parts, incident);
    const { version } = await importText(database.parts, incident.id, "ref,email,confirmed\nleft,left@example.com,names");
    await publish(database.parts, incident.id, version);
    const claim = await anApprovedClaim(database.parts, await aSubject(database.parts, incident, "left@example.com"), programme);
    await withdrawDataset(staffContext(database.parts, ["approver"]), { incidentId: incident.id, version, reason: "an error in the source" });
    for (const query of ["left@example.com", "left"]) expect(await findPerson(security(), incident.id, { query })).toMatchObject({ records: [{ kind: "account-holder" }], contact: null });
    const paper = await contactIndex(database.parts.keys, incident.id, "phone", "+821055556666");
    await owner().query("update claims set contact_index = $2 where id = $1", [claim.id, paper]);
    const { records: [record] } = await findPerson(security(), incident.id, { query: "010-5555-6666" });
    expect(await readPerson(security(), incident.id, record!.subjectId)).toMatchObject({ published: false, preview: { contacts: 1, claims: 1 } });
    // Whoever claims is not erased meanwhile, found or not.
    await owner().query("update claims set subject_id = (select subject_id from subjects where incident_id = $1 and subject_id <> $2 limit 1) where id = $3", [incident.id, record!.subjectId, claim.id]);
    const id = await proposeErasure(security(), { incidentId: incident.id, subjectId: record!.subjectId.toString(), ground: "pipa-36", reason: "asked for it in a letter of today" });
    expect(await erase(id)).toMatchObject({ kind: "person", state: "done", erased: { records: 1, contacts: 1 } });
    for (const query of ["left@example.com", "left"]) expect((await findPerson(security(), incident.id, { query })).records).toEqual([]);
  });

  it("is found by what hangs on a contact of theirs, which goes with every keyed value of it, and with nobody else's", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const stranger = await aSubject(database.parts, incident, "stranger@example.com");
    await openEnquiry(stranger, incident, { text: "저는 고객이 아닌데 안내를 받았습니다." });
    const bystander = await aSubject(database.parts, incident, "nobody-else@example.com");
    await openEnquiry(bystander, incident, { text: "다른 사람의 문의입니다." });
    expect(await findPerson(security(), incident.id, { query: "never@example.com" })).toEqual({ records: [], contact: null });
    const { records, contact } = await findPerson(security(), incident.id, { query: "Stranger@Example.com" });
    expect(records).toEqual([]);
    expect(await readContact(security(), incident.id, contact)).toEqual({ enquiries: 1, codes: 1, proofs: 1, steps: 0, obstacles: [] });
    const about = { incidentId: incident.id, contact, ground: "gdpr-17", reason: "asked for it in a letter of today" };
    await expect(proposeErasure(security(), { ...about, ground: undefined })).rejects.toMatchObject({ fields: { ground: ["erasure-ground"] } });
    const id = await proposeErasure(security(), about);
    await expect(proposeErasure(security(), about)).rejects.toMatchObject({ reason: "erasure-proposed" });
    expect(await erase(id)).toMatchObject({ kind: "contact", state: "done", contact, erased: { enquiries: 1, codes: 1, proofs: 1, mails: 2 } });
    const keyed = await Promise.all([incident.id, INSTALLATION].map(async (scope) => (await contactIndex(database.parts.keys, scope, "email", "stranger@example.com")).toString("hex")));
    const left = await everyByte();
    expect(keyed.map((hex) => left.get(hex) ?? [])).toEqual([["erasures.contact_index"], []]);
    expect(await findPerson(security(), incident.id, { query: "stranger@example.com" })).toEqual({ records: [], contact: null });
    await expect(proposeErasure(security(), about)).rejects.toMatchObject({ reason: "erasure-person" });
    expect((await findPerson(security(), incident.id, { query: "nobody-else@example.com" })).contact).not.toBeNull();
  });

  it("is looked for at the price of one for each number that was not found first, and for each search that finds nobody", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const ctx = security();
    const used = async () => (await getOwnBudget(ctx)).used;
    const { records: [record] } = await findPerson(ctx, incident.id, { query: "jun" });
    for (let times = 0; times < 3; times++) await readPerson(ctx, incident.id, record!.subjectId);
    expect(await used()).toBe(1);
    for (let n = 1n; n <= 3n; n++) expect(await readPerson(ctx, incident.id, 900_000n + n)).toBeNull();
    expect(await used()).toBe(4);
    const other = security();
    await readPerson(other, incident.id, record!.subjectId);
    expect((await getOwnBudget(other)).used).toBe(1);
    expect(await findPerson(ctx, incident.id, { query: "never@example.com" })).toEqual({ records: [], contact: null });
    expect(await used()).toBe(5);
  });

  it("is not erased by a contact that a record has by then: that record is", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    await aSubject(database.parts, incident, "late@example.com");
    const { contact } = await findPerson(security(), incident.id, { query: "late@example.com" });
    const id = await proposeErasure(security(), { incidentId: incident.id, contact, ground: "other", reason: "asked for it in a letter of today" });
    await approveErasure(security(), { erasureId: id });
    const { version } = await importText(database.parts, incident.id, "ref,email,confirmed\nlate,late@example.com,names");
    await publish(database.parts, incident.id, version);
    await run(id);
    expect(await getErasure(security(), id)).toMatchObject({ state: "stopped", obstacles: ["record-found"] });
    expect((await findPerson(security(), incident.id, { query: "late@example.com" })).records).toHaveLength(1);
  });
});

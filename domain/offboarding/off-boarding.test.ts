import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { loadMessages } from "@/content/messages";
import { auditEvents } from "@/db/schema/audit";
import { paymentBatches } from "@/db/schema/payments";
import { demoWording } from "@/db/seed/demo-notice-words";
import { demoTerms } from "@/db/seed/demo-programme";
import { claimDecisions, claims } from "@/db/schema/claims";
import { claimBulkRuns } from "@/db/schema/claims-bulk";
import { staffGrants, staffMembers, staffSetups } from "@/db/schema/staff";
import { waves } from "@/db/schema/waves";
import { locales } from "@/db/values/locales";
import { aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { takeOut } from "@/test/exports";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { anApprovedClaim, ourAccount } from "@/test/payments";
import { anIncidentToPost, aStandingPosting } from "@/test/postings";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { anIncidentWithPeople, people } from "@/test/waves";
import { recordAudit } from "../audit/record-audit";
import { proposeEntry } from "../authenticity/register/propose-entry";
import { proposeCanary } from "../exposure/canaries/propose-canary";
import { createFact } from "../facts/create-fact";
import { startIncidentDraft } from "../incidents/start-incident-draft";
import { submitIncidentRevision } from "../incidents/submit-incident-revision";
import { mintContext } from "../kernel/mint-context";
import { withTransaction } from "../kernel/transaction";
import { submitTemplateVersion } from "../notices/approval/submit-template-version";
import { createTemplate } from "../notices/editing/create-template";
import { proposeBannerPage } from "../postings/banner/propose-banner-page";
import { proposePosting } from "../postings/propose-posting";
import { createProgramme } from "../programmes/create-programme";
import { proposeProgramme } from "../programmes/propose-programme";
import { collectPayments } from "../payments/collect-payments";
import { releaseBatch } from "../payments/release-batch";
import { releaseBatchAgain } from "../payments/release-batch-again";
import { savePayer } from "../payments/save-payer";
import { addStaffMember } from "../staff/add-staff-member";
import { approveGrant } from "../staff/approve-grant";
import { endGrant } from "../staff/end-grant";
import { grantRole } from "../staff/grant-role";
import { countsNow } from "../staff/in-force";
import { findStaffRoles, findStaffSession } from "../staff/queries";
import { sendSetUpCode, setUpCodeHash } from "../staff/send-set-up-code";
import { setUpStaffMember } from "../staff/set-up-staff-member";
import { approveWave } from "../waves/approve-wave";
import { createWave } from "../waves/create-wave";
import { freezeAudience } from "../waves/ledger/freeze-audience";
import { resumeWave } from "../waves/resume-wave";
import { submitWave } from "../waves/submit-wave";
import { offBoard } from "./off-board";
import { getOffBoardingReport, looks } from "./report";

it("every act that looks at a record is counted as a look, and has words", () => {
  const files = readdirSync("domain", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const actions = files.flatMap((file) => [...readFileSync(path.join("domain", file), "utf8").matchAll(/record(?:Subject)?Look\(tx, ctx, \{\s*action: "([^"]+)"/g)].map(([, action]) => action ?? ""));
  expect(actions.length).toBeGreaterThan(15);
  expect(actions.filter((action) => !(looks as readonly string[]).includes(action))).toEqual([]);
  for (const locale of locales) {
    const { looks: words } = (loadMessages(locale) as unknown as { "off-boarding": { looks: { action: Record<string, string> } } })["off-boarding"];
    expect(Object.keys(words.action).sort(), locale).toEqual(looks.map((action) => action.replace(".", "-")).sort());
  }
});

const database = useDatabase();
const REASON = "has left the company today";

async function someone(...roles: Parameters<typeof staffContext>[1][number][]) {
  return staffContext(database.parts, roles, (await aStaffMember(database.parts, roles)).id);
}
const leave = async (ctx: Awaited<ReturnType<typeof someone>>) => offBoard(await someone("security"), { staffId: ctx.actor.staffId, reason: REASON });
const waveOf = async (id: string) => (await database.db.select().from(waves).where(eq(waves.id, id)))[0]!;

async function aWaveInReview(versionId: string, author: Awaited<ReturnType<typeof someone>>, more: Record<string, unknown> = {}) {
  const { id } = await createWave(author, { templateVersionId: versionId, audience: {}, ...more });
  return submitWave(author, { waveId: id });
}

describe("off-boarding", () => {
  it("makes an approval that nobody carried out not count: a scheduled wave needs another approver, one whose audience was being taken never goes on", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(3));
    const [author, leaver, other] = [await someone("comms"), await someone("approver"), await someone("approver")];
    const [later, now] = [await aWaveInReview(versionId, author, { scheduledAt: new Date(Date.now() + 86_400_000).toISOString() }), await aWaveInReview(versionId, author)];
    for (const wave of [later, now]) await approveWave(leaver, { waveId: wave.id, approvalHash: wave.approvalHash });
    await database.db.update(waves).set({ state: "freezing" }).where(eq(waves.id, now.id));
    const ended = await leave(leaver);
    expect(ended.taken).toEqual(expect.arrayContaining([{ kind: "wave-approval", id: later.id }, { kind: "wave-stopped", id: now.id }]));
    expect(await waveOf(later.id)).toMatchObject({ state: "in-review", approvedBy: null, submittedBy: author.actor.staffId });
    expect(await waveOf(now.id)).toMatchObject({ state: "paused", pausedReason: "approver-left" });
    await freezeAudience(systemContext(database.parts), later.id);
    expect((await waveOf(later.id)).state).toBe("in-review");
    await expect(resumeWave(author, { waveId: now.id })).rejects.toMatchObject({ reason: "wave-approver-left" });
    expect(await approveWave(other, { waveId: later.id, approvalHash: later.approvalHash })).toMatchObject({ approvedBy: other.actor.staffId });
  });

  it("takes back what somebody asked for and nobody approved", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(2));
    const [comms, admin, second, newcomer] = [await someone("comms"), await someone("admin"), await someone("admin"), await someone("support")];
    await aStaffSession(database.parts, second.actor.staffId);
    const wave = await aWaveInReview(versionId, comms);
    expect((await leave(comms)).taken).toEqual(expect.arrayContaining([{ kind: "wave-request", id: wave.id }]));
    expect(await waveOf(wave.id)).toMatchObject({ state: "draft", submittedBy: null });
    await grantRole(admin, { staffId: newcomer.actor.staffId, role: "admin" });
    const [grant] = await database.db.select().from(staffGrants).where(and(eq(staffGrants.staffId, newcomer.actor.staffId), eq(staffGrants.role, "admin")));
    expect(await leave(admin)).toMatchObject({ roles: 1, offeredRoles: 1 });
    await expect(approveGrant(second, { grantId: grant!.id })).rejects.toMatchObject({ reason: "grant-settled" });
  });

  it("withdraws whatever else waits for a second person, stops acts on many claims, and leaves the rest alone", async () => {
    const leaver = await someone("comms", "security", "finance", "lead");
    const other = await someone("comms", "security");
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    const incidentId = incident.id;
    const fact = (name: string) => ({ incidentId, name, label: { ko: "계정", en: "Accounts" }, value: { kind: "count", count: 5, about: false, unit: { ko: "개", en: "" } }, status: "claimed", source: { ko: "하늘몰", en: "Haneul Mall" }, asOf: "2025-11-20T10:00:00+09:00" });
    const { factId } = await createFact(leaver, fact("people-counted"));
    const { factId: stays } = await createFact(other, fact("people-asked"));
    const { entryId } = await proposeEntry(leaver, { kind: "phone", content: { value: "1588-0000", use: { ko: "안내", en: "Notices" } } });
    await proposeCanary(leaver, { incidentId, email: "decoy@ours.example", nobody: "1", phone: "", name: "", postalCode: "", address: "" });
    const programmeId = await createProgramme(leaver, { incidentId, slug: "compensation", terms: { ...demoTerms, opensAt: new Date("2026-01-01T00:00:00Z"), closesAt: new Date("2026-06-01T00:00:00Z") } });
    await proposeProgramme(leaver, { programmeId, number: 1, edit: 1 });
    const { versionId: inReview } = await createTemplate(leaver, { incidentId, kind: "full", name: "in review", content: demoWording("full") });
    await submitTemplateVersion(leaver, { versionId: inReview, edit: 1 });
    const toPost = await anIncidentToPost(database.parts);
    const postingId = await proposePosting(leaver, { templateVersionId: toPost.versionId });
    const { number } = await startIncidentDraft(leaver, { incidentId: toPost.incidentId });
    await submitIncidentRevision(leaver, { incidentId: toPost.incidentId, number, edit: 1 });
    await proposeBannerPage(leaver, { postingId: await aStandingPosting(database.parts, toPost.versionId), url: "https://www.haneulmall.example/" });
    const [run] = await database.db.insert(claimBulkRuns).values({ incidentId, filter: {}, act: {}, timeZone: "Asia/Seoul", startedBy: leaver.actor.staffId }).returning({ id: claimBulkRuns.id });
    const { taken } = await leave(leaver);
    const kinds = taken.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(["banner-page", "bulk-run", "canary", "fact", "incident-text", "posting", "programme", "register-entry", "wording"]);
    for (const [kind, id] of [["fact", factId], ["register-entry", entryId], ["programme", programmeId], ["wording", inReview], ["posting", postingId], ["incident-text", toPost.incidentId], ["bulk-run", run!.id]] as const) expect(taken).toContainEqual({ kind, id });
    const { rows } = await database.db.$client.query<{ state: string }>("select state from fact_values where fact_id = $1", [stays]);
    expect(rows).toEqual([{ state: "proposed" }]);
    const events = await database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "off-boarding.take-back"), eq(auditEvents.objectId, factId)));
    expect(events).toMatchObject([{ objectKind: "fact", details: { of: leaver.actor.staffId } }]);
  });

  it("holds a released batch of which no file has left until somebody else releases it again", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed,possible\nr1,p1@example.com,names;access-codes,");
    const programme = await aProgramme(database.parts, incident, { poolMinor: 100_000n });
    const claim = await anApprovedClaim(database.parts, await aSubject(database.parts, incident, "p1@example.com"), programme);
    const [proposer, decider] = [await someone("finance"), await someone("finance")];
    const said = { state: "final", sealedSheet: Buffer.from("x"), editedBy: proposer.actor.staffId, outcome: "approved", amountMinor: claim.amountMinor, needsSecond: true } as const;
    await database.db.insert(claimDecisions).values({ ...said, claimId: claim.id, number: 1, incidentId: incident.id, stage: "first", proposedBy: proposer.actor.staffId, proposedAt: new Date(), decidedBy: decider.actor.staffId, decidedAt: new Date() });
    await database.db.update(claims).set({ decidedBy: decider.actor.staffId }).where(eq(claims.id, claim.id));
    const [collector, leaver, third] = [await someone("finance"), await someone("finance"), await someone("finance")];
    await savePayer(collector, { programmeId: programme.id, ...ourAccount });
    const { batchId } = await collectPayments(collector, { programmeId: programme.id, payOn: "2099-12-01", most: "" });
    await releaseBatch(leaver, { batchId });
    expect((await leave(leaver)).taken).toEqual([{ kind: "payment-release", id: batchId }]);
    const file = { kind: "payments", objectId: batchId, format: "kr-transfer" } as const;
    await expect(takeOut(third, file)).rejects.toMatchObject({ reason: "batch-held" });
    await expect(releaseBatchAgain(collector, { batchId })).rejects.toMatchObject({ reason: "batch-own" });
    for (const one of [decider, proposer]) await expect(releaseBatchAgain(one, { batchId })).rejects.toMatchObject({ reason: "payment-decided-yourself" });
    await releaseBatchAgain(third, { batchId });
    await expect(releaseBatchAgain(third, { batchId })).rejects.toMatchObject({ reason: "batch-not-held" });
    expect((await takeOut(third, file)).bytes.length).toBeGreaterThan(0);
    const [batch] = await database.db.select().from(paymentBatches).where(eq(paymentBatches.id, batchId));
    expect(batch).toMatchObject({ releasedBy: third.actor.staffId, heldAt: null });
  });

  it("gives up what was collected and not released", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed,possible\nr1,q1@example.com,names;access-codes,");
    const programme = await aProgramme(database.parts, incident, { poolMinor: 100_000n });
    await anApprovedClaim(database.parts, await aSubject(database.parts, incident, "q1@example.com"), programme);
    const [leaver, next] = [await someone("finance"), await someone("finance")];
    const collect = { programmeId: programme.id, payOn: "2099-12-01", most: "" };
    const { batchId } = await collectPayments(leaver, collect);
    expect((await leave(leaver)).taken).toEqual([{ kind: "payment-batch", id: batchId }]);
    expect((await collectPayments(next, collect)).batchId).not.toBe(batchId);
  });

  it("lets nothing be committed by whoever has just been off-boarded, however the two meet", async () => {
    const leaver = await someone("support");
    let acted = false;
    const act = withTransaction(leaver, async (tx) => {
      await recordAudit(tx, leaver, { action: "thing.change", object: { kind: "thing", id: "late" } });
      await leave(leaver);
      acted = true;
    });
    await expect(act).rejects.toMatchObject({ reason: "staff-ended" });
    expect(acted).toBe(true);
    expect(await database.db.select().from(auditEvents).where(eq(auditEvents.objectId, "late"))).toEqual([]);
    const held = await someone("support");
    await database.db.transaction(async (tx) => {
      await tx.select().from(staffMembers).where(eq(staffMembers.id, held.actor.staffId)).for("update");
      await expect(withTransaction(held, (inner) => recordAudit(inner, held, { action: "thing.change", object: { kind: "thing", id: "waited" } }))).rejects.toMatchObject({ reason: "changed-meanwhile" });
    });
  });

  it("leaves the last administrator who can sign in to two people, or to the operator", async () => {
    await database.db.execute(sql`update staff_grants set ended_at = clock_timestamp() where role = 'admin' and ended_at is null`);
    const [last, invited] = [await someone("admin"), await someone("admin")];
    await aStaffSession(database.parts, last.actor.staffId);
    await expect(leave(last)).rejects.toMatchObject({ kind: "conflict", reason: "last-administrator" });
    const [own] = await database.db.select({ id: staffGrants.id }).from(staffGrants).where(eq(staffGrants.staffId, last.actor.staffId));
    await expect(endGrant(last, { grantId: own?.id })).rejects.toMatchObject({ reason: "last-administrator" });
    expect(await countsNow(database.db, own?.id ?? "")).toBe(true);
    // Whoever was never here may be somebody who never comes.
    await leave(invited);
    const two = [last, await someone("admin")];
    for (const { actor } of two) await aStaffSession(database.parts, actor.staffId);
    const both = await Promise.allSettled([offBoard(two[0]!, { staffId: two[1]!.actor.staffId, reason: REASON }), leave(two[0]!)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const left = both[0].status === "fulfilled" ? two[0]! : two[1]!;
    await expect(leave(left)).rejects.toMatchObject({ reason: "last-administrator" });
    const operator = mintContext(database.parts, { kind: "operator" });
    // While the operator, or the provider, ends one, a person who ends the other waits and is then refused.
    const other = await someone("admin");
    await aStaffSession(database.parts, other.actor.staffId);
    const second = await withTransaction(operator, async (tx) => {
      await offBoard({ ...operator, db: tx as unknown as typeof operator.db }, { staffId: other.actor.staffId, reason: REASON });
      const refused = expect(leave(left)).rejects.toMatchObject({ reason: "last-administrator" });
      await vi.waitFor(async () => {
        const { rows } = await database.db.$client.query<{ waiting: number }>("select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())");
        expect(rows[0]?.waiting).toBe(1);
      }, 10_000);
      return { refused };
    });
    await second.refused;
    expect(await offBoard(operator, { staffId: left.actor.staffId, reason: REASON })).toMatchObject({ roles: 1 });
  });

  it("ends a set-up code, and meets a set-up that is under way without the two waiting for each other", async () => {
    const leaver = await someone("support");
    const { staffId } = leaver.actor;
    const [row] = await database.db.select({ email: staffMembers.email }).from(staffMembers).where(eq(staffMembers.id, staffId));
    const code = "AAAABBBBCCCCDDDD";
    const codeHash = await setUpCodeHash(leaver, staffId, code);
    const offer = () => database.db.insert(staffSetups).values({ staffId, codeHash, expiresAt: new Date(Date.now() + 3_600_000) });
    const setUp = () => setUpStaffMember(mintContext(database.parts, { kind: "visitor" }), { email: row!.email, code, password: "넷 다섯 걸음 뒤 우체통" });
    await offer();
    const underWay = await withTransaction(systemContext(database.parts), async (tx) => {
      // As an off-boarding begins.
      await tx.update(staffMembers).set({ disabledAt: new Date() }).where(eq(staffMembers.id, staffId));
      const refused = expect(setUp()).rejects.toMatchObject({ reason: "set-up-refused" });
      await vi.waitFor(async () => {
        const { rows } = await database.db.$client.query<{ waiting: number }>("select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        expect(rows[0]?.waiting).toBe(1);
      }, 10_000);
      expect(await tx.delete(staffSetups).where(eq(staffSetups.staffId, staffId)).returning({ of: staffSetups.staffId })).toHaveLength(1);
      return { refused };
    });
    await underWay.refused;
    await database.db.update(staffMembers).set({ disabledAt: null }).where(eq(staffMembers.id, staffId));
    await offer();
    expect(await leave(leaver)).toMatchObject({ setUpCodes: 1 });
    await expect(setUp()).rejects.toMatchObject({ reason: "set-up-refused" });
    expect(await database.db.select().from(staffSetups).where(eq(staffSetups.staffId, staffId))).toEqual([]);
  });

  it("ends the codes of people whom they invited and who were never here, and names whom they added and which roles they gave of late", async () => {
    const [leaver, other, security] = [await someone("admin"), await someone("admin"), await someone("security")];
    for (const { actor } of [leaver, other]) await aStaffSession(database.parts, actor.staffId);
    const add = (by: typeof leaver, ...roles: string[]) => addStaffMember(by, { email: `invited-${randomUUID().slice(0, 8)}@haneulmall.example`, name: "새 사람", roles, locale: "ko" });
    const [invited, here, sentAgain, others, longAgo, out] = [await add(leaver, "support", "comms"), await add(leaver, "support"), await add(leaver, "support"), await add(other, "support"), await add(leaver, "support"), await add(leaver, "support")];
    await aStaffSession(database.parts, here);
    await sendSetUpCode(other, { staffId: sentAgain });
    await sendSetUpCode(leaver, { staffId: others });
    await grantRole(leaver, { staffId: others, role: "finance" });
    await grantRole(leaver, { staffId: others, role: "lead" });
    await endGrant(other, { grantId: (await database.db.select().from(staffGrants).where(and(eq(staffGrants.staffId, others), eq(staffGrants.role, "lead"))))[0]?.id });
    const before = { createdAt: new Date(Date.now() - 91 * 86_400_000) };
    await database.db.update(staffMembers).set(before).where(eq(staffMembers.id, longAgo));
    await database.db.update(staffGrants).set({ grantedAt: before.createdAt }).where(eq(staffGrants.staffId, longAgo));
    await leaveBy(security, out);
    const ended = await leave(leaver);
    // Of the person who was invited long ago, the one who was invited of late, and the one to whom they sent the last code.
    expect(ended).toMatchObject({ sentCodes: 3, setUpCodes: 0 });
    const open = (await database.db.select({ id: staffSetups.staffId }).from(staffSetups)).map(({ id }) => id);
    expect([invited, others, longAgo, here, sentAgain].map((id) => open.includes(id))).toEqual([false, false, false, true, true]);
    expect(ended.addedPeople).toEqual([invited, here, sentAgain].sort());
    expect(ended.givenRoles.map(({ staffId, role }) => `${staffId} ${role}`)).toEqual([`${invited} comms`, `${invited} support`, `${here} support`, `${sentAgain} support`, `${others} finance`].sort());
    expect(await getOffBoardingReport(security, leaver.actor.staffId)).toMatchObject({ ended: { sentCodes: 3, addedPeople: ended.addedPeople, givenRoles: ended.givenRoles } });
    expect((await findStaffRoles(database.db, invited))?.roles.sort()).toEqual(["comms", "support"]);
  });

  it("reports what was ended and what personal data was looked at in 90 days, and says nothing of somebody who is here", async () => {
    const leaver = await someone("support");
    const token = await aStaffSession(database.parts, leaver.actor.staffId);
    for (const id of ["a", "a", "b"]) await recordAudit(database.db, leaver, { action: "claim.reveal", object: { kind: "claim", id } });
    await recordAudit(database.db, leaver, { action: "claim.note", object: { kind: "claim", id: "a" } });
    const auditor = await someone("auditor");
    await expect(getOffBoardingReport(auditor, leaver.actor.staffId)).rejects.toMatchObject({ kind: "not-found" });
    await expect(leaveBy(auditor, leaver.actor.staffId)).rejects.toMatchObject({ reason: "forbidden" });
    await leave(leaver);
    expect(await findStaffSession(database.db, token)).toBeNull();
    const report = await getOffBoardingReport(auditor, leaver.actor.staffId);
    expect(report).toMatchObject({ reason: REASON, ended: { sessions: 1, roles: 1, taken: [], sending: [] } });
    expect(report.looks).toMatchObject([{ action: "claim.reveal", times: 3, objects: 2 }]);
    await expect(getOffBoardingReport(await someone("support"), leaver.actor.staffId)).rejects.toMatchObject({ reason: "forbidden" });
  });
});

const leaveBy = (ctx: Parameters<typeof offBoard>[0], staffId: string) => offBoard(ctx, { staffId, reason: REASON });

import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { and, eq, isNull, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "csv-parse/sync";
import { loadAccessPeriods } from "@/content/access-review/periods";
import { accessBundles, accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { alarms } from "@/db/schema/alarms";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { keyCustodians, keyRegister } from "@/db/schema/keys";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import type { Role } from "@/db/values/roles";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident } from "@/test/lookups";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { recordAudit } from "../audit/record-audit";
import { withTransaction } from "../kernel/transaction";
import { endGrant } from "../staff/end-grant";
import { findEndedSession, findStaffRoles, findStaffSession } from "../staff/queries";
import { verifyBundle } from "./bundle/verify-bundle";
import { closeCampaign, closeDueCampaigns } from "./close-campaign";
import { decideReviews } from "./decide-reviews";
import { downloadBundle } from "./download-bundle";
import { openCampaign } from "./open-campaign";
import { openQuarterlyCampaign } from "./open-quarterly-campaign";
import { findOwnOpen, getCampaign, listReviews } from "./queries";
import { remindReviewers } from "./remind-reviewers";
import { quarterOf, shareOut } from "./rules";
import { undoReview } from "./undo-review";

const database = useDatabase();
const DAY = 86_400_000;
const REASON = "asked their lead about it";
const clock = (now = new Date()) => systemContext({ ...database.parts, clock: { now: () => now } }, "access-review/watch");

/** Each test begins with nobody and no open campaign. */
afterEach(async () => {
  await database.db.update(staffMembers).set({ disabledAt: sql`clock_timestamp()` }).where(isNull(staffMembers.disabledAt));
  await overdue();
  await closeDueCampaigns(clock());
  await database.db.execute(sql`alter table access_campaigns disable trigger access_campaigns_stay`);
  await database.db.update(accessCampaigns).set({ quarter: "1999-Q1" });
  await database.db.execute(sql`alter table access_campaigns enable trigger access_campaigns_stay`);
});

async function someone(name: string, ...held: Role[]) {
  const member = await aStaffMember(database.parts, held, { name });
  return { ...member, ctx: staffContext(database.parts, held, member.id), token: await aStaffSession(database.parts, member.id) };
}
const overdue = () => database.db.update(accessCampaigns).set({ openedAt: new Date(Date.now() - 15 * DAY), answerBy: new Date(Date.now() - DAY) }).where(isNull(accessCampaigns.closedAt));
const rowsOf = (campaignId: string) => database.db.select().from(accessReviews).where(eq(accessReviews.campaignId, campaignId));
const rowOf = async (campaignId: string, staffId: string, role?: Role) => (await rowsOf(campaignId)).find((row) => row.staffId === staffId && (role === undefined || row.role === role))!;
const rolesOf = async (id: string) => (await findStaffRoles(database.db, id))?.roles;
const eventsOf = (objectId: string, action: string) => database.db.select().from(auditEvents).where(and(eq(auditEvents.objectId, objectId), eq(auditEvents.action, action)));
const mails = async () => (await database.db.select({ id: correspondenceMails.id }).from(correspondenceMails).where(eq(correspondenceMails.purpose, "staff-access-review"))).length;

describe("a campaign", () => {
  it("opens by itself at each quarter's begin, once, also some days late and not weeks", async () => {
    const admin = await someone("관리", "admin");
    expect(quarterOf(new Date("2026-12-31T15:00:00Z"))).toEqual({ name: "2027-Q1", began: new Date("2026-12-31T15:00:00Z"), days: 0 });
    expect(quarterOf(new Date("2026-12-31T14:59:00Z"))).toEqual({ name: "2026-Q4", began: new Date("2026-09-30T15:00:00Z"), days: 91 });
    const opens = (day: string) => openQuarterlyCampaign(clock(new Date(`${day}T00:00:00Z`)));
    const close = async () => {
      await overdue();
      await closeDueCampaigns(clock());
    };
    expect(await opens("2098-12-20")).toBeNull();
    // What was set up in this quarter is reviewed in the next.
    await database.db.update(staffMembers).set({ createdAt: new Date("2099-01-02T00:00:00Z") });
    expect(await opens("2099-01-03")).toBeNull();
    await database.db.update(staffMembers).set({ createdAt: new Date("2098-12-30T00:00:00Z") }).where(eq(staffMembers.id, admin.id));
    const opened = await opens("2099-01-03");
    expect(await database.db.select().from(accessCampaigns).where(eq(accessCampaigns.id, opened!))).toMatchObject([{ quarter: "2099-Q1", openedBy: null, closedAt: null }]);
    expect(await opens("2099-01-04")).toBeNull();
    // The next one waits for this one, and then comes.
    expect(await opens("2099-04-01")).toBeNull();
    await close();
    expect(await opens("2099-04-10")).not.toBeNull();
    await close();
    // One that was opened by hand is the one of its quarter.
    await openCampaign(staffContext({ ...database.parts, clock: { now: () => new Date("2099-07-02T00:00:00Z") } }, ["admin"], admin.id), { reason: REASON });
    await close();
    expect(await opens("2099-07-03")).toBeNull();
    await database.db.update(staffMembers).set({ createdAt: sql`clock_timestamp()` });
  });

  it("is opened by hand with a reason by who may, and there is one at a time", async () => {
    const [security, auditor] = [await someone("보안", "security"), await someone("감사", "auditor")];
    await expect(openCampaign(auditor.ctx, { reason: REASON })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(openCampaign(security.ctx, {})).rejects.toMatchObject({ kind: "invalid" });
    const id = await openCampaign(security.ctx, { reason: REASON });
    await expect(openCampaign(security.ctx, { reason: REASON })).rejects.toMatchObject({ reason: "campaign-under-way" });
    expect(await eventsOf(id, "access-review.open")).toMatchObject([{ actorId: security.id, reason: REASON, details: { reviews: 2 } }]);
  });

  it("writes down for every role that counts what helps to decide about it", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    const [admin, worker] = [await someone("관리", "admin"), await someone("=일꾼", "approver", "support")];
    await database.db.update(staffGrants).set({ grantedBy: admin.id, lastUsedAt: new Date("2026-11-01T00:00:00Z") }).where(and(eq(staffGrants.staffId, worker.id), eq(staffGrants.role, "support")));
    await database.db.update(staffGrants).set({ expiresAt: new Date(Date.now() - DAY) }).where(and(eq(staffGrants.staffId, worker.id), eq(staffGrants.role, "approver")));
    await withTransaction(worker.ctx, async (tx) => {
      for (const action of ["wave.approve", "wave.approve", "claim.reveal", "enquiry.read"] as const) await recordAudit(tx, worker.ctx, { action, object: { kind: "thing", id: "x" }, incidentId: incident.id });
      await recordAudit(tx, worker.ctx, { action: "staff.sign-in", object: { kind: "staff", id: worker.id } });
    });
    const old = (Date.now() - 100 * DAY).toString(16).padStart(12, "0");
    await database.db.execute(sql`insert into audit_events (id, at, actor_kind, actor_id, action, object_kind, object_id, request_id) values (${`${old.slice(0, 8)}-${old.slice(8)}-7000-8000-00000000000a`}::uuid, clock_timestamp() - interval '100 days', 'staff', ${worker.id}, 'claim.reveal', 'thing', 'x', 'r')`);
    await database.db.insert(keyRegister).values({ id: "dkim-test", kind: "dkim", name: "test", fingerprint: Buffer.alloc(16, 1), state: "active" }).onConflictDoNothing();
    await database.db.insert(keyCustodians).values({ keyId: "dkim-test", staffId: worker.id });
    const id = await openCampaign(admin.ctx, { reason: REASON });
    const rows = await rowsOf(id);
    expect(rows.map(({ staffId, role }) => [staffId, role]).sort()).toEqual([[admin.id, "admin"], [worker.id, "support"]].sort());
    const { facts, reviewerId } = await rowOf(id, worker.id);
    expect(reviewerId).toBe(admin.id);
    const [{ slug } = { slug: "" }] = (await database.db.execute<{ slug: string }>(sql`select slug from incidents where id = ${incident.id}`)).rows;
    expect(facts).toMatchObject({ name: "=일꾼", grantedBy: "관리", approvedBy: null, group: null, suspended: false, approved: { "wave.approve": 2 }, looks: 2, incidents: [{ slug, acts: 4 }], keys: ["dkim-test"] });
    expect(new Date(String(facts.lastUsedAt))).toEqual(new Date("2026-11-01T00:00:00Z"));
    expect(facts.lastSignInAt).not.toBeNull();
    expect((await rowOf(id, admin.id)).reviewerId).toBeNull();
  });

  it("is shared out: nobody gets their own, whoever gave a role gets it only where nobody else is there, and everybody has about as much", () => {
    const rows = ["a", "b", "c", "d", "e", "f"].map((id) => ({ id, staffId: id === "b" ? "a" : id, givenBy: id === "c" ? ["x"] : [] }));
    const shared = shareOut(rows, ["x", "y", "a"]);
    expect(shared.get("a")).toBe(shared.get("b"));
    expect(shared.get("a")).not.toBe("a");
    expect(shared.get("c")).not.toBe("x");
    const load = (who: string) => [...shared.values()].filter((id) => id === who).length;
    expect(["x", "y", "a"].map(load)).toEqual([2, 2, 2]);
    expect(shareOut([{ id: "1", staffId: "x", givenBy: [] }], ["x"]).get("1")).toBeNull();
    expect(shareOut([{ id: "1", staffId: "z", givenBy: ["x"] }], ["x"]).get("1")).toBe("x");
  });

  it("takes answers for one role or many, never one's own, and lets them be changed and taken back until it is closed", async () => {
    const [first, second, one, two] = [await someone("하나", "admin"), await someone("둘", "security"), await someone("셋", "comms", "finance"), await someone("넷", "comms")];
    const id = await openCampaign(first.ctx, { reason: REASON });
    const ids = async (...people: { id: string }[]) => (await rowsOf(id)).filter(({ staffId }) => people.some((person) => person.id === staffId)).map((row) => row.id);
    const decide = async (by: typeof first, people: { id: string }[], decision: string, reason = REASON) => decideReviews(by.ctx, { campaignId: id, reviews: await ids(...people), decision, reason });
    await expect(decide(first, [first], "keep")).rejects.toMatchObject({ reason: "review-oneself" });
    await expect(decide(first, [one, first], "keep")).rejects.toMatchObject({ reason: "review-oneself" });
    expect((await rowOf(id, one.id)).decision).toBeNull();
    const own = await rowOf(id, first.id);
    await expect(database.db.update(accessReviews).set({ decision: "keep", decidedBy: first.id, decidedAt: new Date(), reason: REASON }).where(eq(accessReviews.id, own.id))).rejects.toThrow();
    await expect(database.db.update(accessReviews).set({ reviewerId: first.id }).where(eq(accessReviews.id, own.id))).rejects.toThrow();
    await expect(decide(one, [two], "keep")).rejects.toMatchObject({ reason: "forbidden" });
    await expect(decide(first, [], "keep")).rejects.toMatchObject({ fields: { reviews: ["reviews-empty"] } });
    await expect(decide(first, [one], "keep", "short")).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
    expect(await decide(first, [one, two], "keep")).toEqual({ decided: 3 });
    expect(await eventsOf((await rowOf(id, two.id)).id, "access-review.decide")).toMatchObject([{ actorId: first.id, reason: REASON, details: { of: two.id, role: "comms", before: null, decision: "keep" } }]);
    await decide(second, [two], "revoke", "has moved to another team");
    expect(await rowOf(id, two.id)).toMatchObject({ decision: "revoke", decidedBy: second.id, reason: "has moved to another team" });
    expect(await rolesOf(two.id)).toEqual(["comms"]);
    expect((await getCampaign(first.ctx, id)).progress).toEqual({ reviews: 5, kept: 2, revoked: 1, unanswered: 2 });
    const undo = { campaignId: id, reviewId: (await rowOf(id, two.id)).id };
    await expect(undoReview(two.ctx, undo)).rejects.toMatchObject({ reason: "forbidden" });
    await undoReview(first.ctx, undo);
    expect(await rowOf(id, two.id)).toMatchObject({ decision: null, decidedBy: null, reason: null });
    await expect(undoReview(first.ctx, undo)).rejects.toMatchObject({ reason: "review-unanswered" });
    await expect(closeCampaign(first.ctx, { campaignId: id })).rejects.toMatchObject({ reason: "campaign-unanswered" });
    expect((await listReviews(first.ctx, { campaignId: id, show: "open", by: first.id, page: 1 })).map(({ staffId }) => staffId).sort()).toEqual([first.id, second.id, two.id].sort());
    const mine = await listReviews(first.ctx, { campaignId: id, show: "mine", by: first.id, page: 1 });
    expect(mine.map(({ reviewerId }) => reviewerId)).toEqual(mine.map(() => first.id));
    for (const { ctx } of [first, second]) {
      const open = await listReviews(ctx, { campaignId: id, show: "mine", by: ctx.actor.staffId, page: 1 });
      expect(await findOwnOpen(ctx)).toEqual(open.length === 0 ? null : { campaignId: id, count: open.length });
    }
  });

  it("carries out what was decided when it is closed: roles end with the sessions of their people, and nothing of it changes any more", async () => {
    const [first, second, goes, stays, went] = [await someone("하나", "admin"), await someone("둘", "admin"), await someone("셋", "comms", "finance"), await someone("넷", "comms"), await someone("다섯", "support")];
    const id = await openCampaign(first.ctx, { reason: REASON });
    const answer = async (by: typeof first, row: { id: string }, decision: string) => decideReviews(by.ctx, { campaignId: id, reviews: [row.id], decision, reason: REASON });
    await answer(second, await rowOf(id, first.id), "keep");
    for (const [who, role, decision] of [[second, "admin", "keep"], [goes, "comms", "revoke"], [goes, "finance", "keep"], [stays, "comms", "keep"], [went, "support", "revoke"]] as const) await answer(first, await rowOf(id, who.id, role), decision);
    const [gone] = await database.db.select().from(staffGrants).where(eq(staffGrants.staffId, went.id));
    await endGrant(first.ctx, { grantId: gone!.id });
    await closeCampaign(first.ctx, { campaignId: id });
    expect([await rolesOf(goes.id), await rolesOf(stays.id)]).toEqual([["finance"], ["comms"]]);
    expect(await findStaffSession(database.db, goes.token)).toBeNull();
    expect(await findEndedSession(database.db, goes.token)).toMatchObject({ reason: "role-ended" });
    expect(await findStaffSession(database.db, stays.token)).not.toBeNull();
    expect([(await rowOf(id, goes.id, "comms")).outcome, (await rowOf(id, goes.id, "finance")).outcome, (await rowOf(id, went.id)).outcome]).toEqual(["ended", "kept", "ended-before"]);
    expect(await eventsOf(goes.id, "staff.end-grant")).toMatchObject([{ details: { role: "comms", why: "revoked", campaign: id } }]);
    await expect(answer(first, await rowOf(id, stays.id), "revoke")).rejects.toMatchObject({ reason: "campaign-closed" });
    await expect(closeCampaign(first.ctx, { campaignId: id })).rejects.toMatchObject({ reason: "campaign-closed" });
    await expect(database.db.update(accessReviews).set({ reason: "another reason than it was" }).where(eq(accessReviews.campaignId, id))).rejects.toThrow();
    await expect(database.db.update(accessCampaigns).set({ manifestHash: "0".repeat(64) }).where(eq(accessCampaigns.id, id))).rejects.toThrow();
  });

  it("takes away after 14 days what nobody answered for, reminds twice before, and leaves the last administrator", async () => {
    const before = await mails();
    const [admin, security, silent] = [await someone("관리", "admin"), await someone("보안", "security"), await someone("조용", "finance")];
    const id = await openCampaign(admin.ctx, { reason: REASON });
    expect(await mails()).toBe(before + 2);
    const opened = (days: number) => database.db.update(accessCampaigns).set({ openedAt: new Date(Date.now() - days * DAY), answerBy: new Date(Date.now() + (14 - days) * DAY) }).where(eq(accessCampaigns.id, id));
    const periods = loadAccessPeriods();
    await remindReviewers(clock(), periods);
    expect(await mails()).toBe(before + 2);
    await opened(7.1);
    for (let i = 0; i < 2; i++) await remindReviewers(clock(), periods);
    expect(await mails()).toBe(before + 4);
    await opened(12.1);
    await remindReviewers(clock(), periods);
    expect(await mails()).toBe(before + 6);
    expect(await closeDueCampaigns(clock())).toEqual({ closed: 0 });
    await opened(14.1);
    expect(await closeDueCampaigns(clock())).toEqual({ closed: 1 });
    expect([await rolesOf(silent.id), await rolesOf(security.id), await rolesOf(admin.id)]).toEqual([[], [], ["admin"]]);
    expect(await findStaffSession(database.db, silent.token)).toBeNull();
    expect(await rowOf(id, silent.id)).toMatchObject({ decision: "no-answer", decidedBy: null, reason: null, outcome: "ended" });
    expect(await rowOf(id, admin.id)).toMatchObject({ decision: "no-answer", outcome: "last-admin" });
    expect(await database.db.select().from(alarms).where(and(eq(alarms.kind, "last-admin"), eq(alarms.objectId, admin.id)))).toMatchObject([{ details: { why: "no-answer" } }]);
    expect(await closeDueCampaigns(clock())).toEqual({ closed: 0 });
  });
});

describe("the evidence of a campaign", () => {
  async function aClosedCampaign() {
    const [admin, auditor] = [await someone("관리", "admin"), await someone("=HYPERLINK(1)", "auditor")];
    const id = await openCampaign(admin.ctx, { reason: REASON });
    await decideReviews(admin.ctx, { campaignId: id, reviews: [(await rowOf(id, auditor.id)).id], decision: "keep", reason: "+82 was asked, they stay" });
    await overdue();
    await closeDueCampaigns(clock());
    return { id, auditor, archive: await downloadBundle(auditor.ctx, id) };
  }

  it("is an archive of every answer as data and as a table, whose manifest stands in the audit log by its hash", async () => {
    const { id, auditor, archive } = await aClosedCampaign();
    const verdict = verifyBundle(archive);
    expect(verdict).toMatchObject({ findings: [], manifest: { campaign: id } });
    const [event] = await eventsOf(id, "access-review.close");
    expect(event?.details).toMatchObject({ reviews: 2, kept: 1, revoked: 0, unanswered: 1, manifest: verdict.manifestHash });
    expect((await getCampaign(auditor.ctx, id)).manifestHash).toBe(verdict.manifestHash);
    expect(await eventsOf(id, "access-review.download")).toMatchObject([{ actorId: auditor.id }]);
    const files = unzipSync(archive);
    expect(Object.keys(files).sort()).toEqual(["README.txt", "campaign.json", "manifest.json", "reviews.csv", "reviews.json"]);
    const reviews = JSON.parse(strFromU8(files["reviews.json"]!)) as Record<string, unknown>[];
    expect(reviews.find(({ role }) => role === "auditor")).toMatchObject({ staff: { id: auditor.id, name: "=HYPERLINK(1)" }, decision: "keep", decidedBy: { name: "관리" }, reason: "+82 was asked, they stay", outcome: "kept" });
    const table = parse(strFromU8(files["reviews.csv"]!), { bom: true, columns: true }) as unknown as Record<string, string>[];
    expect(table.map(({ name, reason, answer }) => [name, reason, answer]).sort()).toEqual([["'=HYPERLINK(1)", "'+82 was asked, they stay", "keep"], ["관리", "", "no-answer"]].sort());
    await expect(downloadBundle(staffContext(database.parts, ["support"]), id)).rejects.toMatchObject({ reason: "forbidden" });
    await expect(database.db.insert(accessBundles).values({ campaignId: id, archive })).rejects.toThrow();
  });

  it("shows each change: of a file, of the manifest, a file that is gone or was put in, and what is no archive", async () => {
    const { archive } = await aClosedCampaign();
    const whole = unzipSync(archive);
    const { manifestHash } = verifyBundle(archive);
    for (const name of Object.keys(whole).filter((file) => file !== "manifest.json")) {
      const changed = { ...whole, [name]: whole[name]!.map((byte, i) => (i === 5 ? byte ^ 1 : byte)) };
      expect(verifyBundle(zipSync(changed)).findings, name).toEqual([`${name} was changed.`]);
      const without = Object.fromEntries(Object.entries(whole).filter(([file]) => file !== name));
      expect(verifyBundle(zipSync(without)).findings).toEqual([`${name} is missing.`]);
    }
    expect(verifyBundle(zipSync({ ...whole, "more.txt": strToU8("more") })).findings).toHaveLength(1);
    const said = strToU8(strFromU8(whole["manifest.json"]!).replace(/"quarter": "[^"]*"/, '"quarter": "2001-Q1"'));
    expect(verifyBundle(zipSync({ ...whole, "manifest.json": said })).manifestHash).not.toBe(manifestHash);
    for (const broken of [archive.subarray(0, archive.length / 2), Buffer.from("no archive"), zipSync({ "a.txt": strToU8("a") })]) expect(verifyBundle(broken)).toMatchObject({ manifest: null, findings: [expect.any(String)] });
  });
});

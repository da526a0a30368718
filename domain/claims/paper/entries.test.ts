import { and, eq, inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { revealDays } from "@/db/schema/reveals";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import { benefitKinds } from "@/db/values/benefits";
import type { Role } from "@/db/values/roles";
import { aDraftClaim, aProgramme, decideFiled } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { aStaffMember } from "@/test/staff";
import { offBoard } from "../../offboarding/off-board";
import { getOwnBudget } from "../../reveals/queries";
import { chooseBenefits } from "../answers/choose-benefits";
import { saveAccount } from "../answers/save-account";
import { freeClaims } from "../desk/free-claims";
import { saveAgent } from "../desk/save-agent";
import { fileClaim } from "../file-claim";
import { openOwnClaim } from "../own-claim";
import { incidentToday } from "../queries/incident-time-zone";
import { takeClaim } from "../take-claim";
import { checkEntry } from "./check-entry";
import { dropEntry } from "./drop-entry";
import { findRecord } from "./find-record";
import { lookAtEntry } from "./look-at-entry";
import { getClaimIntake, getEntry, listEntries } from "./queries";
import { startPaperClaim } from "./start-paper-claim";
import { takeEntry } from "./take-entry";

const database = useDatabase();
const CSV = ["ref,email,confirmed,postal_name,postal_code,postal_address", "a,minji@example.com,names,김민지,04101,서울특별시 마포구 하늘로 12", "b,,names,박노을,04102,서울특별시 마포구 하늘로 14"].join("\n");
const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
const reason = "the paper turned out to be a copy of another";

async function member(...roles: Role[]) {
  return staffContext(database.parts, roles, (await aStaffMember(database.parts, roles)).id);
}
type Member = Awaited<ReturnType<typeof member>>;
const idOf = (ctx: Member) => ctx.actor.staffId;

async function scene() {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident);
  const enterer = await member("support");
  const begin = async (by: Member, ref = "b") => {
    const [record] = await findRecord(by, incident.id, { query: ref });
    return (await startPaperClaim(by, incident.id, { programme: programme.slug, subjectId: record!.subjectId.toString(), postmarkedOn: today, signer: "박노을", locale: "ko", answer: "post" })).claimId;
  };
  const fill = async (by: Member, claimId: string) => {
    await chooseBenefits(by, { claimId, benefits: "cash" });
    await saveAccount(by, { claimId, kind: "kr-account", bank: "088", account: "110-123-456789", holder: "박노을" });
  };
  const file = (by: Member, claimId: string) => fileClaim(by, { claimId, termsVersion: programme.termsVersion, accept: "1" });
  return { incident, programme, enterer, claimId: await begin(enterer), begin, fill, file };
}
const eventsOf = async (claimId: string, ...actions: string[]) =>
  database.db.select({ action: auditEvents.action, actorId: auditEvents.actorId, reason: auditEvents.reason, details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.objectId, claimId), inArray(auditEvents.action, actions))).orderBy(auditEvents.id);
const holderOf = async (claimId: string) => (await database.db.select({ id: claims.assignedTo }).from(claims).where(eq(claims.id, claimId)))[0]?.id ?? null;

describe("an entry from paper that somebody else began", () => {
  it("is seen by whoever reads claims: who began it, when, and for which record, and nothing of its person", async () => {
    const { incident, programme, enterer, claimId, begin } = await scene();
    const colleague = await member("support");
    const own = await begin(colleague, "a");
    const [entry, second] = await listEntries(colleague, incident.id, { whose: "others" });
    expect(second).toBeUndefined();
    expect(entry).toEqual({ id: claimId, incidentId: incident.id, programmeId: programme.id, subjectId: entry!.subjectId, postmarkedOn: today, begunBy: idOf(enterer), begunAt: entry!.begunAt, takenOverBy: [], heldBy: idOf(enterer), state: "draft" });
    expect((await listEntries(colleague, incident.id, { whose: "own" })).map(({ id }) => id)).toEqual([own]);
    expect((await listEntries(await member("finance"), incident.id, { programmeId: programme.id })).map(({ id }) => id)).toEqual([claimId, own]);
    expect(await getEntry(colleague, claimId)).toEqual(entry);
    await expect(openOwnClaim(colleague, claimId)).rejects.toMatchObject({ kind: "not-found" });
    await expect(listEntries(await member("comms"), incident.id)).rejects.toMatchObject({ kind: "forbidden" });
    for (const role of ["finance", "approver"] as const) for (const act of [takeEntry, dropEntry]) await expect(act(await member(role), { claimId, reason })).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("is taken over by a lead, who finishes it; whoever began it may not go on, and neither grants it alone", async () => {
    const { incident, enterer, claimId, fill, file } = await scene();
    const [lead, between, agent] = [await member("lead"), await member("lead"), await member("support")];
    await fill(enterer, claimId);
    await takeEntry(between, { claimId });
    await expect(takeEntry(agent, { claimId })).rejects.toMatchObject({ kind: "forbidden", reason: "paper-entered-by-another" });
    await takeEntry(lead, { claimId });
    await takeEntry(lead, { claimId });
    const took = (by: Member, from: Member) => ({ action: "claim.take-entry", actorId: idOf(by), reason: null, details: { from: idOf(from) } });
    expect(await eventsOf(claimId, "claim.take-entry")).toEqual([took(between, enterer), took(lead, between)]);
    await expect(chooseBenefits(enterer, { claimId, benefits: "cash" })).rejects.toMatchObject({ kind: "not-found" });
    expect(await getEntry(enterer, claimId)).toMatchObject({ begunBy: idOf(enterer), takenOverBy: [idOf(between), idOf(lead)], heldBy: idOf(lead) });
    const filed = await file(lead, claimId);
    expect(filed).toMatchObject({ state: "submitted", assignedTo: null });
    expect(await getClaimIntake(lead, filed)).toMatchObject({ enteredBy: idOf(enterer), takenOverBy: [idOf(between), idOf(lead)] });
    expect(await listEntries(lead, incident.id)).toEqual([]);
    for (const act of [takeEntry, dropEntry]) await expect(act(lead, { claimId, reason })).rejects.toMatchObject({ reason: "claim-already-filed" });
    // Each of them alone would grant what nobody else has seen typed.
    await takeClaim(between, { claimId });
    expect(await decideFiled(between, claimId, "yes")).toMatchObject({ proposed: true });
  });

  it("takes one off the budget of whoever took it over and looks at it, once a day, and of whoever began it nothing", async () => {
    const { enterer, claimId, fill, file } = await scene();
    await fill(enterer, claimId);
    const [lead, second] = [await member("lead"), await member("lead")];
    const used = async (by: Member) => (await getOwnBudget(by)).used;
    const before = await used(enterer);
    for (const look of [lookAtEntry, checkEntry, checkEntry]) await look(enterer, claimId);
    expect(await used(enterer)).toBe(before);
    for (const [by, looks] of [[lead, [lookAtEntry, checkEntry, lookAtEntry]], [second, [checkEntry, checkEntry]]] as const) {
      await takeEntry(by, { claimId });
      for (const look of looks) await look(by, claimId);
      expect(await used(by)).toBe(1);
    }
    const tomorrow = { ...second, clock: { now: () => new Date(Date.now() + 86_400_000) } };
    await checkEntry(tomorrow, claimId);
    expect(await used(tomorrow)).toBe(1);
    const third = await member("lead");
    await takeEntry(third, { claimId });
    await database.db.insert(revealDays).values({ staffId: idOf(third), day: (await getOwnBudget(third)).day, used: (await getOwnBudget(third)).limit });
    for (const look of [lookAtEntry, checkEntry]) await expect(look(third, claimId)).rejects.toMatchObject({ reason: "reveals-spent" });
    expect((await eventsOf(idOf(third), "reveals.exceed")).length).toBe(2);
    await file(third, claimId);
  });

  it("is dropped by whoever has it or a lead, with a reason, told once, and the record can be entered again", async () => {
    const { incident, enterer, claimId, begin } = await scene();
    const [lead, agent] = [await member("lead"), await member("support")];
    await expect(dropEntry(agent, { claimId, reason })).rejects.toMatchObject({ kind: "forbidden", reason: "paper-entered-by-another" });
    await expect(dropEntry(lead, { claimId, reason: "because" })).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
    const both = await Promise.allSettled([dropEntry(lead, { claimId, reason }), dropEntry(lead, { claimId, reason })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await eventsOf(claimId, "claim.drop-entry", "claim.withdraw", "claim.take-entry")).toEqual([{ action: "claim.drop-entry", actorId: idOf(lead), reason, details: { of: idOf(enterer), papers: 0 } }]);
    expect(await holderOf(claimId)).toBeNull();
    expect(await listEntries(lead, incident.id)).toEqual([]);
    const again = await begin(agent);
    expect(again).not.toBe(claimId);
    await dropEntry(agent, { claimId: again, reason });
    expect((await database.db.select({ state: claims.state }).from(claims).where(eq(claims.id, again)))[0]).toEqual({ state: "withdrawn" });
  });

  it("is no draft that a claimant began online", async () => {
    const { incident, programme } = await scene();
    const draft = await aDraftClaim(await aSubject(database.parts, incident, "minji@example.com"), programme);
    const lead = await member("lead");
    for (const act of [takeEntry, dropEntry]) await expect(act(lead, { claimId: draft, reason })).rejects.toMatchObject({ kind: "not-found" });
    await expect(getEntry(lead, draft)).rejects.toMatchObject({ kind: "not-found" });
  });

  it("keeps who had it in the database once and for all", async () => {
    const { claimId } = await scene();
    const [lead, second] = [await member("lead"), await member("lead")];
    for (const by of [lead, second, lead]) await takeEntry(by, { claimId });
    expect((await database.db.select({ by: claimIntakes.takenOverBy }).from(claimIntakes).where(eq(claimIntakes.claimId, claimId)))[0]?.by).toEqual([idOf(lead), idOf(second)]);
    for (const set of ["taken_over_by = '{}'", "taken_over_by = taken_over_by[2:]", "entered_by = gen_random_uuid()"]) await expect(database.db.$client.query(`update claim_intakes set ${set} where claim_id = $1`, [claimId])).rejects.toThrow(/does not change/);
  });
});

describe("an entry of somebody who cannot work on it", () => {
  const look = () => freeClaims(systemContext(database.parts));

  it("is nobody's once they have left, are suspended or enter papers no more, and anybody who enters papers takes it", async () => {
    const { incident, enterer: leaver, claimId, begin, fill, file } = await scene();
    const [agent, stays] = [await member("support"), await member("support")];
    const kept = await begin(stays, "a");
    await offBoard(await member("security"), { staffId: idOf(leaver), reason: "has left the company today" });
    await look();
    await look();
    expect(await eventsOf(claimId, "claim.assign")).toEqual([{ action: "claim.assign", actorId: "test/job", reason: null, details: { from: idOf(leaver), to: null, by: "rule", why: "gone" } }]);
    expect([await holderOf(claimId), await holderOf(kept)]).toEqual([null, idOf(stays)]);
    expect((await listEntries(agent, incident.id)).map(({ id, heldBy, begunBy }) => [id, heldBy, begunBy])).toEqual([[claimId, null, idOf(leaver)], [kept, idOf(stays), idOf(stays)]]);
    // Whoever searches for the record comes to it.
    expect(await begin(agent)).toBe(claimId);
    const taken = await Promise.allSettled([takeEntry(agent, { claimId }), takeEntry(stays, { claimId })]);
    expect(taken.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [holder, other] = (await holderOf(claimId)) === idOf(agent) ? [agent, stays] : [stays, agent];
    await expect(begin(other)).rejects.toMatchObject({ reason: "paper-entered-by-another" });
    await fill(holder, claimId);
    expect((await file(holder, claimId)).state).toBe("submitted");

    await database.db.update(staffMembers).set({ suspendedAt: new Date() }).where(eq(staffMembers.id, idOf(stays)));
    await look();
    expect(await holderOf(kept)).toBeNull();
    await takeEntry(agent, { claimId: kept });
    await database.db.update(staffGrants).set({ role: "approver" }).where(eq(staffGrants.staffId, idOf(agent)));
    await look();
    expect(await holderOf(kept)).toBeNull();
  });

  it("is nobody's from the first day on which they are away, and theirs to take again", async () => {
    const { incident, enterer, claimId } = await scene();
    const lead = await member("lead");
    const day = await incidentToday(database.db, systemContext(database.parts), incident.id);
    const dayAt = (days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
    const away = (absentFrom: string) => saveAgent(lead, { staffId: idOf(enterer), locales: ["ko"], benefits: [...benefitKinds], loadLimit: "9", absentFrom, absentUntil: dayAt(9) });
    await away(dayAt(1));
    await look();
    expect(await holderOf(claimId)).toBe(idOf(enterer));
    await away(dayAt(0));
    await look();
    expect(await holderOf(claimId)).toBeNull();
    expect(await eventsOf(claimId, "claim.assign")).toMatchObject([{ details: { from: idOf(enterer), to: null, why: "away" } }]);
    await takeEntry(enterer, { claimId });
    expect((await openOwnClaim(enterer, claimId)).claim.id).toBe(claimId);
    expect((await getEntry(enterer, claimId)).takenOverBy).toEqual([]);
  });
});

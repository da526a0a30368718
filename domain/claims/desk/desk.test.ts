import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { claimAgents, claimLoads, claimNotes } from "@/db/schema/claims-desk";
import { benefitKinds } from "@/db/values/benefits";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import { aFiledClaim, aProgramme, decideFiled } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { insertManyClaims } from "@/test/many-claims";
import { aStaffMember } from "@/test/staff";
import { offBoard } from "../../offboarding/off-board";
import { appealClaim } from "../appeal-claim";
import { incidentToday } from "../queries/incident-time-zone";
import { listClaims } from "../queries/list-claims";
import { answerRequest } from "../requests/answer-request";
import { askClaimant } from "../requests/ask-claimant";
import { takeClaim } from "../take-claim";
import { withdrawClaim } from "../withdraw-claim";
import { addNote } from "./add-note";
import { assignClaim } from "./assign-claim";
import { assignNewClaims } from "./assign-new-claims";
import { freeClaims } from "./free-claims";
import { notePresence } from "./note-presence";
import { countUnreadMentions, listMentions, listNotes } from "./queries";
import { readMentions } from "./read-mentions";
import { mentionedIn, pickAgent, type Agent } from "./rules";
import { saveAgent } from "./save-agent";
import { assignsNewClaims, saveDesk } from "./save-desk";

const database = useDatabase();

async function scene(locale: "ko" | "en" = "ko") {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
  const programme = await aProgramme(database.parts, incident);
  const subject = await aSubject(database.parts, incident, "minji@example.com", locale);
  return { incident, programme, subject, claim: await aFiledClaim(subject, programme) };
}

async function member(role: "support" | "lead" | "comms", name?: string) {
  const { id } = await aStaffMember(database.parts, [role], { name: name ?? `담당 ${randomUUID().slice(0, 6)}` });
  return staffContext(database.parts, [role], id);
}
const idOf = (ctx: { actor: { staffId: string } }) => ctx.actor.staffId;
const agentOf = async (claimId: string) => (await database.db.select({ id: claims.assignedTo }).from(claims).where(eq(claims.id, claimId)))[0]?.id ?? null;
const loadOf = async (staffId: string) => (await database.db.select().from(claimLoads).where(eq(claimLoads.staffId, staffId)))[0]?.openClaims ?? 0;

describe("notes", () => {
  it("are sealed, tell whoever they name, and are found in the queue", async () => {
    const [writer, named] = [await member("support"), await member("lead", "남궁 현")];
    const { incident, claim } = await scene();
    expect(await listNotes(writer, claim.id)).toEqual([]);
    await addNote(writer, { claimId: claim.id, note: "@남궁 현 계좌 명의가 다릅니다. 확인 부탁드립니다." });
    const [row] = await database.db.select().from(claimNotes).where(eq(claimNotes.claimId, claim.id));
    expect(row?.sealedText.toString("utf8")).not.toContain("계좌");
    expect(await listNotes(named, claim.id)).toMatchObject([{ authorId: idOf(writer), text: "@남궁 현 계좌 명의가 다릅니다. 확인 부탁드립니다." }]);
    expect((await listClaims(named, incident.id, { flag: "noted" })).claims.map(({ id, flags }) => [id, flags])).toEqual([[claim.id, ["noted"]]]);
    expect([await countUnreadMentions(named), await countUnreadMentions(writer)]).toEqual([1, 0]);
    expect(await listMentions(named)).toMatchObject([{ claimId: claim.id, reference: claim.reference, read: false }]);
    await readMentions(named, { claim: claim.id });
    expect(await countUnreadMentions(named)).toBe(0);
    expect(await listMentions(named)).toMatchObject([{ read: true }]);
    const [event] = await database.db.select({ details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.action, "claim.note"), eq(auditEvents.objectId, claim.id)));
    expect(event?.details).toEqual({ note: row?.id, mentioned: [idOf(named)] });
  });

  it("are written by those who work with claims, and say something", async () => {
    const { claim } = await scene();
    await expect(addNote(staffContext(database.parts, ["auditor"]), { claimId: claim.id, note: "a note" })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(addNote(await member("support"), { claimId: claim.id, note: "  " })).rejects.toMatchObject({ fields: { note: ["required"] } });
    await expect(addNote(await member("support"), { claimId: randomUUID(), note: "a note" })).rejects.toMatchObject({ reason: "claim" });
  });

  it("name the longer of two names that begin alike, and both of two people of one name", () => {
    const people = [{ id: "1", name: "김민" }, { id: "2", name: "김민지" }, { id: "3", name: "한도윤" }, { id: "4", name: "한도윤" }];
    const named = (text: string) => mentionedIn(text, people).map(({ id }) => id);
    expect(named("@김민지님, 봐 주세요")).toEqual(["2"]);
    expect(named("@김민 님과 @한도윤 님")).toEqual(["1", "3", "4"]);
    expect(named("김민지 님께 mail@example.com 으로")).toEqual([]);
  });
});

describe("presence", () => {
  it("shows two people who have a claim open to each other, and to whom it changed", async () => {
    const { claim } = await scene();
    const [one, two] = [await member("support", "한도윤"), await member("support", "배하린")];
    const first = await notePresence(one, claim.id);
    expect(first.others).toEqual([]);
    expect(await notePresence(two, claim.id)).toEqual({ others: ["한도윤"], version: first.version });
    expect((await notePresence(one, claim.id)).others).toEqual(["배하린"]);
    await takeClaim(two, { claimId: claim.id });
    expect((await notePresence(one, claim.id)).version).not.toBe(first.version);
    await database.db.execute(sql`update claim_presence set seen_at = seen_at - interval '16 seconds' where staff_id = ${idOf(two)}`);
    expect((await notePresence(one, claim.id)).others).toEqual([]);
  });
});

describe("assigning", () => {
  it("gives what nobody has, and one's own, but not what somebody else has unless one leads", async () => {
    const { claim } = await scene();
    const [one, two, lead] = [await member("support"), await member("support"), await member("lead")];
    const claimId = claim.id;
    await assignClaim(one, { claimId, to: "me", had: "" });
    await expect(assignClaim(two, { claimId, to: "me" })).rejects.toMatchObject({ reason: "claim-of-another" });
    await expect(assignClaim(one, { claimId, to: idOf(two), had: "" })).rejects.toMatchObject({ reason: "claim-changed-meanwhile" });
    await expect(assignClaim(one, { claimId, to: randomUUID() })).rejects.toMatchObject({ fields: { to: ["not-an-agent"] } });
    await expect(assignClaim(one, { claimId, to: idOf(await member("comms")) })).rejects.toMatchObject({ fields: { to: ["not-an-agent"] } });
    await expect(takeClaim(two, { claimId })).rejects.toMatchObject({ reason: "claim-of-another" });
    await assignClaim(one, { claimId, to: idOf(two), had: idOf(one) });
    expect([await agentOf(claimId), await loadOf(idOf(one)), await loadOf(idOf(two))]).toEqual([idOf(two), 0, 1]);
    await assignClaim(lead, { claimId, to: "nobody" });
    expect([await agentOf(claimId), await loadOf(idOf(two))]).toEqual([null, 0]);
  });

  it("lets a lead take over what somebody has begun, and nobody else", async () => {
    const { claim } = await scene();
    const [one, two, lead] = [await member("support"), await member("support"), await member("lead")];
    const claimId = claim.id;
    await takeClaim(one, { claimId });
    await expect(takeClaim(two, { claimId })).rejects.toMatchObject({ reason: "claim-of-another" });
    await takeClaim(lead, { claimId });
    expect(await agentOf(claimId)).toBe(idOf(lead));
    const events = await database.db.select({ actorId: auditEvents.actorId, details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.action, "claim.take"), eq(auditEvents.objectId, claimId))).orderBy(auditEvents.id);
    expect(events.map(({ actorId, details }) => [actorId, details])).toEqual([[idOf(one), {}], [idOf(lead), { from: idOf(one) }]]);
  });

  it("counts what each has open, until it is over", async () => {
    const { subject, claim } = await scene();
    const one = await member("support");
    await assignClaim(one, { claimId: claim.id, to: "me" });
    expect(await loadOf(idOf(one))).toBe(1);
    await takeClaim(one, { claimId: claim.id });
    expect(await loadOf(idOf(one))).toBe(1);
    await withdrawClaim(subject, { claimId: claim.id });
    expect(await loadOf(idOf(one))).toBe(0);
    await expect(assignClaim(one, { claimId: claim.id, to: "me" })).rejects.toMatchObject({ reason: "claim-not-open" });
  });

  it("by the rule goes to whoever fits and has the fewest, evenly when many ask at once, and to nobody past the limit", async () => {
    const { incident, programme } = await scene();
    const lead = await member("lead");
    const agents = [await member("support"), await member("support"), await member("support")];
    for (const agent of agents) await saveAgent(lead, { staffId: idOf(agent), locales: ["ko", "en"], benefits: [...benefitKinds], loadLimit: "4" });
    await insertManyClaims(database.db, { incidentId: incident.id, programmeId: programme.id, rows: 240, staffIds: [randomUUID()] });
    const { claims: waiting } = await listClaims(lead, incident.id, { state: "submitted", assigned: "nobody" });
    const given = waiting.slice(0, 8);
    // The pool of a test has room for eight transactions at once.
    await Promise.all(given.map(({ id }) => assignClaim(lead, { claimId: id, to: "rule" })));
    expect((await Promise.all(agents.map((agent) => loadOf(idOf(agent))))).sort()).toEqual([2, 3, 3]);
    const results = await Promise.allSettled((await listClaims(lead, incident.id, { state: "submitted", assigned: "nobody" })).claims.slice(0, 6).map(({ id }) => assignClaim(lead, { claimId: id, to: "rule" })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
    expect(results.filter(({ status }) => status === "rejected")).toMatchObject([{ reason: { reason: "nobody-fits" } }, { reason: { reason: "nobody-fits" } }]);
    expect(await Promise.all(agents.map((agent) => loadOf(idOf(agent))))).toEqual([4, 4, 4]);
  });

  it("of new claims begins when a lead asks for it, passes over what nobody can be given, and ends when nobody has room", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names\nb,john@example.com,names");
    const programme = await aProgramme(database.parts, incident);
    const english = await aFiledClaim(await aSubject(database.parts, incident, "john@example.com", "en"), programme);
    const claim = await aFiledClaim(await aSubject(database.parts, incident, "minji@example.com", "ko"), programme);
    const other = await scene("ko");
    const [lead, agent] = [await member("lead"), await member("support")];
    await database.db.delete(claimAgents);
    await saveAgent(lead, { staffId: idOf(agent), locales: "ko", benefits: [...benefitKinds], loadLimit: "2" });
    const look = () => assignNewClaims(systemContext(database.parts));
    await look();
    expect(await agentOf(claim.id)).toBeNull();
    await expect(saveDesk(agent, incident.id, { assignsNew: "yes" })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(saveDesk(lead, incident.id, {})).rejects.toMatchObject({ fields: { assignsNew: ["choose-one"] } });
    await saveDesk(lead, incident.id, { assignsNew: "yes" });
    expect(await assignsNewClaims(agent, incident.id)).toBe(true);
    await look();
    expect([await agentOf(claim.id), await agentOf(english.id), await agentOf(other.claim.id)]).toEqual([idOf(agent), null, null]);
    const [event] = await database.db.select({ actor: auditEvents.actorKind, details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.action, "claim.assign"), eq(auditEvents.objectId, claim.id)));
    expect(event).toEqual({ actor: "system", details: { from: null, to: idOf(agent), by: "rule" } });
    await insertManyClaims(database.db, { incidentId: incident.id, programmeId: programme.id, rows: 240, first: 1_001, staffIds: [randomUUID()] });
    await look();
    expect(await loadOf(idOf(agent))).toBe(2);
    await saveAgent(lead, { staffId: idOf(agent), locales: ["ko", "en"], benefits: [...benefitKinds], loadLimit: "900" });
    await look();
    expect((await listClaims(lead, incident.id, { state: "submitted", assigned: "nobody" })).claims).toEqual([]);
    await saveDesk(lead, incident.id, { assignsNew: "no" });
    expect(await assignsNewClaims(agent, incident.id)).toBe(false);
  });

  it("is set up by a lead alone, with days that follow each other", async () => {
    const [agent, lead] = [await member("support"), await member("lead")];
    const input = { staffId: idOf(agent), locales: "ko", benefits: "vouchers", loadLimit: "10" };
    await expect(saveAgent(agent, input)).rejects.toMatchObject({ reason: "forbidden" });
    await expect(saveAgent(lead, { ...input, absentFrom: "2026-12-05", absentUntil: "2026-12-01" })).rejects.toMatchObject({ fields: { absentUntil: ["absence-order"] } });
    await expect(saveAgent(lead, { ...input, absentUntil: "2026-12-01" })).rejects.toMatchObject({ fields: { absentFrom: ["absence-from"] } });
    await expect(saveAgent(lead, { ...input, staffId: randomUUID() })).rejects.toMatchObject({ reason: "staff" });
    await expect(saveAgent(lead, {})).rejects.toMatchObject({ fields: { staffId: ["staff"] } });
  });
});

describe("setting free", () => {
  const look = () => freeClaims(systemContext(database.parts));
  const eventsOf = async (claimId: string) => (await database.db.select({ actor: auditEvents.actorKind, details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.action, "claim.assign"), eq(auditEvents.objectId, claimId))).orderBy(auditEvents.id));

  it("takes every open claim from whoever may not work on claims any more, a few at a time, and no other", async () => {
    const { incident, programme, claim } = await scene();
    const [leaver, suspended, moved, stays] = [await member("support"), await member("support"), await member("support"), await member("support")];
    const admin = staffContext(database.parts, ["admin"], (await aStaffMember(database.parts, ["admin"])).id);
    const all = [leaver, suspended, moved, stays].map(idOf);
    await insertManyClaims(database.db, { incidentId: incident.id, programmeId: programme.id, rows: 2_000, first: 2_000_001, staffIds: [randomUUID()] });
    // One after the other, by the triggers that keep what each has open.
    await database.db.execute(sql`update claims set assigned_to = (string_to_array(${all.join()}, ',')::uuid[])[1 + subject_id % 4] where incident_id = ${incident.id} and reference <> ${claim.reference} and state <> 'submitted'`);
    await database.db.execute(sql`update claims set assigned_to = ${idOf(leaver)}::uuid where incident_id = ${incident.id} and reference <> ${claim.reference} and state = 'submitted'`);
    await takeClaim(leaver, { claimId: claim.id });
    const open = async () => {
      const { rows } = await database.db.execute<{ id: string; claims: number }>(sql`select assigned_to as id, count(*)::int as claims from claims where incident_id = ${incident.id} and assigned_to is not null and state in ('submitted', 'in-review', 'needs-information', 'appealed') group by 1`);
      return new Map(rows.map((row) => [row.id, row.claims]));
    };
    const settled = async () => (await database.db.select({ id: claims.id }).from(claims).where(and(eq(claims.incidentId, incident.id), eq(claims.assignedTo, idOf(leaver)), eq(claims.state, "paid")))).length;
    await look();
    const [before, paid] = [await open(), await settled()];
    expect([before.size, before.get(idOf(leaver))! > 400, paid > 0]).toEqual([4, true, true]);
    await offBoard(admin, { staffId: idOf(leaver), reason: "they have left the company" });
    await database.db.update(staffMembers).set({ suspendedAt: new Date() }).where(eq(staffMembers.id, idOf(suspended)));
    await database.db.update(staffGrants).set({ endedAt: new Date() }).where(eq(staffGrants.staffId, idOf(moved)));
    await look();
    expect([...(await open())]).toEqual([[idOf(stays), before.get(idOf(stays))]]);
    expect(await settled()).toBe(paid);
    expect(await Promise.all(all.slice(0, 3).map(loadOf))).toEqual([0, 0, 0]);
    expect(await eventsOf(claim.id)).toEqual([{ actor: "system", details: { from: idOf(leaver), to: null, by: "rule", why: "gone" } }]);
    await look();
    expect(await eventsOf(claim.id)).toHaveLength(1);
    // What was begun stays so, for whoever has it next.
    await database.db.delete(claimAgents);
    const lead = await member("lead");
    await saveAgent(lead, { staffId: idOf(stays), locales: ["ko", "en"], benefits: [...benefitKinds], loadLimit: "9000" });
    await saveDesk(lead, incident.id, { assignsNew: "yes" });
    await assignNewClaims(systemContext(database.parts));
    expect((await database.db.select({ state: claims.state, assignedTo: claims.assignedTo }).from(claims).where(eq(claims.id, claim.id)))[0]).toEqual({ state: "in-review", assignedTo: idOf(stays) });
    expect([...(await open())]).toEqual([[idOf(stays), [...before.values()].reduce((sum, count) => sum + count, 0)]]);
    await saveDesk(lead, incident.id, { assignsNew: "no" });
  });

  it("leaves to whoever is away what can wait until they are back", async () => {
    const { incident, subject, claim } = await scene();
    const [agent, lead] = [await member("support"), await member("lead")];
    const claimId = claim.id;
    await takeClaim(agent, { claimId });
    const away = (absentFrom: string, absentUntil = "") => saveAgent(lead, { staffId: idOf(agent), locales: ["ko"], benefits: [...benefitKinds], loadLimit: "9", absentFrom, absentUntil });
    const due = (day: string) => database.db.execute(sql`update claims set next_due_at = ${day}::timestamp at time zone 'Asia/Seoul' where id = ${claimId}`);
    const today = await incidentToday(database.db, systemContext(database.parts), incident.id);
    const dayAt = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
    await away(dayAt(1));
    await due(`${dayAt(0)} 12:00`);
    await look();
    expect(await agentOf(claimId)).toBe(idOf(agent));
    await away(dayAt(-1), dayAt(3));
    await due(`${dayAt(4)} 00:00`);
    await look();
    expect(await agentOf(claimId)).toBe(idOf(agent));
    await due(`${dayAt(3)} 23:59`);
    await look();
    expect([await agentOf(claimId), (await eventsOf(claimId)).at(-1)]).toEqual([null, { actor: "system", details: { from: idOf(agent), to: null, by: "rule", why: "away" } }]);
    await assignClaim(lead, { claimId, to: idOf(agent) });
    await due(`${dayAt(40)} 00:00`);
    await away(dayAt(0));
    await look();
    expect(await agentOf(claimId)).toBeNull();
    // What was asked for is waited for; what came, or did not come in time, is somebody's who is there.
    await assignClaim(lead, { claimId, to: idOf(agent) });
    await away("");
    await askClaimant(agent, { claimId, items: ["other"], note: "어느 계정으로 주문하셨는지 알려 주시기 바랍니다." });
    await away(dayAt(0), dayAt(90));
    await look();
    expect(await agentOf(claimId)).toBe(idOf(agent));
    await due(`${dayAt(-1)} 00:00`);
    await look();
    expect(await agentOf(claimId)).toBeNull();
    await assignClaim(lead, { claimId, to: idOf(agent) });
    await due(`${dayAt(20)} 00:00`);
    await answerRequest(subject, { claimId, answer: "두 번째 계정으로 주문했습니다." });
    await due(`${dayAt(200)} 00:00`);
    await look();
    expect(await agentOf(claimId)).toBeNull();
  });

  it("gives an appeal by the rule to somebody who had no part in the decision", async () => {
    const { incident, subject, claim } = await scene();
    const [lead, first, second] = [await member("lead"), await member("support"), await member("support")];
    await takeClaim(first, { claimId: claim.id });
    await decideFiled(first, claim.id, "no", "이미 같은 계정으로 받으셨습니다.");
    await appealClaim(subject, { claimId: claim.id, text: "다시 살펴봐 주시기 바랍니다." });
    await database.db.delete(claimAgents);
    await saveAgent(lead, { staffId: idOf(first), locales: ["ko"], benefits: [...benefitKinds], loadLimit: "9" });
    await saveDesk(lead, incident.id, { assignsNew: "yes" });
    await assignNewClaims(systemContext(database.parts));
    expect(await agentOf(claim.id)).toBeNull();
    await saveAgent(lead, { staffId: idOf(second), locales: ["ko"], benefits: [...benefitKinds], loadLimit: "9" });
    await assignNewClaims(systemContext(database.parts));
    expect(await agentOf(claim.id)).toBe(idOf(second));
    await saveDesk(lead, incident.id, { assignsNew: "no" });
  });
});

describe("pickAgent", () => {
  const agent = (staffId: string, more: Partial<Agent> = {}): Agent => ({ staffId, locales: ["ko", "en"], benefits: [...benefitKinds], loadLimit: 10, openClaims: 5, absence: null, ...more });
  const claim = { locale: "en" as const, benefits: ["lost-time" as const, "flat-cash" as const] };
  const pick = (...agents: Agent[]) => pickAgent(agents, claim, "2026-12-01")?.staffId ?? null;

  it("passes over whoever is away, full, or does not know the language or all that is asked for", () => {
    expect(pick(agent("a", { openClaims: 2, locales: ["ko"] }), agent("b"))).toBe("b");
    expect(pick(agent("a", { openClaims: 2, benefits: ["lost-time"] }), agent("b"))).toBe("b");
    expect(pick(agent("a", { loadLimit: 2, openClaims: 2 }), agent("b"))).toBe("b");
    expect(pick(agent("a", { openClaims: 2, absence: { from: "2026-12-01", until: null } }), agent("b"))).toBe("b");
    expect(pick(agent("a", { openClaims: 2, absence: { from: "2026-11-01", until: "2026-12-01" } }), agent("b"))).toBe("b");
    expect(pick(agent("a", { openClaims: 2, absence: { from: "2026-11-01", until: "2026-11-30" } }), agent("b"))).toBe("a");
    expect(pick(agent("a", { openClaims: 2, absence: { from: "2026-12-02", until: null } }), agent("b"))).toBe("a");
    expect(pick(agent("a", { loadLimit: 0, openClaims: 0 }))).toBeNull();
    expect(pick()).toBeNull();
  });
});

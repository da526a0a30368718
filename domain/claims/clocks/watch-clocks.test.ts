import { asc, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claimClocks } from "@/db/schema/claim-clocks";
import { staffMembers } from "@/db/schema/staff";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { aStaffMember } from "@/test/staff";
import { withTransaction } from "../../kernel/transaction";
import { takeClaim } from "../take-claim";
import type { Claim } from "../types";
import { withdrawClaim } from "../withdraw-claim";
import { calendarDaysLeft, countClocks, oldestLateSeconds } from "./clock-figures";
import { boardFilterInput } from "./input";
import { countBoard, countOurLate, getOfficeDays, listBoard, listClaimClocks } from "./queries";
import { startClock } from "./start-clock";
import { watchClocks } from "./watch-clocks";

const database = useDatabase();
const seoul = (wall: string) => new Date(`${wall}+09:00`);
const PORTAL = "https://amends.example/";

/** Three claims filed on the first Monday of November 2026, of which the first has an agent. */
async function scene() {
  const time = { at: seoul("2026-11-02T10:00"), now: () => time.at };
  const parts = { ...database.parts, clock: time };
  const people = ["minji", "jun", "sora"];
  const incident = await aPublishedIncident(parts, ["ref,email,confirmed", ...people.map((name) => `${name},${name}@example.com,names`)].join("\n"));
  const programme = await aProgramme(parts, incident, { opensAt: new Date("2025-01-01"), closesAt: new Date("2030-01-01") });
  const subjects = [];
  for (const name of people) subjects.push(await aSubject(parts, incident, `${name}@example.com`));
  const claims: Claim[] = [];
  for (const subject of subjects) claims.push(await aFiledClaim(subject, programme));
  const member = await aStaffMember(parts, ["support"]);
  const agent = staffContext(parts, ["support"], member.id);
  await takeClaim(agent, { claimId: claims[0]!.id });
  const look = (to: Date) => {
    time.at = to;
    return watchClocks(systemContext(parts), PORTAL);
  };
  const filter = (typed: Record<string, string> = {}) => boardFilterInput.parse(typed);
  const mails = async () => (await openQueued(parts, incident.id)).filter(({ purpose }) => purpose === "staff-claims-late").map(({ content }) => content);
  const lateEvents = () => database.db.select({ object: auditEvents.objectId, details: auditEvents.details, actor: auditEvents.actorKind }).from(auditEvents).where(eq(auditEvents.action, "claim.become-late")).orderBy(asc(auditEvents.id));
  const ofIncident = async () => (await lateEvents()).filter(({ object }) => claims.some(({ id }) => id === object));
  return { time, parts, incident, programme, subjects, claims, member, agent, look, filter, mails, ofIncident };
}

it("marks what is soon and what is late once, and writes each down", async () => {
  const { incident, claims, member, agent, look, filter, ofIncident } = await scene();
  await look(seoul("2026-11-04T13:59"));
  expect(await countBoard(agent, incident.id)).toMatchObject({ late: 0, soon: 0, agents: [] });
  await look(seoul("2026-11-04T14:00"));
  expect(await countBoard(agent, incident.id)).toMatchObject({ late: 0, soon: 3, kinds: { "first-reply": { soon: 3 }, decision: { soon: 0 } }, agents: [{ agentId: member.id, late: 0, soon: 1 }, { agentId: null, late: 0, soon: 2 }] });
  expect((await listBoard(agent, incident.id, filter({ stage: "soon" }))).rows[0]?.reading).toMatchObject({ late: false, count: 4, unit: "hours", stage: "soon" });
  expect(await ofIncident()).toEqual([]);
  await Promise.all([look(seoul("2026-11-04T18:00")), look(seoul("2026-11-04T18:00"))]);
  await look(seoul("2026-11-04T18:01"));
  const events = await ofIncident();
  expect(events.map(({ object }) => object).sort()).toEqual(claims.map(({ id }) => id).sort());
  expect(events[0]).toMatchObject({ actor: "system", details: { clock: "first-reply", dueAt: seoul("2026-11-04T18:00").toISOString() } });
  expect(await countBoard(agent, incident.id)).toMatchObject({ late: 3, soon: 0 });
  expect(await countOurLate(agent, incident.id)).toBe(3);
  expect(await database.db.select({ breachedAt: claimClocks.breachedAt, kind: claimClocks.kind }).from(claimClocks).where(eq(claimClocks.claimId, claims[1]!.id)).orderBy(claimClocks.kind)).toEqual([{ breachedAt: null, kind: "decision" }, { breachedAt: seoul("2026-11-04T18:00"), kind: "first-reply" }]);
  expect(await countClocks(database.db)).toContainEqual({ stage: "late", clocks: expect.any(Number) as number });
  expect(await oldestLateSeconds(database.db)).toEqual(expect.any(Number));
  expect(calendarDaysLeft(new Date("2027-12-22T00:00:00Z"))).toBe(10);
});

it("tells the leads in their language, once for each clock and at most once an hour", async () => {
  const { parts, incident, subjects, claims, agent, look, mails } = await scene();
  const [lead, other, approver] = [await aStaffMember(parts, ["lead"], { locale: "ko", name: "팀장" }), await aStaffMember(parts, ["lead"], { locale: "en", name: "Lead" }), await aStaffMember(parts, ["approver"])];
  const gone = await aStaffMember(parts, ["lead"]);
  await database.db.update(staffMembers).set({ disabledAt: new Date() }).where(eq(staffMembers.id, gone.id));
  await look(seoul("2026-11-04T18:00"));
  const first = await mails();
  expect(first.map(({ to }) => to).sort()).toEqual([lead.email, other.email].sort());
  const english = first.find(({ to }) => to === other.email);
  expect(english?.subject).toMatch(/^3 deadlines of claims have passed · /);
  for (const { reference } of claims) expect(english?.text).toContain(`${reference} · First reply · was due 4 November 2026`);
  expect(english?.text).toContain("https://amends.example/console/claims/board");
  expect(first.find(({ to }) => to === lead.email)?.text).toContain("처리 기한이 3건 지났습니다");
  expect(JSON.stringify(first)).not.toMatch(/minji|jun@|sora/);
  await look(seoul("2026-11-04T18:30"));
  await look(seoul("2026-11-05T18:00"));
  expect(await mails()).toHaveLength(2);
  await withdrawClaim(subjects[2]!, { claimId: claims[2]!.id });
  await look(seoul("2026-11-16T18:00"));
  const more = (await mails()).filter(({ to }) => to === other.email);
  expect(more).toHaveLength(2);
  expect(more[1]?.subject).toMatch(/^2 deadlines of claims/);
  expect(more[1]?.text).toContain("Decision · was due 16 November 2026");
  for (const { id } of [lead, other, gone]) await database.db.update(staffMembers).set({ disabledAt: new Date() }).where(eq(staffMembers.id, id));
  expect((await mails()).some(({ to }) => to === approver.email)).toBe(false);
  await withTransaction(agent, (tx) => startClock(tx, agent, { claimId: claims[1]!.id, incidentId: incident.id, kind: "appeal", dueAt: seoul("2026-11-17T18:00") }));
  await look(seoul("2026-11-17T18:00"));
  expect((await mails()).filter(({ to }) => to === approver.email), "whoever approves is told where there is no lead").toHaveLength(1);
});

it("has a board, by kind, by agent, a page at a time, and says of a claim how its clocks stand", async () => {
  const { time, incident, claims, member, agent, look, filter } = await scene();
  await look(seoul("2026-11-17T10:00"));
  const { rows } = await listBoard(agent, incident.id, filter());
  expect(rows.map(({ kind }) => kind)).toEqual(["first-reply", "first-reply", "first-reply", "decision", "decision", "decision"]);
  expect(rows[0]?.reading).toMatchObject({ late: true, count: 12, unit: "days" });
  expect((await listBoard(agent, incident.id, filter({ agent: member.id }))).rows.map(({ claimId, kind }) => [claimId, kind])).toEqual([[claims[0]!.id, "first-reply"], [claims[0]!.id, "decision"]]);
  expect((await listBoard(agent, incident.id, filter({ agent: "none", kind: "decision" }))).rows.map(({ claimId }) => claimId).sort()).toEqual([claims[1]!.id, claims[2]!.id].sort());
  expect(await listBoard(agent, incident.id, filter({ stage: "soon" }))).toEqual({ rows: [], next: null, previous: null });
  expect(filter({ stage: "gone", kind: "x", agent: "me" })).toEqual({ stage: "late" });
  // Anything that is no position is the beginning.
  expect((await listBoard(agent, incident.id, filter({ after: Buffer.from("2026|x").toString("base64url") }))).rows).toHaveLength(6);
  const clocks = await listClaimClocks(agent, { id: claims[0]!.id, incidentId: incident.id });
  expect(clocks.map(({ kind, business, reading }) => [kind, business, reading?.late])).toEqual([["first-reply", true, true], ["decision", true, true]]);
  time.at = seoul("2026-11-06T10:00");
  expect((await listClaimClocks(agent, { id: claims[0]!.id, incidentId: incident.id }))[1]?.reading).toMatchObject({ late: false, count: 6, unit: "business-days", stage: "running" });
  expect(await getOfficeDays(agent, incident.id)).toMatchObject({ country: { en: "Korea" }, hours: { from: "09:00", to: "18:00" }, knownTo: 2027, closed: [] });
  time.at = seoul("2026-12-01T10:00");
  expect((await getOfficeDays(agent, incident.id))?.closed.map(({ date }) => date)).toEqual(["2026-12-25", "2027-01-01"]);
  await expect(listBoard(staffContext(database.parts, ["comms"]), incident.id, filter())).rejects.toMatchObject({ kind: "forbidden" });
  await expect(watchClocks(agent, PORTAL)).rejects.toMatchObject({ kind: "forbidden" });
});

it("goes through a long board forwards and back without losing a line, and counts no further than a hundred", async () => {
  const { incident, claims, agent, filter } = await scene();
  const due = seoul("2026-11-03T18:00");
  // Rounds of one claim stand for many claims: what is looked at is the clocks.
  await database.db.insert(claimClocks).values(Array.from({ length: 120 }, (_, i) => ({ claimId: claims[1]!.id, incidentId: incident.id, kind: "cure" as const, round: i + 1, stage: "late" as const, startedAt: new Date(due.getTime() - 86_400_000), soonAt: due, dueAt: new Date(due.getTime() + Math.floor(i / 7) * 1000), breachedAt: due })));
  const seen: number[] = [];
  let page = await listBoard(agent, incident.id, filter());
  for (;;) {
    seen.push(...page.rows.map(({ round }) => round));
    if (page.next === null) break;
    page = await listBoard(agent, incident.id, filter({ after: page.next }));
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  const back = await listBoard(agent, incident.id, filter({ before: page.previous! }));
  expect(back.rows.map(({ round }) => round)).toEqual(seen.slice(50, 100));
  expect(back.next).not.toBeNull();
  expect(await countBoard(agent, incident.id)).toMatchObject({ late: 101, kinds: { cure: { late: 101 } }, agents: [{ agentId: null, late: 101, soon: 0 }] });
  expect(await countOurLate(agent, incident.id), "a claimant's time that ran out is nobody's fault").toBe(0);
});

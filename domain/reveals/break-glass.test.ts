import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { auditEvents } from "@/db/schema/audit";
import { revealDays, revealRequests } from "@/db/schema/reveals";
import type { Role } from "@/db/values/roles";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember } from "@/test/staff";
import { mayRevealClaims } from "../claims/policy";
import type { StaffContext } from "../kernel/context";
import { offBoard } from "../offboarding/off-board";
import { askForReveals } from "./ask-for-reveals";
import { declineReveals } from "./decline-reveals";
import { grantReveals } from "./grant-reveals";
import { countWaitingRequests, getOwnBudget, listOwnRequests, listRequests } from "./queries";
import { recordLook } from "./record-look";
import { dayOfBudget } from "./rules";
import { runLook } from "./run-look";

const database = useDatabase();
const { stop, zone, further } = loadAlarmLimits().reveals;
const REASON = "the list of late payments is longer today";
const NOON = new Date("2026-12-03T03:00:00Z");

const someone = async (role: Role, now = NOON): Promise<StaffContext> => ({ ...staffContext(database.parts, [role], (await aStaffMember(database.parts, [role])).id), clock: { now: () => now } });
const at = (ctx: StaffContext, now: string): StaffContext => ({ ...ctx, clock: { now: () => new Date(now) } });
const setUsed = (ctx: StaffContext, people: number) => database.db.insert(revealDays).values({ staffId: ctx.actor.staffId, day: dayOfBudget(ctx.clock.now(), zone), used: people }).onConflictDoUpdate({ target: [revealDays.staffId, revealDays.day], set: { used: people } });
const look = (ctx: StaffContext, people: number) => runLook(ctx, (tx) => recordLook(tx, ctx, { action: "claim.reveal", object: { kind: "claim", id: randomUUID() }, incidentId: randomUUID(), subjects: [1n], rule: mayRevealClaims, costs: people }));
const spentAgent = async () => {
  const ctx = await someone("support");
  await setUsed(ctx, stop);
  return ctx;
};
const ask = async (ctx: StaffContext) => {
  await askForReveals(ctx, { reason: REASON });
  return (await listOwnRequests(ctx)).at(-1)?.id ?? "";
};
const eventsOf = async (id: string) => (await database.db.select({ action: auditEvents.action, by: auditEvents.actorId, reason: auditEvents.reason, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, id)).orderBy(auditEvents.id));

describe("further people for a day", () => {
  it("are granted by a second person, counted to their end, and gone with the day", async () => {
    const [agent, lead] = [await spentAgent(), await someone("lead")];
    await expect(look(agent, 1)).rejects.toMatchObject({ reason: "reveals-spent", values: { limit: stop } });
    const requestId = await ask(agent);
    expect(await countWaitingRequests(lead)).toBe(1);
    expect(await listRequests(lead)).toMatchObject([{ id: requestId, staffId: agent.actor.staffId, reason: REASON, people: further.people, used: stop, state: "asked" }]);
    await grantReveals(lead, { requestId });
    expect(await getOwnBudget(agent)).toMatchObject({ used: stop, limit: stop + further.people });
    await look(agent, further.people);
    await expect(look(agent, 1)).rejects.toMatchObject({ reason: "reveals-spent", values: { limit: stop + further.people } });
    expect(await eventsOf(requestId)).toMatchObject([{ action: "reveals.ask", by: agent.actor.staffId, reason: REASON, details: { used: stop, people: further.people } }, { action: "reveals.grant", by: lead.actor.staffId, details: { of: agent.actor.staffId, people: further.people } }]);
    expect(await getOwnBudget(at(agent, "2026-12-03T15:00:00Z"))).toMatchObject({ day: "2026-12-04", used: 0, limit: stop });
    await expect(grantReveals(await someone("security"), { requestId })).rejects.toMatchObject({ reason: "reveals-settled" });
  });

  it("are granted to nobody by themself, by a role that may not, without a fresh proof, or after their day", async () => {
    const lead = await someone("lead");
    await setUsed(lead, stop);
    const requestId = await ask(lead);
    expect(await countWaitingRequests(lead)).toBe(0);
    await expect(grantReveals(lead, { requestId })).rejects.toMatchObject({ reason: "second-person" });
    await expect(declineReveals(lead, { requestId, reason: "changed my mind about it" })).rejects.toMatchObject({ reason: "second-person" });
    for (const role of ["support", "approver", "admin", "auditor"] as const) await expect(grantReveals(await someone(role), { requestId })).rejects.toMatchObject({ reason: "forbidden" });
    const other = await someone("security");
    await expect(grantReveals({ ...other, actor: { ...other.actor, proven: false } }, { requestId })).rejects.toMatchObject({ reason: "stale-proof" });
    await expect(grantReveals(at(other, "2026-12-03T15:00:00Z"), { requestId })).rejects.toMatchObject({ reason: "reveals-settled" });
    await expect(grantReveals(other, { requestId: randomUUID() })).rejects.toMatchObject({ kind: "not-found" });
    expect(await getOwnBudget(lead)).toMatchObject({ limit: stop });
    await expect(askForReveals(other, { reason: REASON })).rejects.toMatchObject({ reason: "forbidden" });
  });

  it("are asked for near the end alone, one request at a time, with a reason, and so many times a day", async () => {
    const [agent, lead] = [await someone("support"), await someone("lead")];
    await setUsed(agent, stop - further.people);
    await expect(askForReveals(agent, { reason: REASON })).rejects.toMatchObject({ reason: "reveals-left" });
    await setUsed(agent, stop - further.people + 1);
    await expect(askForReveals(agent, { reason: "more" })).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => askForReveals(agent, { reason: REASON })));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [first] = await listOwnRequests(agent);
    await declineReveals(lead, { requestId: first?.id, reason: "Please hand it to the evening team." });
    expect(await listOwnRequests(agent)).toMatchObject([{ state: "declined", declinedFor: "Please hand it to the evening team.", decidedBy: lead.actor.staffId }]);
    for (let n = 1; n <= further.times; n++) {
      await setUsed(agent, stop + further.people * (n - 1));
      await grantReveals(lead, { requestId: await ask(agent) });
    }
    await setUsed(agent, stop + further.people * further.times);
    await expect(askForReveals(agent, { reason: REASON })).rejects.toMatchObject({ reason: "reveals-no-further" });
  });

  it("end with the access of whoever asked, and of whoever granted them", async () => {
    const [leaver, agent, lead, third] = [await spentAgent(), await spentAgent(), await someone("lead"), await someone("security")];
    const [waiting, granted] = [await ask(leaver), await ask(agent)];
    await grantReveals(lead, { requestId: granted });
    const security = await someone("security");
    const gone = (ctx: StaffContext) => offBoard(security, { staffId: ctx.actor.staffId, reason: "has left the company today" });
    expect((await gone(leaver)).taken).toEqual([{ kind: "reveal-request", id: waiting }]);
    await expect(grantReveals(third, { requestId: waiting })).rejects.toMatchObject({ reason: "reveals-settled" });
    expect((await gone(lead)).taken).toEqual([{ kind: "reveal-grant", id: granted }]);
    expect(await getOwnBudget(agent)).toMatchObject({ limit: stop });
    await expect(look(agent, 1)).rejects.toMatchObject({ reason: "reveals-spent" });
    // It was the lead's word that went; the agent may ask somebody else.
    await grantReveals(third, { requestId: await ask(agent) });
    await look(agent, 1);
    expect((await gone(agent)).taken).toMatchObject([{ kind: "reveal-request" }]);
    const states = await database.db.select({ state: revealRequests.state }).from(revealRequests).where(eq(revealRequests.staffId, agent.actor.staffId));
    expect(states).toEqual([{ state: "ended" }, { state: "ended" }]);
  });
});

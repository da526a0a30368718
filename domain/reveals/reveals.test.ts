import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { EVERY_INCIDENT, openDatabase } from "@/db/client";
import { auditEvents, auditSubjects } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { enquiries } from "@/db/schema/enquiries";
import { revealDays } from "@/db/schema/reveals";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { productUrl } from "@/test/postgres";
import { revealClaim } from "../claims/reveal-claim";
import { mayRevealClaims } from "../claims/policy";
import { getClaim } from "../claims/queries/get-claim";
import { openEnquiry } from "../enquiries/open-enquiry";
import { revealEnquiry } from "../enquiries/reveal-enquiry";
import type { StaffContext } from "../kernel/context";
import { getOwnBudget } from "./queries";
import { recordLook } from "./record-look";
import { dayOfBudget } from "./rules";
import { runLook } from "./run-look";

const database = useDatabase();
const { warn, stop, zone } = loadAlarmLimits().reveals;
const CSV = "ref,email,confirmed,possible\na,minji@example.com,names;access-codes,\nb,maybe@example.com,,names";
const REASON = "to ask for the missing account";

const support = (clock?: Date) => {
  const ctx = staffContext(database.parts, ["finance", "support"]);
  return clock ? { ...ctx, clock: { now: () => clock } } : ctx;
};
const used = (ctx: StaffContext, people: number) => database.db.insert(revealDays).values({ staffId: ctx.actor.staffId, day: dayOfBudget(ctx.clock.now(), zone), used: people });
const eventsOf = (ctx: StaffContext) => database.db.select().from(auditEvents).where(and(eq(auditEvents.actorKind, "staff"), eq(auditEvents.actorId, ctx.actor.staffId))).orderBy(asc(auditEvents.id));
const actionsOf = async (ctx: StaffContext) => (await eventsOf(ctx)).map(({ action }) => action);
const look = (ctx: StaffContext, people: number) =>
  runLook(ctx, (tx) => recordLook(tx, ctx, { action: "claim.reveal", object: { kind: "claim", id: randomUUID() }, incidentId: randomUUID(), subjects: Array.from({ length: people }, (_, i) => BigInt(i + 1)), rule: mayRevealClaims, costs: people }));

async function aClaim() {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident);
  const subject = await aSubject(database.parts, incident, "minji@example.com");
  const claim = await aFiledClaim(subject, programme);
  const [row] = await database.db.select({ subjectId: claims.subjectId }).from(claims).where(eq(claims.id, claim.id));
  return { incident, subject, claim, subjectId: row?.subjectId ?? 0n };
}

describe("the budget of a day", () => {
  it("is used by each person who is shown in the clear, in the transaction that shows them, and says whose record it was, in which role and what for", async () => {
    const { incident, subject, claim, subjectId } = await aClaim();
    await openEnquiry(subject, incident, { text: "I never gave you my name.", dataClass: "names" });
    const [enquiry] = await database.db.select({ id: enquiries.id }).from(enquiries).where(eq(enquiries.incidentId, incident.id));
    const ctx = support();
    await getClaim(ctx, claim.id);
    expect((await getOwnBudget(ctx)).used).toBe(0);
    await revealClaim(ctx, { claimId: claim.id, purpose: "contact", reason: REASON });
    await revealEnquiry(ctx, { enquiryId: enquiry?.id, purpose: "identity", reason: REASON });
    expect(await getOwnBudget(ctx)).toMatchObject({ used: 2, limit: stop });
    const events = await eventsOf(ctx);
    expect(events.map(({ action, details }) => ({ action, purpose: details.purpose, role: details.role, subjectIds: details.subjectIds }))).toEqual([["claim.read"], ["claim.reveal", "contact"], ["enquiry.reveal", "identity"]].map(([action, purpose]) => ({ action, purpose, role: "support", subjectIds: [subjectId.toString()] })));
    const kept = await database.db.select({ eventId: auditSubjects.eventId }).from(auditSubjects).where(and(eq(auditSubjects.incidentId, incident.id), eq(auditSubjects.subjectId, subjectId))).orderBy(asc(auditSubjects.eventId));
    expect(kept.map(({ eventId }) => eventId)).toEqual(events.map(({ id }) => id));
  });

  it("refuses at its end, shows nothing and keeps the attempt alone, which is not lost with the look that was refused", async () => {
    const { claim } = await aClaim();
    const ctx = support();
    await used(ctx, stop - 1);
    await revealClaim(ctx, { claimId: claim.id, purpose: "contact", reason: REASON });
    await expect(revealClaim(ctx, { claimId: claim.id, purpose: "contact", reason: REASON })).rejects.toMatchObject({ reason: "reveals-spent", kind: "conflict", values: { limit: stop } });
    expect(await actionsOf(ctx)).toEqual(["claim.reveal", "reveals.exceed"]);
    expect((await getOwnBudget(ctx)).used).toBe(stop);
    await revealClaim(support(), { claimId: claim.id, purpose: "contact", reason: REASON });
    expect(await getClaim(ctx, claim.id)).toMatchObject({ masked: { contact: "m•••@example.com" } });
  });

  it("takes off nothing and writes nothing where the act fails after it", async () => {
    const ctx = support();
    await expect(runLook(ctx, async (tx) => {
      await recordLook(tx, ctx, { action: "claim.reveal", object: { kind: "claim", id: randomUUID() }, incidentId: randomUUID(), subjects: [1n], rule: mayRevealClaims, costs: 1 });
      throw new Error("the paper could not be read");
    })).rejects.toThrow("could not be read");
    expect(await actionsOf(ctx)).toEqual([]);
    expect((await getOwnBudget(ctx)).used).toBe(0);
  });

  it("says once when it comes to the alarm's number, however many a look shows", async () => {
    const ctx = support();
    await used(ctx, warn - 5);
    await look(ctx, 4);
    expect(await actionsOf(ctx)).not.toContain("reveals.come-to-limit");
    await look(ctx, 3);
    await look(ctx, 1);
    expect((await eventsOf(ctx)).filter(({ action }) => action === "reveals.come-to-limit")).toMatchObject([{ objectKind: "staff", objectId: ctx.actor.staffId, details: { used: warn + 2, limit: warn } }]);
    await expect(look(ctx, stop)).rejects.toMatchObject({ reason: "reveals-spent" });
    await expect(look(support(), stop + 1)).rejects.toMatchObject({ reason: "reveals-spent" });
  });

  it("begins again at midnight of its zone, and not of another", async () => {
    const ctx = support(new Date("2026-12-03T14:59:59Z"));
    await used(ctx, stop);
    await expect(look(ctx, 1)).rejects.toMatchObject({ reason: "reveals-spent" });
    const after = { ...ctx, clock: { now: () => new Date("2026-12-03T15:00:00Z") } };
    await look(after, 1);
    expect(await getOwnBudget(after)).toMatchObject({ day: "2026-12-04", used: 1 });
  });

  it("is never passed by fifty looks that meet at its edge over connections of their own", async () => {
    const ctx = support();
    await used(ctx, stop - 20);
    const pools = [1, 2].map(() => openDatabase(productUrl(database.url), { max: 25, applicationName: "amends-test", sees: EVERY_INCIDENT }));
    try {
      const answers = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => look({ ...ctx, db: pools[n % 2] ?? ctx.db }, 1)));
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
      for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toMatchObject({ reason: "reveals-spent" });
    } finally {
      for (const pool of pools) await pool.$client.end();
    }
    expect((await getOwnBudget(ctx)).used).toBe(stop);
    const actions = await actionsOf(ctx);
    expect([actions.filter((action) => action === "claim.reveal").length, actions.filter((action) => action === "reveals.exceed").length]).toEqual([20, 30]);
  });
});

it("what a look was about can be neither changed nor taken away, also by the owner", async () => {
  await look(support(), 1);
  for (const statement of ["update audit_subjects set subject_id = 2", "delete from audit_subjects", "truncate audit_subjects"]) await expect(database.db.$client.query(statement)).rejects.toThrow("append-only");
});

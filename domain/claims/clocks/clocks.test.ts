import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { claimClocks } from "@/db/schema/claim-clocks";
import { claims } from "@/db/schema/claims";
import type { ClaimState } from "@/db/values/claim-states";
import { aFiledClaim, aProgramme, moveQuietly } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { withTransaction } from "../../kernel/transaction";
import { toClaim } from "../queries/read-claim";
import { takeClaim } from "../take-claim";
import { withdrawClaim } from "../withdraw-claim";
import { meetClock } from "./meet-clock";
import { reckonCureDue } from "./reckon-clock";
import { startClock } from "./start-clock";

const database = useDatabase();
const seoul = (wall: string) => new Date(`${wall}+09:00`);

/** A claim that was filed on the first Monday of November 2026, and a way to let time pass. */
async function scene(filed = seoul("2026-11-02T10:00")) {
  const time = { at: filed, now: () => time.at };
  const parts = { ...database.parts, clock: time };
  const incident = await aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names");
  const programme = await aProgramme(parts, incident, { opensAt: new Date("2025-01-01"), closesAt: new Date("2030-01-01") });
  const subject = await aSubject(parts, incident, "minji@example.com");
  const claim = await aFiledClaim(subject, programme);
  const agent = staffContext(parts, ["support"]);
  const move = (to: ClaimState) =>
    withTransaction(agent, async (tx) => {
      const [row] = await tx.select().from(claims).where(eq(claims.id, claim.id));
      if (!row) throw new Error("no claim");
      const decided = { decidedBy: agent.actor.staffId, decidedAt: time.at, sealedDecision: Buffer.alloc(1) };
      return moveQuietly(tx, agent, toClaim(row), to, ["approved", "denied", "denied-final"].includes(to) ? decided : {});
    });
  const clocks = () => database.db.select().from(claimClocks).where(eq(claimClocks.claimId, claim.id)).orderBy(asc(claimClocks.startedAt), asc(claimClocks.kind), asc(claimClocks.round));
  const clock = async (kind: "first-reply" | "decision" | "cure" | "appeal", round = 1) => (await database.db.select().from(claimClocks).where(and(eq(claimClocks.claimId, claim.id), eq(claimClocks.kind, kind), eq(claimClocks.round, round))))[0];
  const nextDue = async () => (await database.db.select({ at: claims.nextDueAt }).from(claims).where(eq(claims.id, claim.id)))[0]?.at ?? null;
  return { time, parts, incident, subject, claim, agent, move, clocks, clock, nextDue };
}

describe("a claim's clocks", () => {
  it("start at filing, in working days of the incident's country", async () => {
    const { clocks, nextDue } = await scene(seoul("2025-10-02T10:00"));
    expect(await clocks()).toMatchObject([
      { kind: "decision", stage: "running", dueAt: seoul("2025-10-23T18:00"), soonAt: seoul("2025-10-22T09:00"), agentId: null },
      { kind: "first-reply", stage: "running", dueAt: seoul("2025-10-13T18:00"), soonAt: seoul("2025-10-13T14:00") },
    ]);
    expect(await nextDue()).toEqual(seoul("2025-10-13T18:00"));
  });

  it("never restart when a claim moves; the decision waits while papers are asked for, and goes on with what was left", async () => {
    const { time, claim, agent, move, clock, nextDue } = await scene();
    await takeClaim(agent, { claimId: claim.id });
    const before = await clock("decision");
    expect(before).toMatchObject({ dueAt: seoul("2026-11-16T18:00"), agentId: agent.actor.staffId, startedAt: seoul("2026-11-02T10:00") });
    time.at = seoul("2026-11-13T18:00");
    await move("needs-information");
    expect(await clock("first-reply")).toMatchObject({ stage: "ended", metAt: time.at });
    expect(await clock("decision")).toMatchObject({ stage: "paused", pausedAt: time.at, leftMinutes: 9 * 60 });
    expect(await nextDue()).toBeNull();
    time.at = seoul("2026-11-28T12:00");
    await move("in-review");
    const after = await clock("decision");
    expect(after).toMatchObject({ stage: "soon", startedAt: before?.startedAt, dueAt: seoul("2026-11-30T18:00"), pausedAt: null, leftMinutes: null, pausedSeconds: 14.75 * 86_400 });
    expect(await nextDue()).toEqual(after?.dueAt);
    time.at = seoul("2026-11-30T09:00");
    await move("denied");
    expect(await clock("decision")).toMatchObject({ stage: "ended", metAt: time.at });
    expect(await nextDue()).toBeNull();
    time.at = seoul("2026-12-01T09:00");
    await move("appealed");
    expect(await clock("appeal")).toMatchObject({ stage: "running", dueAt: seoul("2026-12-15T18:00") });
    expect(await clock("decision")).toMatchObject({ metAt: seoul("2026-11-30T09:00") });
    await move("denied-final");
    expect(await clock("appeal")).toMatchObject({ stage: "ended" });
  });

  it("that have run out do not get better by waiting", async () => {
    const { time, claim, agent, move, clock } = await scene();
    await takeClaim(agent, { claimId: claim.id });
    time.at = seoul("2026-11-20T12:00");
    await move("needs-information");
    expect(await clock("decision")).toMatchObject({ stage: "paused", leftMinutes: null });
    time.at = seoul("2026-11-24T12:00");
    await move("in-review");
    expect(await clock("decision")).toMatchObject({ stage: "soon", dueAt: seoul("2026-11-16T18:00") });
  });

  it("are started once, except for the cure, which has a round for each request", async () => {
    const { time, parts, incident, claim, agent, move, clock, clocks, nextDue } = await scene();
    await takeClaim(agent, { claimId: claim.id });
    const start = (kind: "cure" | "decision", dueAt?: Date) => withTransaction(agent, (tx) => startClock(tx, agent, { claimId: claim.id, incidentId: incident.id, kind, ...(dueAt && { dueAt }) }));
    const first = await reckonCureDue(parts.db, agent, incident.id, time.at, 5);
    expect(first).toEqual(seoul("2026-11-09T23:59:59"));
    await move("needs-information");
    await start("cure", first);
    await start("decision", seoul("2027-11-09T18:00"));
    expect(await clock("decision")).toMatchObject({ dueAt: seoul("2026-11-16T18:00"), stage: "paused" });
    expect(await nextDue()).toEqual(first);
    await move("in-review");
    expect(await clock("cure")).toMatchObject({ stage: "ended", metAt: time.at });
    await move("needs-information");
    await start("cure", seoul("2026-11-20T18:00"));
    await start("cure", seoul("2026-11-23T18:00"));
    expect((await clocks()).filter(({ kind }) => kind === "cure").map(({ round, stage, metAt, droppedAt }) => [round, stage, metAt !== null, droppedAt !== null])).toEqual([[1, "ended", true, false], [2, "ended", false, true], [3, "running", false, false]]);
    await Promise.all([start("cure"), start("cure")].map((trying) => expect(trying).rejects.toThrow("for the terms to say")));
  });

  it("are met once by a first message, also by two at the same time", async () => {
    const { time, claim, agent, clock, nextDue } = await scene();
    const meet = () => withTransaction(agent, (tx) => meetClock(tx, agent, claim.id, "first-reply"));
    await Promise.all([meet(), meet()]);
    const met = await clock("first-reply");
    expect(met).toMatchObject({ stage: "ended", metAt: time.at });
    time.at = seoul("2026-11-03T10:00");
    await meet();
    expect(await clock("first-reply")).toEqual(met);
    expect(await nextDue()).toEqual(seoul("2026-11-16T18:00"));
    await expect(withTransaction(agent, (tx) => meetClock(tx, agent, randomUUID(), "decision"))).rejects.toMatchObject({ reason: "claim" });
  });

  it("are dropped when the claim is withdrawn", async () => {
    const { claim, subject, clocks, nextDue } = await scene();
    await withdrawClaim(subject, { claimId: claim.id });
    expect((await clocks()).map(({ stage, metAt, droppedAt }) => [stage, metAt, droppedAt !== null])).toEqual([["ended", null, true], ["ended", null, true]]);
    expect(await nextDue()).toBeNull();
  });

  it("count every day where the calendar ends, so that filing never fails for it", async () => {
    const { clocks } = await scene(seoul("2027-12-29T10:00"));
    expect(await clocks()).toMatchObject([{ kind: "decision", dueAt: seoul("2028-01-08T10:00") }, { kind: "first-reply", dueAt: seoul("2027-12-31T18:00") }]);
  });
});

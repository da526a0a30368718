import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { incidentRevisions, incidents } from "@/db/schema/incidents";
import { seedFacts } from "@/db/seed/demo-facts";
import { haneulMallFacts } from "@/db/seed/demo-fact-words";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncident } from "@/test/incidents";
import { Conflict, Forbidden, Invalid, NotFound } from "../kernel/errors";
import { approveFactValue } from "./approve-fact-value";
import { createFact } from "./create-fact";
import { proposeFactValue } from "./propose-fact-value";
import { getFact, listFacts, listPublishedFacts, readFacts } from "./queries";
import { returnFactValue } from "./return-fact-value";
import { formatFact } from "./rules";
import { withdrawFactValue } from "./withdraw-fact-value";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const approver = () => staffContext(database.parts, ["approver"]);
const saying = (count: number, status = "claimed") => ({
  label: { ko: "유출된 계정", en: "Accounts whose data leaked" },
  value: { kind: "count", count, about: false, unit: { ko: "개", en: "" } },
  status,
  source: { ko: "하늘몰", en: "Haneul Mall" },
  asOf: "2025-11-20T10:00:00+09:00",
});

async function proposed(proposer = comms()) {
  const { id: incidentId } = await anIncident(database.db);
  const { factId } = await createFact(proposer, { incidentId, name: "people-affected", ...saying(4_536) });
  return { incidentId, factId, proposer };
}

async function approved() {
  const made = await proposed();
  await approveFactValue(approver(), { factId: made.factId, number: 1 });
  return made;
}

describe("a fact", () => {
  it("is public once a second person has approved it, and what it said before stays in the log", async () => {
    const { incidentId, factId, proposer } = await proposed();
    expect(await listPublishedFacts(database.db, incidentId)).toEqual({ facts: [], changes: [] });
    await approveFactValue(approver(), { factId, number: 1 });
    expect(await readFacts(database.db, incidentId)).toMatchObject([{ name: "people-affected", kind: "count", number: 1, status: "claimed", asOf: new Date("2025-11-20T10:00:00+09:00") }]);
    await proposeFactValue(proposer, { factId, base: 1, ...saying(33_673_817, "confirmed") });
    expect((await readFacts(database.db, incidentId))[0]).toMatchObject({ number: 1 });
    await approveFactValue(approver(), { factId, number: 2 });
    const { facts, changes } = await listPublishedFacts(database.db, incidentId);
    expect(facts).toMatchObject([{ number: 2, status: "confirmed", value: { count: 33_673_817 } }]);
    expect(changes).toMatchObject([{ name: "people-affected", before: { number: 1, status: "claimed", value: { count: 4_536 } }, after: { number: 2, source: { en: "Haneul Mall" } } }]);
    expect(await database.db.select({ action: auditEvents.action, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, factId)).orderBy(auditEvents.id)).toEqual([
      { action: "fact.create", details: { name: "people-affected", kind: "count" } },
      { action: "fact.approve", details: { name: "people-affected", number: 1 } },
      { action: "fact.propose", details: { name: "people-affected", number: 2, instead: 1 } },
      { action: "fact.approve", details: { name: "people-affected", number: 2 } },
    ]);
  });

  it("is approved by nobody who proposed it, also in the database itself", async () => {
    const both = staffContext(database.parts, ["comms", "approver"]);
    const { factId } = await proposed(both);
    await expect(approveFactValue(both, { factId, number: 1 })).rejects.toThrow(Forbidden);
    await expect(approveFactValue(comms(), { factId, number: 1 })).rejects.toThrow("forbidden");
    await expect(returnFactValue(both, { factId, number: 1, reason: "Not the right figure" })).rejects.toThrow("second-person");
    const decide = (state: string, by: string) => database.db.$client.query("update fact_values set state = $2, decided_by = $3, decided_at = now(), reason = case when $2 = 'returned' then 'because' end where fact_id = $1", [factId, state, by]);
    await expect(decide("approved", both.actor.staffId)).rejects.toThrow(/check constraint/);
    await expect(decide("returned", both.actor.staffId)).rejects.toThrow(/check constraint/);
    await expect(decide("withdrawn", randomUUID())).rejects.toThrow(/check constraint/);
  });

  it("never changes what was approved, nor what is read before it is", async () => {
    const { factId, proposer } = await approved();
    await proposeFactValue(proposer, { factId, base: 1, ...saying(5_000) });
    for (const statement of [
      `update fact_values set value = '{"kind": "text"}' where fact_id = $1 and number = 1`,
      "update fact_values set state = 'proposed', decided_by = null, decided_at = null where fact_id = $1 and number = 1",
      "update fact_values set status = 'confirmed' where fact_id = $1 and number = 2",
      "update fact_values set proposed_by = uuidv7() where fact_id = $1 and number = 2",
      "delete from fact_values where fact_id = $1 and number = 1",
      "update facts set name = 'other' where id = $1",
      "delete from facts where id = $1",
    ])
      await expect(database.db.$client.query(statement, [factId]), statement).rejects.toThrow("what the ledger of facts holds is never changed");
  });

  it("tells the second of two who propose, whoever has not seen the latest value, and whoever means another kind", async () => {
    const { factId } = await approved();
    const both = await Promise.allSettled([5_000, 6_000].map((count) => proposeFactValue(comms(), { factId, base: 1, ...saying(count) })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((result) => result.status === "rejected")?.reason).toEqual(new Conflict("fact-proposal-open"));
    await approveFactValue(approver(), { factId, number: 2 });
    await expect(proposeFactValue(comms(), { factId, base: 1, ...saying(7_000) })).rejects.toEqual(new Conflict("fact-changed-meanwhile"));
    const text = { ...saying(1), value: { kind: "text", text: { ko: "많음", en: "Many" } } };
    await expect(proposeFactValue(comms(), { factId, base: 2, ...text })).rejects.toThrow(Invalid);
    await expect(proposeFactValue(comms(), { factId: randomUUID(), base: 0, ...text })).rejects.toThrow(NotFound);
  });

  it("lets one of two approvers do it, and the other learns so", async () => {
    const { factId } = await proposed();
    const both = await Promise.allSettled([approver(), approver()].map((ctx) => approveFactValue(ctx, { factId, number: 1 })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((result) => result.status === "rejected")?.reason).toEqual(new Conflict("fact-not-proposed"));
  });

  it("comes back with a reason, or is withdrawn by its maker, and is proposed anew", async () => {
    const { incidentId, factId, proposer } = await proposed();
    await expect(withdrawFactValue(comms(), { factId, number: 1 })).rejects.toThrow("fact-own-proposal-only");
    await expect(returnFactValue(approver(), { factId, number: 1, reason: "no" })).rejects.toThrow(Invalid);
    await returnFactValue(approver(), { factId, number: 1, reason: "The source is missing its date" });
    await proposeFactValue(proposer, { factId, base: 0, ...saying(4_537) });
    await withdrawFactValue(proposer, { factId, number: 2 });
    await expect(approveFactValue(approver(), { factId, number: 2 })).rejects.toThrow("fact-not-proposed");
    await proposeFactValue(proposer, { factId, base: 0, ...saying(4_538) });
    const fact = await getFact(staffContext(database.parts, ["support"]), incidentId, "people-affected");
    expect(fact).toMatchObject({ current: null, proposed: { number: 3 } });
    expect(fact.history.map(({ number, state, reason }) => ({ number, state, reason }))).toEqual([
      { number: 3, state: "proposed", reason: null },
      { number: 2, state: "withdrawn", reason: null },
      { number: 1, state: "returned", reason: "The source is missing its date" },
    ]);
  });

  it("has a name of its own in its incident, and says each problem at its field", async () => {
    const { incidentId, proposer } = await proposed();
    await expect(createFact(proposer, { incidentId, name: "people-affected", ...saying(1) })).rejects.toEqual(new Conflict("fact-name-taken"));
    await expect(createFact(proposer, { incidentId: randomUUID(), name: "how", ...saying(1) })).rejects.toThrow(NotFound);
    const refusal = await createFact(proposer, { incidentId, name: "How Many", ...saying(1.5), status: "sure", asOf: "yesterday", label: { ko: " ", en: "x" } }).catch((error: unknown) => error);
    expect((refusal as Invalid).fields).toEqual({ name: ["slug"], "label.ko": ["required"], "value.count": ["count"], status: ["choose-one"], asOf: ["date-time"] });
    await expect(createFact(staffContext(database.parts, ["support"]), { incidentId, name: "how", ...saying(1) })).rejects.toThrow(Forbidden);
  });
});

it("fills the demo's ledger once, with its corrections in the order of their days", async () => {
  const { id: incidentId } = await anIncident(database.db);
  const people = { proposer: randomUUID(), approver: randomUUID() };
  await seedFacts(database.parts, { incidentId, ...people });
  await seedFacts(database.parts, { incidentId, ...people });
  expect((await listFacts(comms(), incidentId)).map(({ name }) => name)).toEqual(haneulMallFacts.map(({ name }) => name));
  const { changes } = await listPublishedFacts(database.db, incidentId);
  expect(changes.map(({ before, after }) => [formatFact(before.value, "en", "Asia/Seoul"), formatFact(after.value, "en", "Asia/Seoul"), after.approvedAt.toISOString()])).toEqual([
    ["about 33.7 million", "33,673,817", "2026-02-10T05:00:00.000Z"],
    ["4,536", "about 33.7 million", "2025-11-29T10:00:00.000Z"],
  ]);
});

it("takes the facts of words that were published before there was a ledger", async () => {
  const statement = readFileSync(`db/migrations/${readdirSync("db/migrations").find((file) => file.endsWith("_facts.sql")) ?? ""}`, "utf8").split("--> statement-breakpoint").at(-1) ?? "";
  const [writer, publisher] = [randomUUID(), randomUUID()];
  const [row] = await database.db.insert(incidents).values({ slug: `old-${randomUUID()}`, publishedRevision: 2 }).returning({ id: incidents.id });
  const incidentId = row?.id ?? "";
  const fact = (en: string, value: string) => ({ name: { ko: "이름", en }, value: { ko: value, en: value }, status: "confirmed", source: { ko: "출처", en: "Source" }, asOf: "2026-02-10T14:00:00+09:00" });
  const at = new Date("2026-02-11T00:00:00Z");
  const revision = (number: number, facts: unknown) => ({ incidentId, number, state: "published" as const, content: { facts }, editedBy: [writer], publishedBy: publisher, publishedAt: at });
  await database.db.insert(incidentRevisions).values([revision(1, [fact("Old", "1")]), revision(2, [fact("Accounts (confirmed)!", "33,673,817"), fact("accounts confirmed", "7"), fact("계정", "8")])]);
  await database.db.$client.query(statement);
  expect((await listFacts(comms(), incidentId)).map(({ name, kind, current }) => [name, kind, current?.value, current?.proposedBy, current?.decidedBy, current?.decidedAt])).toEqual([
    ["accounts-confirmed", "text", { kind: "text", text: { ko: "33,673,817", en: "33,673,817" } }, writer, publisher, at],
    ["accounts-confirmed-2", "text", { kind: "text", text: { ko: "7", en: "7" } }, writer, publisher, at],
    ["fact", "text", { kind: "text", text: { ko: "8", en: "8" } }, writer, publisher, at],
  ]);
});

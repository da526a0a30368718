import { Readable } from "node:stream";
import { desc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { audienceCounts, audienceLists, audienceReferences } from "@/db/schema/audiences";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncidentWithPeople, people } from "@/test/waves";
import { Conflict, Forbidden, Invalid } from "../kernel/errors";
import { countPeople } from "./count-people";
import { listAudienceLists } from "./queries";
import { runCount } from "./run-count";
import { sampleAudience } from "./sample-audience";
import { storeList } from "./store-list";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const list = (incidentId: string, text: string | Buffer, fileName = "refs.txt") => storeList(comms(), { incidentId, fileName }, Readable.from([Buffer.from(text)], { objectMode: false }));

describe("counting", () => {
  it("is told by cells at once, or guessed at once and counted once by a job", async () => {
    const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(30));
    expect(await countPeople(comms(), { templateVersionId: versionId, audience: { locales: ["en"] } })).toEqual({ people: 15, datasetVersion: 1, basis: { kind: "exact" } });
    const { listId } = await list(incidentId, Array.from({ length: 9 }, (_, i) => `p${i}`).join("\n"));
    const asked = { templateVersionId: versionId, audience: { onList: listId } };
    expect(await countPeople(comms(), asked)).toEqual({ people: 9, datasetVersion: 1, basis: { kind: "sample", lookedAt: 30 } });
    expect(await database.db.$count(audienceCounts)).toBe(0);
    for (let i = 0; i < 3; i++) expect(await countPeople(comms(), { ...asked, exact: true })).toMatchObject({ basis: { kind: "sample" } });
    const waiting = await database.db.select().from(audienceCounts);
    expect(waiting).toHaveLength(1);
    const { rows: jobs } = await database.db.execute(sql`select key from graphile_worker.jobs where task_identifier = 'audiences/count-audience'`);
    expect(jobs).toHaveLength(1);
    const question = waiting[0]!.question.toString("hex");
    await runCount(systemContext(database.parts), question);
    await runCount(systemContext(database.parts), question);
    expect(await countPeople(comms(), asked)).toEqual({ people: 9, datasetVersion: 1, basis: { kind: "exact" } });
    await expect(runCount(comms(), question)).rejects.toThrow(Forbidden);
  });

  it("speaks of the incident's own classes, waves and lists alone", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(2));
    const other = await anIncidentWithPeople(database.parts, people(2));
    const { listId } = await list(other.incidentId, "p1");
    for (const audience of [{ possible: ["genders"] }, { onList: listId }, { excluded: [{ waveId: "01900000-0000-7000-8000-000000000000", who: "all" }] }])
      await expect(countPeople(comms(), { templateVersionId: versionId, audience })).rejects.toThrow(Invalid);
  });
});

describe("a list of references", () => {
  it("is kept as keyed values, whatever its encoding, each reference once", async () => {
    const { incidentId, versionId } = await anIncidentWithPeople(database.parts, "ref,email,confirmed\n김-1,a@example.com,names\nb,b@example.com,names");
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('ref\r\n김-1\r\n "김-1" \r\n\r\nnobody', "utf16le")]);
    const { listId, references } = await list(incidentId, utf16);
    expect(references).toBe(2);
    expect(await listAudienceLists(comms(), incidentId)).toMatchObject([{ id: listId, fileName: "refs.txt", references: 2 }]);
    expect(await countPeople(comms(), { templateVersionId: versionId, audience: { onList: listId } })).toMatchObject({ people: 1 });
    expect(await countPeople(comms(), { templateVersionId: versionId, audience: { offList: listId } })).toMatchObject({ people: 1 });
    const stored = await database.db.select({ value: audienceReferences.refIndex }).from(audienceReferences).where(eq(audienceReferences.listId, listId));
    expect(stored.map(({ value }) => value.length)).toEqual([32, 32]);
  });

  it("is refused whole for a line that cannot be one, an empty file and too many, and leaves nothing", async () => {
    const { incidentId } = await anIncidentWithPeople(database.parts, people(1));
    const before = await database.db.$count(audienceReferences);
    await expect(list(incidentId, `a\nb,c\n${"x".repeat(2001)}\nd`)).rejects.toMatchObject({ reason: "list-lines", values: { lines: "2, 3" } });
    await expect(list(incidentId, "ref\n\n")).rejects.toThrow(Conflict);
    await expect(list(incidentId, "y".repeat(100_000))).rejects.toMatchObject({ reason: "list-lines" });
    await expect(storeList(staffContext(database.parts, ["approver"]), { incidentId, fileName: "x" }, Readable.from(["a"]))).rejects.toThrow(Forbidden);
    const broken = new Readable({ read() { this.destroy(new Error("gone")); } });
    await expect(storeList(comms(), { incidentId, fileName: "x" }, broken)).rejects.toThrow("gone");
    expect(await database.db.$count(audienceReferences)).toBe(before);
    expect(await database.db.$count(audienceLists, eq(audienceLists.incidentId, incidentId))).toBe(0);
  });

  it("takes many", async () => {
    const { incidentId } = await anIncidentWithPeople(database.parts, people(1));
    const lines = Array.from({ length: 45_000 }, (_, i) => `r${i % 41_000}`);
    expect(await list(incidentId, lines.join("\n"))).toMatchObject({ references: 41_000 });
  });
});

describe("a sample", () => {
  it("shows ten people at random, masked, and is audited with their number", async () => {
    const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(40));
    const ctx = staffContext(database.parts, ["approver"]);
    const sampled = await sampleAudience(ctx, { templateVersionId: versionId, audience: { locales: ["ko"] } });
    expect(sampled).toHaveLength(10);
    expect(new Set(sampled.map(({ subjectId }) => subjectId)).size).toBe(10);
    for (const person of sampled) expect(person).toMatchObject({ kind: "account-holder", locale: "ko", email: "p•••@example.com", phone: null, classes: [{ slug: "email-addresses", level: "confirmed" }, { slug: "names", level: "confirmed" }] });
    const [event] = await database.db.select().from(auditEvents).where(eq(auditEvents.action, "audience.sample")).orderBy(desc(auditEvents.id)).limit(1);
    expect(event).toMatchObject({ actorId: ctx.actor.staffId, incidentId, details: { role: "approver", subjectIds: sampled.map(({ subjectId }) => subjectId) } });
    const again = await sampleAudience(ctx, { templateVersionId: versionId, audience: {} });
    expect(again.map(({ subjectId }) => subjectId)).not.toEqual((await sampleAudience(ctx, { templateVersionId: versionId, audience: {} })).map(({ subjectId }) => subjectId));
    await expect(sampleAudience(staffContext(database.parts, ["support"]), { templateVersionId: versionId, audience: {} })).rejects.toThrow(Forbidden);
  });

  it("finds the few who are in an audience of a large number space", async () => {
    const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(4));
    await database.db.execute(sql`update subjects set subject_id = subject_id * 100000 where incident_id = ${incidentId}`);
    expect(await sampleAudience(comms(), { templateVersionId: versionId, audience: { locales: ["en"] } })).toHaveLength(2);
  });
});

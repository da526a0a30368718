import { randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { asc, eq, sql } from "drizzle-orm";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { loadExportLimits } from "@/content/exports/limits";
import { auditEvents } from "@/db/schema/audit";
import { dataExports } from "@/db/schema/exports";
import { importRejects } from "@/db/schema/exposure";
import { csvRecord } from "@/lib/csv";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { EXPORT_REASON, readAll, takeOut } from "@/test/exports";
import { importText } from "@/test/imports";
import { anIncident } from "@/test/incidents";
import { aStaffMember } from "@/test/staff";
import { aFrozenWave, anIncidentWithPeople } from "@/test/waves";
import { sealLog } from "../audit/log/seal-log";
import { sequenceEvents } from "../audit/log/sequence-events";
import type { StaffContext } from "../kernel/context";
import { offBoard } from "../offboarding/off-board";
import { krTransfer } from "../payments/exports/kr-transfer";
import { pain001 } from "../payments/exports/pain-001";
import { approveExport } from "./approve-export";
import { askExport } from "./ask-export";
import { readCells } from "./csv-cells";
import { markTable } from "./mark-file";
import { sortByKey } from "./order-rows";
import { getExport, listExports } from "./queries";
import { refuseExport } from "./refuse-export";
import { takeOutExport } from "./take-out-export";
import { traceExport } from "./trace-export";

const database = useDatabase();
const { alone, file } = loadExportLimits();
const approver = (staffId?: string) => staffContext(database.parts, ["approver"], staffId);
const security = () => staffContext(database.parts, ["security"]);
let few = "";
let many = "";

const unreachable = (count: number, from = 0) => ["ref,email,locale,confirmed", ...Array.from({ length: count }, (_, i) => `p${from + i},,ko,names`)].join("\n");

beforeAll(async () => {
  const wave = async (csv: string) => (await aFrozenWave(database.parts, (await anIncidentWithPeople(database.parts, csv)).versionId)).id;
  few = await wave(unreachable(60));
  many = await wave(unreachable(alone.unreached + 3));
});

const ask = (ctx: StaffContext, objectId = few) => askExport(ctx, { kind: "unreached", objectId, reason: EXPORT_REASON });
const take = async (ctx: StaffContext, exportId: string) => readAll((await takeOutExport(ctx, { exportId }, "en")).bytes);
const eventsOf = (ctx: StaffContext) => database.db.select().from(auditEvents).where(eq(auditEvents.actorId, ctx.actor.staffId)).orderBy(asc(auditEvents.id));
const set = (exportId: string, values: Partial<typeof dataExports.$inferInsert>) => database.db.update(dataExports).set(values).where(eq(dataExports.id, exportId));
async function importWithRejects(): Promise<string> {
  const { id } = await anIncident(database.db);
  return (await importText(database.parts, id, "ref,email,confirmed\na,x@,names\nb,b@example.com,shoes\n")).importId;
}
const rowsOf = (bytes: Buffer): string[][] => parse(bytes, { bom: true });

describe("asking", () => {
  it("takes a right, a fresh proof and a reason, and leaves one event and no file", async () => {
    const ctx = approver();
    await expect(ask(staffContext(database.parts, ["comms"]))).rejects.toMatchObject({ reason: "forbidden" });
    await expect(ask({ ...ctx, actor: { ...ctx.actor, proven: false } })).rejects.toMatchObject({ reason: "stale-proof" });
    await expect(askExport(ctx, { kind: "unreached", objectId: few, reason: "because" })).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
    await expect(askExport(ctx, {})).rejects.toMatchObject({ fields: { kind: ["choose-one"] } });
    await expect(ask(ctx, randomUUID())).rejects.toMatchObject({ kind: "not-found" });
    const exportId = await ask(ctx);
    expect(await eventsOf(ctx)).toMatchObject([{ action: "export.ask", objectId: exportId, reason: EXPORT_REASON, details: { kind: "unreached", of: few, people: 60, waits: false } }]);
    expect(await getExport(ctx, exportId)).toMatchObject({ state: "ready", people: 60, decidedBy: null, takesLeft: file.times });
  });

  it("waits for a second person above the size, who is never oneself", async () => {
    const ctx = staffContext(database.parts, ["approver", "security"]);
    const exportId = await ask(ctx, many);
    expect(await getExport(ctx, exportId)).toMatchObject({ state: "waiting", people: alone.unreached + 3 });
    await expect(take(ctx, exportId)).rejects.toMatchObject({ reason: "export-waits" });
    await expect(approveExport(ctx, { exportId })).rejects.toMatchObject({ reason: "export-own" });
    const second = security();
    expect((await listExports(second)).waiting.map(({ id }) => id)).toContain(exportId);
    await expect(approveExport({ ...second, actor: { ...second.actor, proven: false } }, { exportId })).rejects.toMatchObject({ reason: "stale-proof" });
    await expect(approveExport(staffContext(database.parts, ["finance"]), { exportId })).rejects.toMatchObject({ kind: "not-found" });
    await approveExport(second, { exportId });
    await expect(approveExport(approver(), { exportId })).rejects.toMatchObject({ reason: "export-decided" });
    await expect(take(second, exportId)).rejects.toMatchObject({ kind: "not-found" });
    expect(rowsOf(await take(ctx, exportId))).toHaveLength(alone.unreached + 4);
    expect(await eventsOf(second)).toMatchObject([{ action: "export.approve", objectId: exportId, details: { askedBy: ctx.actor.staffId } }]);
    expect((await eventsOf(ctx)).at(-1)).toMatchObject({ action: "wave.export-unreached", reason: EXPORT_REASON, details: { people: alone.unreached + 3, export: exportId } });
  });

  it("is refused by the database too, where the second person is the first", async () => {
    const exportId = await ask(approver(), many);
    await expect(set(exportId, { state: "ready", decidedBy: sql`asked_by` as unknown as string })).rejects.toMatchObject({ cause: { code: "23514" } });
  });

  it("can be refused with words, which its asker reads, and then nothing leaves", async () => {
    const ctx = approver();
    const exportId = await ask(ctx, many);
    const second = security();
    await expect(refuseExport(second, { exportId, reason: "no" })).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
    await refuseExport(second, { exportId, reason: "the letters have gone out already" });
    expect(await getExport(ctx, exportId)).toMatchObject({ state: "refused", refusal: "the letters have gone out already", decidedBy: second.actor.staffId });
    await expect(take(ctx, exportId)).rejects.toMatchObject({ reason: "export-gone" });
    await expect(approveExport(second, { exportId })).rejects.toMatchObject({ reason: "export-decided" });
  });
});

describe("a file", () => {
  it("of rejected cells has no more of them than were counted for it, also while its import goes on", async () => {
    const importId = await importWithRejects();
    const ctx = approver();
    const exportId = await askExport(ctx, { kind: "rejects", objectId: importId, reason: EXPORT_REASON });
    const { people } = await getExport(ctx, exportId);
    const { bytes } = await takeOutExport(ctx, { exportId }, "en");
    const reading = bytes[Symbol.asyncIterator]();
    const head = await reading.next();
    await database.db.insert(importRejects).values(Array.from({ length: 5 }, (_, i) => ({ importId, line: 10 + i, code: "email-malformed", preview: "x@" })));
    const rest = await readAll({ [Symbol.asyncIterator]: () => reading });
    expect(rowsOf(Buffer.concat([Buffer.from(head.value as string | Buffer), rest])).filter(([line]) => /^\d+$/.test(line ?? ""))).toHaveLength(people);
  });

  it("is gone after its time, and after as many times as it may be taken out", async () => {
    const ctx = approver();
    const exportId = await ask(ctx);
    for (let i = 0; i < file.times; i++) await take(ctx, exportId);
    await expect(take(ctx, exportId)).rejects.toMatchObject({ reason: "export-gone" });
    expect(await getExport(ctx, exportId)).toMatchObject({ state: "gone", takesLeft: 0 });
    const late = await ask(ctx);
    await set(late, { endsAt: new Date(Date.now() - 1_000) });
    await expect(take(ctx, late)).rejects.toMatchObject({ reason: "export-gone" });
    const unanswered = await ask(ctx, many);
    await set(unanswered, { endsAt: new Date(Date.now() - 1_000) });
    expect(await getExport(ctx, unanswered)).toMatchObject({ state: "lapsed" });
    await expect(approveExport(security(), { exportId: unanswered })).rejects.toMatchObject({ reason: "export-decided" });
  });

  it("is taken out as often as it may be and not once more by ten that ask at once", async () => {
    const ctx = approver();
    const exportId = await ask(ctx);
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => take(ctx, exportId)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(file.times);
    expect((await eventsOf(ctx)).filter(({ action }) => action === "wave.export-unreached")).toHaveLength(file.times);
  });

  it("never has more people than were agreed to", async () => {
    const ctx = approver();
    const exportId = await ask(ctx);
    await set(exportId, { people: 59 });
    await expect(take(ctx, exportId)).rejects.toMatchObject({ reason: "export-grew" });
    expect(await getExport(ctx, exportId)).toMatchObject({ takesLeft: file.times });
  });

  it("cannot be taken out any more once its asker has left, and waits again when the second person has", async () => {
    const [leaver, other, third] = [await aStaffMember(database.parts, ["approver"]), await aStaffMember(database.parts, ["security"]), await aStaffMember(database.parts, ["security"])];
    const [mine, theirs] = [await ask(approver(leaver.id), many), await ask(approver(leaver.id))];
    const asker = approver();
    const agreed = await ask(asker, many);
    await approveExport(approver(leaver.id), { exportId: agreed });
    const { taken } = await offBoard(staffContext(database.parts, ["security"], other.id), { staffId: leaver.id, reason: "has left the company today" });
    expect(taken.filter(({ kind }) => kind.startsWith("export")).map(({ kind, id }) => [kind, id]).sort()).toEqual([["export", mine], ["export", theirs], ["export-approval", agreed]].sort());
    await expect(take(approver(leaver.id), theirs)).rejects.toMatchObject({ reason: "export-gone" });
    await expect(take(asker, agreed)).rejects.toMatchObject({ reason: "export-waits" });
    await approveExport(staffContext(database.parts, ["security"], third.id), { exportId: agreed });
    expect(rowsOf(await take(asker, agreed)).length).toBeGreaterThan(alone.unreached);
  });
});

describe("whose a file is", () => {
  it("stands in it, in its heading and in every row", async () => {
    const member = await aStaffMember(database.parts, ["approver"], { name: "=김승인" });
    const { exportId, bytes } = await takeOut(approver(member.id), { kind: "unreached", objectId: few });
    const [head, ...rows] = rowsOf(bytes);
    expect(head?.at(-1)).toContain(`Taken out by =김승인 on `);
    expect(head?.at(-1)).toContain(`for: ${EXPORT_REASON} (export ${exportId})`);
    expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set([exportId]));
    expect(new Set(rows.map(([ref]) => ref)).size).toBe(60);
  });

  it("is told by the order of the rows where heading and mark were cut off and rows are missing, and not of a file that was sorted", async () => {
    const [one, two] = [await takeOut(approver(), { kind: "unreached", objectId: few }), await takeOut(approver(), { kind: "unreached", objectId: few })];
    expect(one.bytes).not.toEqual(two.bytes);
    const operator = systemContext(database.parts);
    for (const { exportId, bytes } of [one, two]) {
      const bare = rowsOf(bytes).slice(1).map((row) => row.slice(0, -1));
      const found = async (rows: string[][]) => (await traceExport(operator, Buffer.from(rows.map((row) => csvRecord(row)).join("")))).map(({ id, by }) => [id, by]);
      expect(await found(bare)).toEqual([[exportId, "order"]]);
      expect(await found(bare.filter((_, i) => i % 3 !== 1))).toEqual([[exportId, "order"]]);
      expect(await found(bare.map((row) => [row[1] ?? ""]))).toEqual([[exportId, "order"]]);
      expect(await found(bare.toSorted((a, b) => Number(a[1]) - Number(b[1])))).toEqual([]);
      expect(await found(bare.slice(0, 5))).toEqual([]);
      expect((await traceExport(operator, bytes)).map(({ id, by }) => [id, by])).toEqual([[exportId, "order"], [exportId, "written"]]);
    }
    expect(await traceExport(operator, Buffer.from([0xb0, 0xa1, 0xff, 0x00]))).toEqual([]);
    await expect(traceExport(approver(), one.bytes)).rejects.toMatchObject({ reason: "forbidden" });
  });
});

it("has no cell that a spreadsheet runs, whatever is in the data, in its name or in the reason", async () => {
  const payloads = ["=1+1", "+82 10", "-2", "@SUM(1)", "\t=1", "\r=1"];
  const pages = () => Readable.from([csvRecord(["head", "number"]), ...payloads.map((payload, i) => csvRecord([payload, String(i)]))]) as AsyncIterable<string>;
  for (const name of payloads) {
    const pieces: string[] = [];
    for await (const piece of markTable(pages(), { id: randomUUID(), name, at: new Date(), reason: name }, "ko", { key: randomBytes(32), column: 1 })) pieces.push(piece);
    const rows: string[][] = parse(pieces.join(""), { bom: true });
    expect(rows.map(([cell]) => cell).sort()).toEqual(["head", ...payloads.map((payload) => `'${payload}`)].sort());
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  }
});

it("takes a second person also for many small files of one kind in a day, and not for the same one again", async () => {
  const ctx = approver();
  const [one] = await database.db.select().from(dataExports).where(eq(dataExports.id, await ask(ctx)));
  await ask(ctx);
  expect(await getExport(ctx, await ask(ctx))).toMatchObject({ state: "ready" });
  await database.db.insert(dataExports).values({ ...one!, id: randomUUID(), objectId: randomUUID(), people: alone.unreached - 60, takesLeft: 0 });
  expect(await getExport(ctx, await ask(ctx))).toMatchObject({ state: "ready" });
  await database.db.insert(dataExports).values({ ...one!, id: randomUUID(), objectId: randomUUID(), people: 1 });
  expect(await getExport(ctx, await ask(ctx))).toMatchObject({ state: "waiting" });
  expect(await getExport(ctx, await askExport(ctx, { kind: "rejects", objectId: await importWithRejects(), reason: EXPORT_REASON }))).toMatchObject({ state: "ready", people: 2 });
});

it("takes a second person also for many small parts of the audit log, which is one thing and is cut by time", async () => {
  const ctx = staffContext(database.parts, ["auditor"]);
  await sequenceEvents(systemContext(database.parts));
  await sealLog(systemContext(database.parts), "exports.test/audit");
  const part = (until: Date) => askExport(ctx, { kind: "audit", objectId: "log", from: "2020-01-01T00:00:00Z", until: until.toISOString(), reason: EXPORT_REASON });
  const until = new Date();
  const [one] = await database.db.select().from(dataExports).where(eq(dataExports.id, await part(until)));
  expect(one).toMatchObject({ state: "ready", objectId: "log" });
  await database.db.insert(dataExports).values({ ...one!, id: randomUUID(), choice: { from: "2019-01-01T00:00:00Z", until: "2020-01-01T00:00:00Z" }, people: alone.audit });
  expect(await getExport(ctx, await part(new Date(until.getTime() + 1)))).toMatchObject({ state: "waiting" });
});

it("gives rejected cells out masked, with the export's number in each row and one event", async () => {
  const ctx = staffContext(database.parts, ["comms"]);
  const importId = await importWithRejects();
  const { exportId, bytes, fileName } = await takeOut(ctx, { kind: "rejects", objectId: importId });
  expect(fileName).toMatch(/-version-1-rejects\.csv$/);
  expect(rowsOf(bytes).slice(1).map((row) => [row[0], row[2], row.at(-1)])).toEqual([["2", "email-no-domain", exportId], ["3", "unknown-class", exportId]]);
  expect((await eventsOf(ctx)).at(-1)).toMatchObject({ action: "dataset.export-rejects", objectId: importId, reason: EXPORT_REASON, details: { rows: 2, export: exportId } });
  await expect(takeOut(staffContext(database.parts, ["finance"]), { kind: "rejects", objectId: importId })).rejects.toMatchObject({ reason: "forbidden" });
});

it("traces a file for the bank by the order of its payments, as a table and as XML", async () => {
  const [first] = await database.db.select().from(dataExports).where(eq(dataExports.id, await ask(approver())));
  const payer = { account: { kind: "kr-account", bank: "088", account: "140012345678", holder: "하늘몰 주식회사" }, bic: "" } as const;
  const about = { message: "AMENDS-12-0123456789AB", payer, currency: "KRW", payOn: "2099-12-01", purpose: "하늘몰", madeAt: new Date(), comment: "" };
  const lines = Array.from({ length: 40 }, (_, i) => ({ reference: `C-2345-${1_000 + i}-1`, minor: 50_000n, account: { kind: "kr-account", bank: "090", account: `33330123${1_000 + i}`, holder: "김민지" } as const }));
  const operator = systemContext(database.parts);
  for (const form of [krTransfer, pain001]) {
    const [id, traceKey] = [randomUUID(), randomBytes(32)];
    await database.db.insert(dataExports).values({ ...first!, id, traceKey });
    const found = async (ordered: typeof lines) => (await traceExport(operator, form.write(about, ordered))).map((one) => [one.id, one.by]);
    expect(await found(sortByKey(lines, ({ reference }) => reference, traceKey))).toEqual([[id, "order"]]);
    expect(await found(lines)).toEqual([]);
  }
});

it("reads the records that the house writes to the byte, in pieces that end anywhere, and forgives what others made of them", async () => {
  const records = [["=1+1", "a,b", 'say "so"', ""], ["+1", "two\r\nlines", "-2", "@x"], ["\tt", "\rr", "가나다", "plain"]];
  const text = records.map((cells) => csvRecord(cells)).join("");
  for (let cut = 0; cut <= text.length; cut++) {
    const read: string[][] = [];
    for await (const cells of readCells([text.slice(0, cut), text.slice(cut)])) read.push(cells);
    expect(read.map((cells) => csvRecord(cells)).join("")).toBe(text);
  }
  const loose: string[][] = [];
  for await (const cells of readCells(['a,b\nc,"d'])) loose.push(cells);
  expect(loose).toEqual([["a", "b"], ["c", "d"]]);
});

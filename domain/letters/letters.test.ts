import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { extractText, getDocumentProxy } from "unpdf";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import { auditEvents } from "@/db/schema/audit";
import { dataExports } from "@/db/schema/exports";
import { letterBatches, letterPieces, letters } from "@/db/schema/letters";
import { waves } from "@/db/schema/waves";
import type { LetterFile } from "@/db/values/letter-states";
import { canonicalPostal } from "@/domain/exposure/files/postal-address";
import { installationIndex } from "@/domain/keys/sealed";
import { withTransaction } from "@/domain/kernel/transaction";
import { suppressContact } from "@/domain/suppressions/suppress-contact";
import { cancelWave } from "@/domain/waves/cancel-wave";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { sendRange } from "@/domain/waves/ledger/send-range";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { takeOut } from "@/test/exports";
import { setInstallation } from "@/test/installation";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, expectInvariants, PORTAL } from "@/test/waves";
import { discardLetters } from "./discard-letters";
import { findDueLetters } from "./find-due-letters";
import { handOverLetters } from "./hand-over-letters";
import { makeLetterBatch } from "./make-letter-batch";
import { previewLetter } from "./preview-letter";
import { listLetterBatches } from "./queries";
import { recordReturnedLetters } from "./record-returned-letters";
import { BATCH_LETTERS, newHandle } from "./rules";
import { takeLetters } from "./take-letters";
import { tellReturnedLetters } from "./tell-returned-letters";

const database = useDatabase();
const making = { printer: openLetterPrinter(), portalUrl: PORTAL };
const HEAD = "ref,email,locale,country,confirmed,postal_name,postal_code,postal_address";
const comms = () => staffContext(database.parts, ["comms"]);
const today = () => new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Asia/Seoul" }).format(new Date());

/** A household of two names, one of them in the data twice, an address abroad, and somebody without one. */
const household = [
  "a,,ko,KR,names;physical-addresses,김민지,04101,서울특별시 마포구 하늘로 12|103동 1204호",
  "b,,ko,KR,names;physical-addresses,김민준,04101,서울특별시 마포구 하늘로 12|103동 1204호",
  "c,,ko,KR,names;access-codes,김민지,04101,서울특별시 마포구 하늘로 12 103동 1204호",
  "d,d@example.com,en,US,names,John Smith,94107,=12 Cloud Street|San Francisco CA".replace("=", ""),
  "e,e@example.com,ko,KR,names,,,",
];

async function aLetterWave(rows: readonly string[] = household, channels = ["letter"]) {
  const { versionId, incidentId } = await anIncidentWithPeople(database.parts, [HEAD, ...rows].join("\n"));
  const wave = await aFrozenWave(database.parts, versionId, {}, { channels });
  return { waveId: wave.id, incidentId };
}

const make = (waveId: string) => makeLetterBatch(systemContext(database.parts), making, waveId);

async function onlyBatch(waveId: string) {
  const [batch] = await listLetterBatches(comms(), waveId);
  if (!batch) throw new Error("no batch");
  return batch;
}

async function fileOf(batchId: string, file: LetterFile): Promise<Buffer> {
  return (await takeOut(comms(), { kind: "letters", objectId: batchId, file })).bytes;
}

async function pagesOf(pdf: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text.map((page) => page.replace(/\s+/g, " "));
}

describe("letters of a wave", () => {
  it("go to everybody who has an address, one for each name of a household, and wait for a person", async () => {
    const { waveId } = await aLetterWave();
    expect(await expectInvariants(database.parts, waveId)).toEqual({ deliveries: { pending: 3 }, paths: { open: 3, "covered-by": 1, unreachable: 1 } });
    await findDueLetters(systemContext(database.parts));
    const { rows } = await database.db.execute<{ queue_name: string }>(sql`select queue_name from graphile_worker.jobs where task_identifier = 'letters/make-letter-batch' and key like ${`%${waveId}`}`);
    expect(rows).toEqual([{ queue_name: `letters:${waveId}` }]);
    expect(await make(waveId)).toBe(true);
    expect(await make(waveId)).toBe(false);
    expect(await expectInvariants(database.parts, waveId)).toEqual({ deliveries: { "handing-over": 3 }, paths: { open: 3, "covered-by": 1, unreachable: 1 } });
    expect(await onlyBatch(waveId)).toMatchObject({ number: 1, state: "waiting", letters: 3, outdated: false, returned: 0 });
  });

  it("are a PDF and a list that agree; taking them out is audited with the number of people", async () => {
    const { waveId, incidentId } = await aLetterWave();
    await make(waveId);
    const batch = await onlyBatch(waveId);
    const pages = await pagesOf(await fileOf(batch.id, "pdf"));
    const list = (await fileOf(batch.id, "list")).toString("utf8");
    expect(list.startsWith("\ufeff")).toBe(true);
    const [, ...rows] = list.trimEnd().split("\r\n").map((line) => line.split(","));
    const handles = await database.db.select({ handle: letters.handle }).from(letters).where(eq(letters.batchId, batch.id)).orderBy(letters.sequence);
    expect(rows.map((row) => row[2])).toEqual(handles.map(({ handle }) => handle));
    expect(rows.map((row) => [row[0], row[4], row[9], row[10]])).toEqual([["1", "김민지", "04101", "KR"], ["2", "김민준", "04101", "KR"], ["3", "John Smith", "94107", "US"]]);
    // Whose the files are stands in the list's last column and behind the end of the PDF, in no letter.
    const named = await database.db.select({ id: dataExports.id, choice: dataExports.choice }).from(dataExports).where(eq(dataExports.objectId, batch.id));
    const exportOf = (file: LetterFile) => named.find(({ choice }) => choice.file === file)?.id ?? "none";
    expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set([exportOf("list")]));
    const pdf = await fileOf(batch.id, "pdf");
    expect(pdf.subarray(-400).toString()).toMatch(/%%EOF\s+% Taken out by .*\(export [0-9a-f-]{36}\)\n$/);
    expect(pages.join(" ")).not.toContain("Taken out by");
    expect(pages).toHaveLength(rows.reduce((sum, row) => sum + Number(row[1]), 0));
    let at = 0;
    for (const row of rows) {
      expect(pages[at]).toContain(row[2]);
      expect(pages[at]).toContain(row[3]);
      at += Number(row[1]);
    }
    // The letter speaks for the second record of the same name and place, too.
    expect(pages[0]).toContain("공동현관");
    const events = await database.db.select().from(auditEvents).where(and(eq(auditEvents.incidentId, incidentId), eq(auditEvents.action, "letters.download"))).orderBy(auditEvents.at);
    expect(events.map(({ details }) => details)).toMatchObject([{ batch: 1, file: "pdf", reads: 3 }, { batch: 1, file: "list", reads: 3 }, { batch: 1, file: "pdf", reads: 3 }]);
    await expect(takeOut(staffContext(database.parts, ["support"]), { kind: "letters", objectId: batch.id, file: "pdf" })).rejects.toThrow("forbidden");
    await expect(takeOut(comms(), { kind: "letters", objectId: batch.id, file: "all" })).rejects.toMatchObject({ fields: { file: ["choose-one"] } });
  });

  it("lie in clear nowhere, and not at all once they are handed over", async () => {
    const { waveId } = await aLetterWave();
    await make(waveId);
    const { id } = await onlyBatch(waveId);
    const pieces = await database.db.select().from(letterPieces).where(eq(letterPieces.batchId, id));
    for (const { sealed } of pieces) for (const word of ["Smith", "%PDF", "김민지"]) expect(sealed.includes(Buffer.from(word))).toBe(false);
    await handOverLetters(comms(), { batchId: id, handedOn: today() });
    expect(await database.db.$count(letterPieces, eq(letterPieces.batchId, id))).toBe(0);
    await expect(fileOf(id, "pdf")).rejects.toMatchObject({ reason: "letters-not-waiting" });
  });

  it("count as accepted once they are with the mail house, which ends the wave; a second confirmation is a Conflict", async () => {
    const { waveId } = await aLetterWave();
    await make(waveId);
    const { id } = await onlyBatch(waveId);
    for (const handedOn of ["2025-11-01", "2999-01-01"]) await expect(handOverLetters(comms(), { batchId: id, handedOn })).rejects.toMatchObject({ reason: "letters-handed-on" });
    const both = await Promise.allSettled([handOverLetters(comms(), { batchId: id, handedOn: today() }), handOverLetters(comms(), { batchId: id, handedOn: today() })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await expectInvariants(database.parts, waveId)).toEqual({ deliveries: { accepted: 3 }, paths: { reached: 3, "covered-by": 1, unreachable: 1 } });
    expect(await onlyBatch(waveId)).toMatchObject({ state: "handed-over", handedOn: today() });
    expect(await database.db.select({ state: waves.state }).from(waves).where(eq(waves.id, waveId))).toEqual([{ state: "finished" }]);
  });

  it("wait again when their batch is discarded, and are printed anew under another handle", async () => {
    const { waveId } = await aLetterWave();
    await make(waveId);
    const { id } = await onlyBatch(waveId);
    const before = await database.db.select().from(letters).where(eq(letters.batchId, id));
    await discardLetters(comms(), { batchId: id, reason: "the paper jammed in the printer" });
    expect(await expectInvariants(database.parts, waveId)).toEqual({ deliveries: { pending: 3 }, paths: { open: 3, "covered-by": 1, unreachable: 1 } });
    expect(await make(waveId)).toBe(true);
    const [again, first] = await listLetterBatches(comms(), waveId);
    expect([again?.state, first?.state]).toEqual(["waiting", "discarded"]);
    const after = await database.db.select().from(letters).where(eq(letters.batchId, again?.id ?? ""));
    expect(after.map((row) => row.subjectId)).toEqual(before.map((row) => row.subjectId));
    expect(new Set([...before, ...after].map((row) => row.handle)).size).toBe(6);
  });

  it("that were taken by a run that was killed are gone on with", async () => {
    const { waveId } = await aLetterWave();
    const taken = await takeLetters(systemContext(database.parts), waveId);
    await database.db.insert(letterPieces).values({ batchId: taken?.id ?? "", file: "pdf", number: 1, sealed: Buffer.from("half a file") });
    expect(await make(waveId)).toBe(true);
    const batch = await onlyBatch(waveId);
    expect(batch).toMatchObject({ id: taken?.id, state: "waiting", letters: 3 });
    expect((await fileOf(batch.id, "pdf")).subarray(0, 4).toString()).toBe("%PDF");
  });

  it("do not go to suppressed addresses, to erased people, or out with holes in a name", async () => {
    const { waveId, incidentId } = await aLetterWave([...household, "f,,ko,KR,names,金民志,04101,하늘로 13", "g,,ko,KR,names,이수아,04101,하늘로 15", "h,,ko,KR,names,박서연,04101,하늘로 14"]);
    const index = await installationIndex(database.parts.keys, `postal:${canonicalPostal({ n: "이수아", c: "04101", l: ["하늘로 15"] }, "KR")}`);
    await withTransaction(database.parts, (tx) => suppressContact(tx, index, "everything", "bounced"));
    await database.db.execute(sql`update subjects set sealed = null where incident_id = ${incidentId} and subject_id = (select max(subject_id) from subjects where incident_id = ${incidentId})`);
    expect(await make(waveId)).toBe(true);
    expect(await expectInvariants(database.parts, waveId)).toEqual({
      deliveries: { "handing-over": 3, suppressed: 1, cancelled: 1, rejected: 1 },
      paths: { open: 3, "covered-by": 1, unreachable: 3, cancelled: 1 },
    });
    expect(await onlyBatch(waveId)).toMatchObject({ letters: 3 });
  });

  it("of a cancelled wave go nowhere: a waiting batch can still be confirmed or discarded for good", async () => {
    const { waveId } = await aLetterWave();
    await make(waveId);
    await cancelWave(comms(), { waveId, reason: "the wording was wrong after all" });
    const { id } = await onlyBatch(waveId);
    await discardLetters(comms(), { batchId: id, reason: "the wave was cancelled before it" });
    expect(await expectInvariants(database.parts, waveId)).toEqual({ deliveries: { cancelled: 3 }, paths: { cancelled: 3, "covered-by": 1, unreachable: 1 } });
    expect(await make(waveId)).toBe(false);
  });

  it("that come back are told once each, and their people count as not reached", async () => {
    const { waveId } = await aLetterWave();
    await make(waveId);
    const { id } = await onlyBatch(waveId);
    const [first, second, third] = await database.db.select({ handle: letters.handle }).from(letters).where(eq(letters.batchId, id)).orderBy(letters.sequence);
    const support = staffContext(database.parts, ["support"]);
    // With nobody yet, so it cannot come back.
    expect(await recordReturnedLetters(support, { waveId, handles: first?.handle })).toEqual({ recorded: 0, repeated: 0, unknown: [1] });
    await handOverLetters(comms(), { batchId: id, handedOn: today() });
    const list = ["handle,reason", `${first?.handle.toLowerCase()},수취인 불명`, `${second?.handle.replaceAll("-", "")};moved`, first?.handle, "L-2345-6789-2345", newHandle()].join("\r\n");
    expect(await recordReturnedLetters(support, { waveId, handles: list })).toEqual({ recorded: 2, repeated: 0, unknown: [5, 6] });
    expect(await recordReturnedLetters(support, { waveId, handles: `${second?.handle}\n${third?.handle}` })).toEqual({ recorded: 1, repeated: 1, unknown: [] });
    expect(await tellReturnedLetters(systemContext(database.parts), waveId)).toBe(3);
    expect(await tellReturnedLetters(systemContext(database.parts), waveId)).toBe(0);
    // The one for whom the first letter spoke too is not reached either.
    expect((await expectInvariants(database.parts, waveId)).paths).toEqual({ unreachable: 5 });
    expect(await onlyBatch(waveId)).toMatchObject({ returned: 3 });
    expect((await getWaveOverview(comms(), waveId)).outcomes).toMatchObject({ bounced: 3 });
    const { rows } = await database.db.execute<{ words: string }>(sql`select words from outcomes where wave_id = ${waveId} order by words`);
    expect(rows.map(({ words }) => words)).toEqual(["", "moved", "수취인 불명"]);
  });

  it("are not printed, and not given out, while nothing may leave the installation", async () => {
    const { waveId } = await aLetterWave();
    const other = await aLetterWave();
    await make(other.waveId);
    const { id } = await onlyBatch(other.waveId);
    await setInstallation(database.parts, { mode: "trial" });
    try {
      expect(await make(waveId)).toBe(false);
      await expect(fileOf(id, "pdf")).rejects.toMatchObject({ reason: "letters-locked" });
    } finally {
      await setInstallation(database.parts, { mode: "live" });
    }
    expect(await make(waveId)).toBe(true);
  });

  it("come in batches of what a person can hand over", async () => {
    const many = Array.from({ length: BATCH_LETTERS + 20 }, (_, i) => `p${i},,en,KR,names,Person ${i},04101,Haneul-ro ${i}`);
    const { waveId } = await aLetterWave(many);
    while (await make(waveId));
    expect((await listLetterBatches(comms(), waveId)).map(({ number, letters: count }) => [number, count])).toEqual([[2, 20], [1, BATCH_LETTERS]]);
    expect(await expectInvariants(database.parts, waveId)).toEqual({ deliveries: { "handing-over": BATCH_LETTERS + 20 }, paths: { open: BATCH_LETTERS + 20 } });
    expect(await database.db.$count(letterBatches, eq(letterBatches.waveId, waveId))).toBe(2);
  });

  it("are what an e-mail wave falls back to for people without an address to mail to", async () => {
    const { waveId } = await aLetterWave(household, ["email", "letter"]);
    expect(await expectInvariants(database.parts, waveId)).toEqual({ deliveries: { pending: 4 }, paths: { open: 4, "covered-by": 1 } });
    expect(await make(waveId)).toBe(true);
    expect(await onlyBatch(waveId)).toMatchObject({ letters: 2 });
    const sending = aWaveSending(database.url, 1);
    try {
      // Whoever sends mails does not take the letters for his own, nor for lost.
      await sendRange(systemContext(database.parts), sending, waveId);
    } finally {
      await endSending(sending);
    }
    expect((await expectInvariants(database.parts, waveId)).deliveries["handing-over"]).toBe(2);
  });
});

it("one letter can be looked at, masked and audited", async () => {
  const { waveId, incidentId } = await aLetterWave();
  const [page = ""] = await pagesOf(await previewLetter(comms(), { waveId, position: 1 }, making));
  for (const part of ["김•• 귀하", "서울특별시 •••", "04•••", "N-••••-••••", "L-0000-0000-0000"]) expect(page).toContain(part);
  for (const part of ["김민지", "하늘로", "1204"]) expect(page).not.toContain(part);
  const english = await pagesOf(await previewLetter(comms(), { waveId, position: 1, locale: "en" }, making));
  expect(english[0]).toContain("J••• •••••");
  // The last of the audience has no address.
  await expect(previewLetter(comms(), { waveId, position: 5 }, making)).rejects.toMatchObject({ kind: "not-found" });
  const events = await database.db.select().from(auditEvents).where(and(eq(auditEvents.incidentId, incidentId), eq(auditEvents.action, "letters.preview")));
  expect(events.map(({ details }) => (details.subjectIds as string[]).length)).toEqual([1, 1]);
});

import { randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, utimesSync } from "node:fs";
import path from "node:path";
import { and, eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { openClamd } from "@/channels/scanner/clamd";
import { auditEvents } from "@/db/schema/audit";
import { evidenceFiles } from "@/db/schema/evidence";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { startClamd } from "@/test/evidence/clamd";
import { handIn, useEvidenceStore } from "@/test/evidence/keeping";
import { aHeicPicture, aHugePng, aPhotograph, aScreenshot, aStatement, eicar, SECRET_PLACE } from "@/test/evidence/papers";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { addPiece } from "./add-piece";
import { handInStream } from "./hand-in-stream";
import { inspectEvidence, type SettledPaper, type TellOwner } from "./inspect-evidence";
import { listEvidence, listOwnEvidence } from "./queries";
import { lookAtEvidence, readOwnEvidence } from "./read-evidence";
import { removeEvidence } from "./remove-evidence";
import { MEGABYTE, MOST_BYTES, PIECE_BYTES } from "./rules";
import { startEvidence } from "./start-evidence";
import { sweepEvidence } from "./sweep-evidence";
import type { EvidenceOwner, ObjectStore, ReadableEvidence, Scanner } from "./types";
import { wakeEvidence } from "./wake-evidence";

const REASON = "to see what the amount rests on";
const database = useDatabase();
const keeping = useEvidenceStore();
const CSV = "ref,email,confirmed\na,minji@example.com,names";
const inHex = (row: { perceptualHash: Buffer | null }) => row.perceptualHash?.toString("hex");

async function scene() {
  const incident = await aPublishedIncident(database.parts, CSV);
  const owner: EvidenceOwner = { incidentId: incident.id, kind: "claim", id: randomUUID() };
  return { owner, subject: await aSubject(database.parts, incident, "minji@example.com"), support: staffContext(database.parts, ["support"]), store: keeping.inspection.store };
}
/** What its owner heard of each paper. */
const heard: SettledPaper[] = [];
const tellOwner: TellOwner = (_tx, _ctx, paper) => Promise.resolve(void heard.push(paper));
const heardOf = (owner: EvidenceOwner) => heard.filter(({ id }) => id === owner.id).map(({ defect }) => defect);
const inspect = (owner: EvidenceOwner, evidenceId: string, scanner: Scanner | null = null) => inspectEvidence(systemContext(database.parts), { ...keeping.inspection, scanner }, { incidentId: owner.incidentId, evidenceId }, tellOwner);
const rowOf = async (id: string) => (await database.db.select().from(evidenceFiles).where(eq(evidenceFiles.id, id)))[0];
const objects = () => readdirSync(keeping.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
const objectsOf = (id: string) => objects().filter((file) => file.includes(id));
const jobsOf = async (id: string) => (await database.db.execute<{ n: number }>(sql`select count(*)::int as n from graphile_worker.jobs where key = ${`evidence/inspect-evidence/${id}`}`)).rows[0]?.n;

async function bytesOf(paper: ReadableEvidence): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of paper.bytes) parts.push(part);
  return Buffer.concat(parts);
}

describe("handing in", () => {
  it("keeps what arrives sealed, makes it anew, and serves that alone, as a file to fetch", async () => {
    const { owner, subject, support, store } = await scene();
    const photograph = Buffer.concat([await aPhotograph(), Buffer.alloc(2 * MEGABYTE, 7)]);
    const id = await handIn(subject, owner, store, "../../etc/내 사진\u202e.HEIC", photograph);
    expect(objectsOf(id)).toHaveLength(3);
    for (const file of objectsOf(id)) expect(readFileSync(file).includes(SECRET_PLACE)).toBe(false);
    expect(await jobsOf(id)).toBe(1);
    await expect(readOwnEvidence(subject, { store, scanned: false }, owner, id)).rejects.toMatchObject({ reason: "paper" });
    await inspect(owner, id);
    expect(objectsOf(id)).toHaveLength(1);
    const paper = await readOwnEvidence(subject, { store, scanned: false }, owner, id);
    expect([paper.name, paper.type]).toEqual([`paper-${id.slice(-6)}.jpg`, "image/jpeg"]);
    const bytes = await bytesOf(paper);
    expect([bytes.length, bytes.includes(SECRET_PLACE)]).toEqual([paper.size, false]);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 240, height: 320 });
    // With a scanner set it waits for it.
    await expect(readOwnEvidence(subject, { store, scanned: true }, owner, id)).rejects.toMatchObject({ reason: "paper" });
    expect(await listEvidence(support, owner)).toMatchObject([{ id, name: null, state: "unscanned", type: "image/jpeg" }]);
    expect(await listOwnEvidence(subject, owner)).toMatchObject([{ name: "내 사진.HEIC" }]);
    const row = await rowOf(id);
    expect(JSON.stringify({ ...row, name: row?.sealedName.toString("utf8") })).not.toContain("사진");
  });

  it("writes down every look by staff, and lets nobody else look", async () => {
    const { owner, subject, support, store } = await scene();
    const id = await handIn(subject, owner, store, "statement.pdf", await aStatement());
    await inspect(owner, id);
    const set = { store, scanned: false };
    const owned = { ...owner, subjectId: 1n };
    expect((await bytesOf(await lookAtEvidence(support, set, owned, { evidenceId: id, purpose: "examination", reason: REASON }))).subarray(0, 5).toString()).toBe("%PDF-");
    await expect(lookAtEvidence(staffContext(database.parts, ["finance"]), set, owned, { evidenceId: id, purpose: "examination", reason: REASON })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(lookAtEvidence(support, set, { ...owned, id: randomUUID() }, { evidenceId: id, purpose: "examination", reason: REASON })).rejects.toMatchObject({ reason: "paper" });
    await expect(readOwnEvidence(support, set, owner, id)).rejects.toMatchObject({ reason: "proof-needed" });
    await expect(inspectEvidence(support, keeping.inspection, { incidentId: owner.incidentId, evidenceId: id }, tellOwner)).rejects.toMatchObject({ reason: "forbidden" });
    const events = await database.db.select({ action: auditEvents.action, by: auditEvents.actorKind, reason: auditEvents.reason, purpose: sql`${auditEvents.details} ->> 'purpose'` }).from(auditEvents).where(eq(auditEvents.objectId, id)).orderBy(auditEvents.id);
    expect(events).toEqual([
      { action: "evidence.start", by: "subject", reason: null, purpose: null },
      { action: "evidence.hand-in", by: "subject", reason: null, purpose: null },
      { action: "evidence.inspect", by: "system", reason: null, purpose: null },
      { action: "evidence.look", by: "staff", reason: REASON, purpose: "examination" },
    ]);
    await expect(lookAtEvidence(support, set, owned, { evidenceId: id, purpose: "payment", reason: "because" })).rejects.toMatchObject({ fields: { purpose: ["purpose-missing"], reason: ["reason-too-short"] } });
  });

  it("goes on where it broke off, counts a piece sent twice once, and takes none out of turn", async () => {
    const { owner, subject, store } = await scene();
    const bytes = Buffer.concat([await aScreenshot(), Buffer.alloc(2 * MEGABYTE)]);
    const paper = { name: "shot.png", size: bytes.length };
    const { id } = await startEvidence(subject, owner, paper);
    const piece = (at: number) => ({ evidenceId: id, at, bytes: bytes.subarray(at, at + PIECE_BYTES) });
    const twice = await Promise.allSettled([1, 2, 3].map(() => addPiece(subject, owner, store, piece(0))));
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(objectsOf(id)).toHaveLength(1);
    expect(await startEvidence(subject, owner, paper)).toEqual({ id, received: PIECE_BYTES });
    await expect(addPiece(subject, owner, store, piece(2 * PIECE_BYTES))).rejects.toMatchObject({ reason: "upload-offset", values: { received: PIECE_BYTES } });
    await expect(addPiece(subject, owner, store, { ...piece(PIECE_BYTES), bytes: Buffer.alloc(PIECE_BYTES + 1) })).rejects.toMatchObject({ reason: "upload-piece" });
    await expect(addPiece(subject, { ...owner, id: randomUUID() }, store, piece(PIECE_BYTES))).rejects.toMatchObject({ reason: "paper" });
    await addPiece(subject, owner, store, piece(PIECE_BYTES));
    expect(await addPiece(subject, owner, store, piece(2 * PIECE_BYTES))).toEqual({ received: bytes.length, whole: true });
    await expect(addPiece(subject, owner, store, piece(0))).rejects.toMatchObject({ reason: "upload-offset" });
    await inspect(owner, id);
    expect(await rowOf(id)).toMatchObject({ state: "unscanned", type: "image/png" });
  });

  it("has twenty places, however many come at once, and a refused paper takes none", async () => {
    const { owner, subject, store } = await scene();
    const begun = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => startEvidence(subject, owner, { name: `${i}.png`, size: 100 })));
    expect(begun.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
    for (const result of begun) if (result.status === "rejected") expect(result.reason).toMatchObject({ reason: "papers-full" });
    const [first] = await listOwnEvidence(subject, owner);
    await removeEvidence(subject, owner, store, first!.id);
    const id = await handIn(subject, owner, store, "broken.png", (await aScreenshot()).subarray(0, 200));
    await expect(startEvidence(subject, owner, { name: "more.png", size: 100 })).rejects.toMatchObject({ reason: "papers-full" });
    await inspect(owner, id);
    expect(await rowOf(id)).toMatchObject({ state: "refused", defect: "damaged", place: null });
    expect(heardOf(owner)).toEqual(["damaged"]);
    expect(objectsOf(id)).toEqual([]);
    await startEvidence(subject, owner, { name: "more.png", size: 100 });
  });

  it.each([
    ["nothing", { name: "a.pdf", size: 0 }, "paper-empty"],
    ["more than 20 MB", { name: "a.pdf", size: MOST_BYTES + 1 }, "paper-too-large"],
  ])("refuses %s before it is sent", async (_, paper, reason) => {
    const { owner, subject } = await scene();
    await expect(startEvidence(subject, owner, paper)).rejects.toMatchObject({ fields: { size: [reason] } });
  });

  it("refuses another kind with its first piece", async () => {
    const { owner, subject, store } = await scene();
    await expect(handIn(subject, owner, store, "eicar.com", eicar())).rejects.toMatchObject({ reason: "paper-type" });
    expect(await listOwnEvidence(subject, owner)).toEqual([]);
  });

  it("takes a stream of unknown length, and leaves nothing of one that is too long or breaks off", async () => {
    const { owner, subject, store } = await scene();
    async function* slowly(bytes: Buffer, then?: () => never): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += 300_000) yield await Promise.resolve(bytes.subarray(at, at + 300_000));
      then?.();
    }
    await handInStream(subject, owner, store, { name: "phone.heic", content: slowly(aHeicPicture()) });
    const jobs = async () => (await database.db.execute<{ n: number }>(sql`select count(*)::int as n from graphile_worker.jobs where key like 'evidence/%'`)).rows[0]?.n;
    const before = await jobs();
    const long = Buffer.concat([await aPhotograph(), Buffer.alloc(MOST_BYTES)]);
    await expect(handInStream(subject, owner, store, { name: "long.jpg", content: slowly(long) })).rejects.toMatchObject({ reason: "paper-too-large" });
    expect(await jobs()).toBe(before);
    const cut = () => {
      throw new Error("the line is cut");
    };
    await expect(handInStream(subject, owner, store, { name: "cut.jpg", content: slowly(long.subarray(0, 3_000_000), cut) })).rejects.toThrow("cut");
    await expect(handInStream(subject, owner, store, { name: "empty.jpg", content: slowly(Buffer.alloc(0)) })).rejects.toMatchObject({ reason: "paper-empty" });
    const [paper, ...others] = await listOwnEvidence(subject, owner);
    expect([paper?.name, paper?.state, others]).toEqual(["phone.heic", "received", []]);
    expect(objectsOf(paper!.id)).toHaveLength(1);
    await inspect(owner, paper!.id);
    expect(await rowOf(paper!.id)).toMatchObject({ state: "unscanned", type: "image/jpeg", size: aHeicPicture().length });
  });
});

describe("with a scanner", () => {
  it("serves nothing that it did not pass: found, down, too old, and back again", async () => {
    const { owner, subject, store } = await scene();
    const clamd = await startClamd();
    const scanner = openClamd({ url: clamd.url, maxAgeHours: 72, log: database.parts.log, silenceMs: 500 });
    const served = (id: string) => readOwnEvidence(subject, { store, scanned: true }, owner, id).then(() => true, () => false);
    try {
      const infected = await handIn(subject, owner, store, "infected.jpg", Buffer.concat([await aPhotograph(), eicar()]));
      await inspect(owner, infected, scanner);
      expect(await rowOf(infected)).toMatchObject({ state: "refused", defect: "malware" });
      const before = await handIn(subject, owner, store, "before.jpg", await aPhotograph());
      await inspect(owner, before);
      expect([(await rowOf(before))?.state, await served(before)]).toEqual(["unscanned", false]);
      const held = await handIn(subject, owner, store, "held.png", await aScreenshot());
      for (const fault of ["silent", "hangs-up", "garbage"] as const) {
        clamd.fault = fault;
        await inspect(owner, held, scanner);
        expect([(await rowOf(held))?.state, await served(held)]).toEqual(["scan-pending", false]);
      }
      clamd.fault = null;
      clamd.date = new Date(0);
      await database.db.execute(sql`delete from graphile_worker._private_jobs where key like 'evidence/%'`);
      await wakeEvidence(systemContext(database.parts), scanner);
      expect(await jobsOf(held)).toBe(0);
      await inspect(owner, held, scanner);
      expect((await rowOf(held))?.state).toBe("scan-pending");
      clamd.date = new Date();
      await wakeEvidence(systemContext(database.parts), scanner);
      expect([await jobsOf(held), await jobsOf(before)]).toEqual([1, 1]);
      for (const id of [held, before]) {
        await inspect(owner, id, scanner);
        expect([(await rowOf(id))?.state, await served(id)]).toEqual(["clean", true]);
      }
    } finally {
      await clamd.close();
    }
  });
});

it("a paper that is taken back while it is read is no fault", async () => {
  const { owner, subject, store } = await scene();
  const id = await handIn(subject, owner, store, "a.png", await aScreenshot());
  const late: ObjectStore = { ...store, get: async (name) => (await removeEvidence(subject, owner, store, id), store.get(name)) };
  await inspectEvidence(systemContext(database.parts), { ...keeping.inspection, store: late }, { incidentId: owner.incidentId, evidenceId: id }, tellOwner);
  expect([await rowOf(id), objectsOf(id)]).toEqual([undefined, []]);
});

it("the same paper is found again by its look, whatever it was handed in as", async () => {
  const { owner, subject, store } = await scene();
  const ids = [await handIn(subject, owner, store, "a.png", await aScreenshot()), await handIn(subject, owner, store, "b.png", await sharp(await aScreenshot()).png({ compressionLevel: 1 }).toBuffer())];
  for (const id of ids) await inspect(owner, id);
  const [a, b] = await Promise.all(ids.map(rowOf));
  expect(inHex(a!)).toBe(inHex(b!));
  expect(a?.originalHash?.equals(b!.originalHash!)).toBe(false);
});

it("a huge picture ends as refused, and the database knows no other way through the states", async () => {
  const { owner, subject, store } = await scene();
  const id = await handIn(subject, owner, store, "huge.png", aHugePng(50_000));
  await inspect(owner, id);
  expect(await rowOf(id)).toMatchObject({ state: "refused", defect: "too-many-pixels" });
  const uploading = (await startEvidence(subject, owner, { name: "x.png", size: 10 })).id;
  for (const state of ["clean", "unscanned", "scan-pending"] as const) await expect(database.db.update(evidenceFiles).set({ state, received: 10, type: "image/png", cleanObject: "x", cleanSize: 1, originalHash: randomBytes(32) }).where(eq(evidenceFiles.id, uploading))).rejects.toMatchObject({ cause: { code: "23514" } });
  await expect(database.db.update(evidenceFiles).set({ state: "received", defect: null }).where(eq(evidenceFiles.id, id))).rejects.toMatchObject({ cause: { code: "23514" } });
});

it("the sweep gives up old uploads and removes what belongs to no paper, and nothing else", async () => {
  const { owner, subject, store } = await scene();
  const kept = await handIn(subject, owner, store, "kept.png", await aScreenshot());
  await inspect(owner, kept);
  const begun = await startEvidence(subject, owner, { name: "old.png", size: 3 * MEGABYTE });
  await addPiece(subject, owner, store, { evidenceId: begun.id, at: 0, bytes: (await aScreenshot()).subarray(0, 100) });
  await store.put(`${owner.incidentId}/${randomUUID()}/${randomUUID()}`, Buffer.from("of a paper that is gone"));
  await store.put("not/ours", Buffer.from("x"));
  await database.db.update(evidenceFiles).set({ changedAt: sql`clock_timestamp() - interval '25 hours'` }).where(and(eq(evidenceFiles.id, begun.id), eq(evidenceFiles.state, "uploading")));
  expect(await sweepEvidence(systemContext(database.parts), store)).toBe(0);
  for (const file of objects()) utimesSync(file, new Date(0), new Date(0));
  expect(await sweepEvidence(systemContext(database.parts), store)).toBeGreaterThanOrEqual(3);
  expect([objectsOf(kept).length, objectsOf(begun.id).length, await rowOf(begun.id)]).toEqual([1, 0, undefined]);
  expect(await readOwnEvidence(subject, { store, scanned: false }, owner, kept).then(bytesOf)).not.toHaveLength(0);
});

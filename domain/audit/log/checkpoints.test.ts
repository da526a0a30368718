import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { simpleParser } from "mailparser";
import { afterAll, expect, it } from "vitest";
import { openDirectory, openMailbox, openWebhook } from "@/channels/checkpoints/open-places";
import { openRelays } from "@/channels/email/relay-set";
import { auditCheckpoints, auditKeys } from "@/db/schema/audit";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aRelay } from "@/test/relays";
import { startSmtpSink } from "@/test/smtp-sink";
import { recordAudit } from "../record-audit";
import { logFigures } from "./log-figures";
import { treeHash } from "./merkle";
import { pushCheckpoint } from "./push-checkpoint";
import { isSealDue, sealLog } from "./seal-log";
import { sequenceEvents } from "./sequence-events";
import { openCheckpoint, readVerifier, writeVerifier } from "./signed-note";
import { listVerifiers, originOf } from "./signing-key";

const database = useDatabase();
const dir = mkdtempSync(path.join(os.tmpdir(), "amends-checkpoints-"));
afterAll(() => rmSync(dir, { recursive: true }));
const origin = originOf("https://claims.haneul.example/");

async function addEvents(count: number): Promise<void> {
  const ctx = systemContext(database.parts);
  for (let n = 0; n < count; n++) await recordAudit(database.db, ctx, { action: "thing.look", object: { kind: "thing", id: String(n) } });
  expect(await sequenceEvents(ctx)).toBe(count);
}

/** The newest checkpoint as somebody reads it who has the public key alone. */
async function newestSigned() {
  const [verifier] = await listVerifiers(systemContext(database.parts));
  if (!verifier) throw new Error("no key");
  const notes = await database.db.select().from(auditCheckpoints).orderBy(auditCheckpoints.size);
  return { verifier, note: notes.at(-1)?.note ?? "", opened: openCheckpoint(notes.at(-1)?.note ?? "", verifier) };
}

it("signs what is numbered once, whoever comes first, and a reader refuses what was changed", async () => {
  const ctx = systemContext(database.parts);
  expect(await sealLog(ctx, origin)).toBeNull();
  await addEvents(3);
  expect(await isSealDue(ctx)).toBe(true);
  const sealed = await Promise.all([sealLog(ctx, origin), sealLog(ctx, origin), sealLog(ctx, origin)]);
  expect(sealed.filter((size) => size !== null)).toEqual([3]);
  expect(await database.db.$count(auditKeys)).toBe(1);
  expect(await isSealDue(ctx)).toBe(false);
  const { verifier, note, opened } = await newestSigned();
  const { rows } = await database.db.$client.query<{ leaf_hash: Buffer }>("select leaf_hash from audit_leaves order by seq");
  expect(opened).toEqual({ origin: "claims.haneul.example/audit", size: 3, root: treeHash(rows.map((row) => row.leaf_hash)) });
  expect(note).toMatch(/^claims\.haneul\.example\/audit\n3\n[A-Za-z0-9+/]{43}=\n\n— claims\.haneul\.example\/audit [A-Za-z0-9+/]{90}[A-Za-z0-9+/=]{2}\n$/);
  expect(readVerifier(writeVerifier(verifier))).toEqual(verifier);
  for (const changed of [note.replace("\n3\n", "\n4\n"), note.replace("claims.haneul.example/audit\n3", "other.example/audit\n3"), note.replace(/— (\S+) .{12}/, "— $1 AAAAAAAAAAAA"), note.split("\n\n")[0] ?? ""]) {
    expect(openCheckpoint(changed, verifier)).toBeNull();
  }
  expect(readVerifier(writeVerifier(verifier).replace("claims", "clalms"))).toBeNull();
});

it("carries each newest checkpoint to a directory once, and never over another one of its size", async () => {
  const ctx = systemContext(database.parts);
  const place = openDirectory(path.join(dir, "drop"));
  expect(await Promise.all([pushCheckpoint(ctx, place), pushCheckpoint(ctx, place)])).toContain(true);
  expect(await pushCheckpoint(ctx, place)).toBe(false);
  await addEvents(300);
  expect(await logFigures(database.db)).toMatchObject({ unsealed: 300, behind: 0 });
  expect(await sealLog(ctx, origin)).toBe(303);
  expect(await pushCheckpoint(ctx, place)).toBe(true);
  const { note, opened } = await newestSigned();
  expect(opened?.size).toBe(303);
  expect(readdirSync(path.join(dir, "drop"))).toEqual(["000000000000003.checkpoint", "000000000000303.checkpoint"]);
  expect(readFileSync(path.join(dir, "drop", "000000000000303.checkpoint"), "utf8")).toBe(note);

  await addEvents(1);
  await sealLog(ctx, origin);
  writeFileSync(path.join(dir, "drop", "000000000000304.checkpoint"), "another log");
  expect(await pushCheckpoint(ctx, place)).toBe(false);
  expect(await logFigures(database.db)).toMatchObject({ unsealed: 0, behind: 1 });
  expect(readFileSync(path.join(dir, "drop", "000000000000304.checkpoint"), "utf8")).toBe("another log");
});

/** Let this process write no file larger than so many bytes while something is done: what a full disk does to one that was begun. */
async function onFullDisk(bytes: number, act: () => Promise<void>): Promise<void> {
  const limit = (soft: string) => expect(spawnSync("prlimit", [`--pid=${process.pid}`, `--fsize=${soft}:`], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  limit(String(bytes));
  try {
    await act();
  } finally {
    limit("unlimited");
  }
}

// Elsewhere nothing that comes with the system limits the files of a process that runs already.
it.skipIf(process.platform !== "linux")("leaves nothing of a checkpoint that a full directory did not take, and brings the whole one when there is room", async () => {
  const ctx = systemContext(database.parts);
  const place = openDirectory(path.join(dir, "full"));
  await addEvents(1);
  await sealLog(ctx, origin);
  const { note, opened } = await newestSigned();
  await onFullDisk(100, async () => {
    await expect(place.push({ size: opened?.size ?? 0, note })).rejects.toMatchObject({ code: "EFBIG" });
  });
  expect(readdirSync(path.join(dir, "full"))).toEqual([]);
  await place.push({ size: opened?.size ?? 0, note });
  await place.push({ size: opened?.size ?? 0, note });
  const names = readdirSync(path.join(dir, "full"));
  expect(names).toEqual([`${String(opened?.size).padStart(15, "0")}.checkpoint`]);
  expect(readFileSync(path.join(dir, "full", names[0] ?? ""), "utf8")).toBe(note);
  await expect(place.push({ size: opened?.size ?? 0, note: `${note}another` })).rejects.toMatchObject({ code: "EEXIST" });
  expect(readdirSync(path.join(dir, "full"))).toEqual(names);
});

it("posts to a webhook, tries again after a refusal, and follows nobody elsewhere", async () => {
  const ctx = systemContext(database.parts);
  const answers = [503, 302, 204];
  const got: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      got.push(body);
      response.writeHead(answers.shift() ?? 500, { location: "/elsewhere" }).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = openWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/checkpoints`);
  expect(await pushCheckpoint(ctx, place)).toBe(false);
  // Left alone for a while, as after the death of the worker that tried.
  expect(await pushCheckpoint(ctx, place)).toBe(false);
  expect(await pushCheckpoint(ctx, place, 0)).toBe(false);
  expect(await pushCheckpoint(ctx, place, 0)).toBe(true);
  const { note } = await newestSigned();
  expect(got).toEqual([note, note, note]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it("mails each one once as a text that the public key verifies, and again what the relay refused", async () => {
  const ctx = systemContext(database.parts);
  const sink = await startSmtpSink();
  const relays = openRelays([aRelay(sink.port)], "Haneul Mall <notice@haneulmall.example>");
  try {
    const place = openMailbox(relays.mail, "log-keeper@example.com");
    sink.answer(() => 451);
    expect(await pushCheckpoint(ctx, place)).toBe(false);
    sink.answer(() => null);
    // Left alone for a while, as the other places are.
    expect(await pushCheckpoint(ctx, place)).toBe(false);
    expect(await pushCheckpoint(ctx, place, 0)).toBe(true);
    expect(await pushCheckpoint(ctx, place, 0)).toBe(false);
    expect(sink.messages.map(({ to }) => to)).toEqual([["log-keeper@example.com"]]);
    const mail = await simpleParser(sink.messages[0]?.raw ?? "");
    const { verifier, note, opened } = await newestSigned();
    expect(mail.subject).toBe(`Checkpoint ${opened?.origin} ${opened?.size}`);
    expect(mail.text).toBe(note);
    expect(openCheckpoint(mail.text ?? "", verifier)).toEqual(opened);
    expect(mail.html).toBe(false);
  } finally {
    relays.close();
    await sink.close();
  }
});

it.each(["update audit_checkpoints set size = size + 1", "delete from audit_checkpoints", "truncate audit_checkpoints"])("the database refuses: %s", async (statement) => {
  await expect(database.db.$client.query(statement)).rejects.toThrow("append-only");
});

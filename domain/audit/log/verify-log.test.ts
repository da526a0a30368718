import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { auditCheckpoints } from "@/db/schema/audit";
import { aSealedLog, damageLog, drawComplete, exportedLog, rewriteEvents, tells, tellsAmong, verified, whileRewritten } from "@/test/audit-log";
import { startCli } from "@/test/cli";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { exportLog } from "./export-log";
import { writeVerifier } from "./signed-note";
import { listVerifiers } from "./signing-key";

const EVENTS = 1_400;
const database = useDatabase();
const dir = mkdtempSync(path.join(os.tmpdir(), "amends-verify-"));
afterAll(() => rmSync(dir, { recursive: true }));
const kept: { export: string; notes: string[] } = { export: "", notes: [] };

it("finds nothing wrong with a log that nobody touched, and says how much of it is sealed", async () => {
  await aSealedLog(database.parts, { events: EVENTS, checkpoints: 4 });
  kept.export = await exportedLog(database.parts);
  kept.notes = (await database.db.select({ note: auditCheckpoints.note }).from(auditCheckpoints)).map((row) => row.note);
  // The export's own event comes too late to be numbered.
  expect(await verified(database.parts, kept.export, kept.notes)).toEqual({ verdict: { events: EVENTS, sealed: EVENTS, checkpoints: 8, waiting: 1, findings: 0 }, findings: [] });
});

it("needs the right key, and finds a log that was cut short by the checkpoints outside", async () => {
  const cut = kept.export.split("\n").filter((line) => !(/^\{"seq":(\d+)/.test(line) && Number(/\d+/.exec(line)?.[0]) >= 1_000) && !line.includes("\\n1400\\n") && !line.includes("\\n1050\\n")).join("\n");
  expect(await verified(database.parts, cut)).toMatchObject({ verdict: { events: 1_000, sealed: 700 }, findings: [] });
  const { findings } = await verified(database.parts, cut, kept.notes);
  expect(findings).toEqual([{ kind: "missing", from: 1_000, to: 1_049 }, { kind: "missing", from: 1_000, to: 1_399 }]);

  const forged = kept.notes.map((note) => note.replace("\n1400\n", "\n1399\n"));
  expect((await verified(database.parts, kept.export, forged)).findings).toEqual([{ kind: "checkpoint-unsigned", after: 0 }]);
});

it("tells by number what was changed in the file itself", async () => {
  const lines = kept.export.split("\n");
  const at = (seq: number) => lines.findIndex((line) => line.startsWith(`{"seq":${seq},`));
  const damaged = [...lines];
  damaged[at(5)] = (lines[at(5)] ?? "").replace("by phone", "by  phone");
  damaged[at(8)] = (lines[at(8)] ?? "").replace(/"event":.*$/, `"event":${/"event":(.*)$/.exec(lines[at(9)] ?? "")?.[1] ?? ""}`);
  damaged[at(9)] = (lines[at(9)] ?? "").replace(/"event":.*$/, `"event":${/"event":(.*)$/.exec(lines[at(8)] ?? "")?.[1] ?? ""}`);
  damaged.splice(at(700) + 1, 0, lines[at(20)] ?? "", "no line of ours");
  damaged.push('{"seq":null,"event":{"at":"2020-01-01T00:00:00.000000Z","id":"x"}}');
  const { verdict, findings } = await verified(database.parts, damaged.filter((line) => line !== "").join("\n"));
  expect(findings).toEqual(expect.arrayContaining([
    { kind: "changed", seq: 5 },
    { kind: "moved", seq: 9, at: 8 },
    { kind: "moved", seq: 8, at: 9 },
    expect.objectContaining({ kind: "added", seq: 20 }),
    expect.objectContaining({ kind: "unreadable" }),
    { kind: "added", seq: null, id: "x" },
  ]));
  expect(verdict).toMatchObject({ findings: 6, sealed: EVENTS });
});

it("the command exports and verifies without the database, and says what it cannot tell", async () => {
  const file = path.join(dir, "log.jsonl");
  expect(await startCli(database.url, ["audit", "export", file]).ended).toMatchObject({ status: 0 });
  const [verifier] = await listVerifiers(systemContext(database.parts));
  const key = path.join(dir, "key");
  writeFileSync(key, `${verifier ? writeVerifier(verifier) : ""}\n`);
  const nowhere = "postgres://nobody@127.0.0.1:1/nothing";
  const good = await startCli(nowhere, ["audit", "verify", file, "--key", key]).ended;
  expect(good).toMatchObject({ status: 0, err: "" });
  expect(good.out).toContain("Nothing was changed, removed, added or moved");
  expect(good.out).toContain("What this cannot tell");
  writeFileSync(file, readFileSync(file, "utf8").replace("asked by phone", "asked by letter"));
  const bad = await startCli(nowhere, ["audit", "verify", file, "--key", key]).ended;
  expect(bad).toMatchObject({ status: 1 });
  expect(bad.out).toContain("Event 0 was changed");
  expect(await startCli(nowhere, ["audit", "verify", file]).ended).toMatchObject({ status: 2 });
  await expect(exportLog(staffContext(database.parts, ["support"]), () => Promise.resolve())).rejects.toThrow("forbidden");
}, 60_000);

const verifiedNow = async () => (await verified(database.parts, await exportedLog(database.parts), kept.notes)).findings;

it("finds what was changed together with every hash above it between the checkpoints around it, also where the database lost those", async () => {
  for (const [n, seq] of drawComplete({ events: EVENTS, count: 4, seed: 12 }).entries()) {
    await whileRewritten(database.url, { seq, unsaid: n % 2 === 1 }, async () => {
      const findings = await verifiedNow();
      expect(findings.map(({ kind }) => kind)).not.toContain("rewritten");
      expect(tellsAmong(findings, seq, "checkpoint-differs", EVENTS / 4), `event ${seq}`).toBe(true);
    });
  }
  expect(await verifiedNow()).toEqual([]);
});

it("finds what was changed together with its leaf by the 256 events among which it is", async () => {
  const seqs = drawComplete({ events: EVENTS, count: 3, seed: 13 });
  await rewriteEvents(database.url, seqs);
  const findings = await verifiedNow();
  for (const seq of seqs) expect(tellsAmong(findings, seq, "rewritten", 256), `event ${seq}`).toBe(true);
  expect(findings.filter(({ kind }) => kind === "rewritten")).toHaveLength(new Set(seqs.map((seq) => Math.floor(seq / 256))).size);
});

it("finds every change of a superuser to sealed events that leaves something as it was", async () => {
  const done = await damageLog(database.url, { events: EVENTS, count: 30, seed: 11 });
  const findings = await verifiedNow();
  for (const { how, seqs } of done) for (const seq of seqs) expect(tells(findings, seq), `${how} at ${seq}`).toBe(true);
  const touched = new Set(done.flatMap((damage) => damage.seqs));
  for (const finding of findings) if (finding.kind === "changed") expect(touched).toContain(finding.seq);
  for (const finding of findings) if (finding.kind === "missing") for (let seq = finding.from; seq <= finding.to; seq++) expect(touched).toContain(seq);
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { auditCheckpoints } from "@/db/schema/audit";
import { aSealedLog, damageLog, drawComplete, exportedLog, rewriteEvents, tells, tellsAmong, verified, whileRewritten } from "@/test/audit-log";
import { startCli } from "@/test/cli";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { setInstallation } from "@/test/installation";
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
  expect(await verified(database.parts, kept.export, kept.notes)).toEqual({ verdict: { events: EVENTS, sealed: EVENTS, checkpoints: 8, waiting: 1, signs: true, findings: 0 }, findings: [] });
});

/** The same as if it had been exported so many seconds after event 700, the first under none of the checkpoints that are left out. */
function madeAfter(text: string, seconds: number, more: object = {}): string {
  const [head = "", ...rest] = text.split("\n");
  const { event } = JSON.parse(rest.find((line) => line.startsWith('{"seq":700,')) ?? "") as { event: { at: string } };
  return [JSON.stringify({ ...(JSON.parse(head) as object), made: new Date(Date.parse(event.at) + seconds * 1_000).toISOString(), ...more }), ...rest].join("\n");
}

it("needs the right key, and finds a log that was cut short by the checkpoints outside", async () => {
  const cut = kept.export.split("\n").filter((line) => !(/^\{"seq":(\d+)/.test(line) && Number(/\d+/.exec(line)?.[0]) >= 1_000) && !line.includes("\\n1400\\n") && !line.includes("\\n1050\\n")).join("\n").replace(`"size":${EVENTS}`, '"size":1000');
  expect(await verified(database.parts, madeAfter(cut, 30))).toMatchObject({ verdict: { events: 1_000, sealed: 700 }, findings: [] });
  const { findings } = await verified(database.parts, cut, kept.notes);
  expect(findings).toEqual([{ kind: "missing", from: 1_000, to: 1_049 }, { kind: "missing", from: 1_000, to: 1_399 }]);

  const forged = kept.notes.map((note) => note.replace("\n1400\n", "\n1399\n"));
  expect((await verified(database.parts, kept.export, forged)).findings).toEqual([{ kind: "checkpoint-unsigned", after: 0 }]);
});

const atLine = (text: string, start: string) => text.indexOf(`\n${start}`) + 1;

it("finds an export that is cut at a line, or has lost its head, without any checkpoint from outside", async () => {
  const whole = kept.export;
  expect((await verified(database.parts, whole.slice(0, atLine(whole, '{"seq":1000,')))).findings).toEqual([{ kind: "missing", from: 1_000, to: 1_399 }]);
  // A download that broke off after the first line.
  expect((await verified(database.parts, whole.slice(0, atLine(whole, '{"seq":0,')))).findings).toEqual([{ kind: "missing", from: 0, to: 1_399 }]);
  expect((await verified(database.parts, whole.slice(whole.indexOf("\n") + 1))).findings).toContainEqual({ kind: "unreadable", line: 1 });
});

it("finds events that have been under no checkpoint for too long, unless the installation is one that signs nothing", async () => {
  const unsealed = kept.export.split("\n").filter((line) => !line.includes("\\n1400\\n") && !line.includes("\\n1050\\n") && !line.startsWith('{"seq":null'));
  const later = (seconds: number, more: object = {}) => madeAfter(unsealed.join("\n"), seconds, more);
  expect((await verified(database.parts, later(30))).findings).toEqual([]);
  const { verdict, findings } = await verified(database.parts, later(600));
  expect(findings).toEqual([{ kind: "unsealed", from: 700, at: expect.stringMatching(/^\d{4}-.*Z$/) as string }]);
  expect(verdict).toMatchObject({ sealed: 700, signs: true });
  expect(await verified(database.parts, later(600, { signs: false }))).toMatchObject({ verdict: { sealed: 700, signs: false, findings: 0 } });
  const gone = later(600).replace(/("seq":700,.*"event":).*/, "$1null}");
  expect((await verified(database.parts, gone)).findings).toContainEqual(expect.objectContaining({ kind: "unsealed", from: 701 }));
  await setInstallation(database.parts, { standing: "unconfirmed" });
  expect(JSON.parse((await exportedLog(database.parts)).split("\n")[0] ?? "")).toMatchObject({ signs: false });
  await setInstallation(database.parts, { standing: "confirmed" });
});

it("finds an event without a number that bears a time after the export, unless the clock may just have been set back", async () => {
  const { made } = JSON.parse(kept.export.split("\n")[0] ?? "") as { made: string };
  const planted = (id: string, seconds: number) => JSON.stringify({ seq: null, event: { at: new Date(Date.parse(made) + seconds * 1_000).toISOString(), id } });
  const { verdict, findings } = await verified(database.parts, `${kept.export}${planted("at once", 5)}\n${planted("in a minute", 60)}\n${planted("next year", 365 * 86_400)}\n`);
  expect(findings).toEqual(["in a minute", "next year"].map((id) => ({ kind: "ahead", id, at: expect.stringMatching(/^\d{4}-.*Z$/) as string })));
  expect(verdict).toMatchObject({ waiting: 2, findings: 2 });
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
  const outside = path.join(dir, "outside");
  mkdirSync(outside);
  writeFileSync(path.join(outside, "000000000001400.checkpoint"), kept.notes.at(-1) ?? "");
  // Of a worker that was killed.
  writeFileSync(path.join(outside, "000000000001401.checkpoint.1.part"), "claims.haneul");
  expect(await startCli(nowhere, ["audit", "verify", file, "--key", key, "--checkpoints", outside]).ended).toMatchObject({ status: 0, out: expect.stringContaining("(1 from outside)") as string });
  writeFileSync(file, `${readFileSync(file, "utf8").replace("asked by phone", "asked by letter")}{"seq":null,"event":{"at":"9000-01-01T00:00:00.000000Z","id":"planted"}}\n`);
  const bad = await startCli(nowhere, ["audit", "verify", file, "--key", key]).ended;
  expect(bad).toMatchObject({ status: 1 });
  expect(bad.out).toContain("Event 0 was changed");
  expect(bad.out).toContain("Event planted has no number and says that it is of 9000-01-01T00:00:00.000000Z, which is after this export was made: it was added past the log.");
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

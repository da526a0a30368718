import { createReadStream, createWriteStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { once } from "node:events";
import path from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { exportLog } from "@/domain/audit/log/export-log";
import { proveEvent } from "@/domain/audit/log/prove-event";
import { readVerifier, writeVerifier, type NoteVerifier } from "@/domain/audit/log/signed-note";
import { listVerifiers } from "@/domain/audit/log/signing-key";
import { verifyLog, type LogFinding } from "@/domain/audit/log/verify-log";
import { verifyProof } from "@/domain/audit/log/verify-proof";
import { isRange, verifyRange } from "@/domain/audit/log/verify-range";
import { NotFound } from "@/domain/kernel/errors";
import { UsageError } from "../arguments";
import type { Command } from "../command";
import { asOperator } from "../operator";

const usage = `amends audit key             print the public key that checkpoints of the audit log are signed with (a C2SP signed-note verifier key)
amends audit export FILE     write all events, their hashes and the checkpoints as JSON Lines
amends audit verify FILE --key KEY [--checkpoints DIR]
  Check an export, without database or network. KEY is the line that \`audit key\` prints, or a file that holds it: take it from somebody who kept it outside, not
  from the machine in question. DIR holds checkpoints that were kept outside (*.checkpoint); without them a log passes that was cut short at a checkpoint, or rewritten since one and signed anew.
amends audit prove EVENT      print a proof that an event, named by its id, is in the log (RFC 9162): the event, the way to the root of a signed checkpoint, and from there to the newest
amends audit check FILE --key KEY
  Check such a proof, or a part of the log that an auditor took out of the console, without database or network.
Exit status: 0 nothing found, 1 something found, 2 wrong usage.`;

const limits = `What this cannot tell: anything about events that no checkpoint covers yet (within the last 61 s when all was well); acts that never wrote an event; events that somebody
with write access added at the end before a checkpoint covered them. Nor, since the newest checkpoint that was kept outside (without --checkpoints: at all), a log that was cut short at a
checkpoint, or rewritten since one together with every hash and signed anew: by whoever has the signing key, or, where somebody has all rights on the database, by a worker that was started
after the change and knows nothing but what the database says. One that ran already signs no such log and raises an alarm.`;

const count = (n: number) => n.toLocaleString("en");

export const command: Command = {
  summary: "export the audit log, verify an export or a proof offline, print its public key",
  usage,
  async run([verb, ...args]) {
    try {
      if (verb === "key" && args.length === 0) return await printKeys();
      if (verb === "export" && args.length === 1) return await exportFile(args[0] ?? "");
      if (verb === "verify") return await verifyFile(args);
      if (verb === "prove" && args.length === 1) return await printProof(args[0] ?? "");
      if (verb === "check") return checkProof(args);
      throw new UsageError("amends audit: key, export FILE, verify FILE, prove EVENT or check FILE.");
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
  },
};

async function printKeys(): Promise<number> {
  const keys = await asOperator((ctx) => listVerifiers(ctx));
  for (const key of keys) console.log(writeVerifier(key));
  if (keys.length === 0) console.error("There is no key yet: a worker makes it when it signs the first checkpoint.");
  return keys.length === 0 ? 1 : 0;
}

async function exportFile(file: string): Promise<number> {
  if (existsSync(file)) throw new UsageError(`${file} is there already.`);
  const out = createWriteStream(file, { flags: "wx", mode: 0o600 });
  const { events } = await asOperator((ctx) =>
    exportLog(ctx, async (lines) => {
      if (!out.write(lines)) await once(out, "drain");
    }),
  );
  await finished(out.end());
  console.log(`${count(events)} events are in ${file}.`);
  return 0;
}

async function verifyFile(args: string[]): Promise<number> {
  const { file, verifiers, outside } = readVerifyArguments(args);
  const verdict = await verifyLog(createReadStream(file, { highWaterMark: 1 << 20 }), { verifiers, outside, onFinding: (finding) => console.log(inWords(finding)) });
  console.log(
    `${count(verdict.events)} events, ${count(verdict.sealed)} of them under a checkpoint that agrees; ${count(verdict.checkpoints)} signed checkpoints (${count(outside.length)} from outside); ${count(verdict.waiting)} events not numbered yet.\n` +
      (verdict.findings === 0 ? "Nothing was changed, removed, added or moved among the events under a checkpoint." : `${count(verdict.findings)} findings.`),
  );
  if (!verdict.signs) console.log("The export says that this installation signs nothing: it is a copy, or nobody has said that it is the real one. So it is no finding how long its newest events are under no checkpoint.");
  if (verdict.sealed === 0) console.log("No checkpoint agrees: nothing is proven.");
  console.log(limits);
  return verdict.findings === 0 && verdict.sealed > 0 ? 0 : 1;
}

async function printProof(eventId: string): Promise<number> {
  try {
    console.log(JSON.stringify(await asOperator((ctx) => proveEvent(ctx, eventId)), null, 2));
    return 0;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    console.error("There is no such event, or no checkpoint covers it yet.");
    return 1;
  }
}

function checkProof(args: string[]): number {
  const { file, verifiers } = readVerifyArguments(args);
  const text = readFileSync(file, "utf8");
  if (isRange(text)) return checkRange(text, verifiers);
  const holds = verifyProof(readProof(text), verifiers);
  console.log(holds ? "The proof holds: the event is in the log that this key signed." : "The proof does not hold.");
  return holds ? 0 : 1;
}

function checkRange(text: string, verifiers: NoteVerifier[]): number {
  const range = verifyRange(text, verifiers);
  console.log(range ? `The proof holds: events ${count(range.from)} to ${count(range.until - 1)} are in the log that this key signed, and none between them is left out.` : "The proof does not hold.");
  return range ? 0 : 1;
}

function readProof(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readVerifyArguments(args: string[]): { file: string; verifiers: NoteVerifier[]; outside: string[] } {
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { key: { type: "string", multiple: true }, checkpoints: { type: "string" } } });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { values, positionals } = parsed;
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("One FILE is needed.");
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`There is no file ${file}.`);
  const lines = (values.key ?? []).flatMap((key) => (existsSync(key) ? readFileSync(key, "utf8").split("\n").filter((line) => line.trim() !== "") : [key]));
  const verifiers = lines.map((line) => {
    const verifier = readVerifier(line);
    if (!verifier) throw new UsageError("--key must be the line that `amends audit key` prints, or a file that holds it.");
    return verifier;
  });
  if (verifiers.length === 0) throw new UsageError("--key is missing.");
  const dir = values.checkpoints;
  if (dir !== undefined && !statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no directory ${dir}.`);
  // The text of a mail may be saved with the lines of mail; a note has no carriage return of its own.
  const outside = dir === undefined ? [] : readdirSync(dir).filter((name) => name.endsWith(".checkpoint")).map((name) => readFileSync(path.join(dir, name), "utf8").replaceAll("\r\n", "\n"));
  return { file, verifiers, outside };
}

function inWords(finding: LogFinding): string {
  switch (finding.kind) {
    case "changed":
      return `Event ${finding.seq} was changed, or its hash was.`;
    case "moved":
      return `Event ${finding.seq} stands in the place of event ${finding.at}.`;
    case "missing":
      return finding.from === finding.to ? `Event ${finding.from} is missing.` : `Events ${finding.from} to ${finding.to} are missing.`;
    case "added":
      return finding.seq === null ? `Event ${finding.id} was added past the log.` : `Event ${finding.id} was added under number ${finding.seq}, which another one has.`;
    case "ahead":
      return `Event ${finding.id} has no number and says that it is of ${finding.at}, which is after this export was made: it was added past the log.`;
    case "rewritten":
      return `Among events ${finding.from} to ${finding.to} the hashes are not those that were taken at the time.`;
    case "checkpoint-differs":
      return `The checkpoint over ${finding.size} events says otherwise: among events ${finding.from} to ${finding.to} something is not what was signed.`;
    case "checkpoint-unsigned":
      return `A checkpoint after ${finding.after} events is not signed by a key that was given.`;
    case "checkpoint-misplaced":
      return `The checkpoint over ${finding.size} events stands in the wrong place.`;
    case "unsealed":
      return `Event ${finding.from} of ${finding.at} and those after it are under no checkpoint that agrees, though a checkpoint is signed each minute in which something happened.`;
    case "unreadable":
      return `Line ${finding.line} cannot be read.`;
  }
}

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { verifyBundle } from "@/domain/access-review/bundle/verify-bundle";
import { UsageError } from "../arguments";
import type { Command } from "../command";

const usage = `amends review verify FILE [--log EXPORT]
  Check the evidence of a review of access, without database or network: whether each file is what the manifest says, and the SHA-256 of the manifest. With --log an export of
  the audit log (amends audit export) is searched for the event in which that hash stands; check the export itself with amends audit verify.
Exit status: 0 nothing found, 1 something found, 2 wrong usage.`;

export const command: Command = {
  summary: "check the evidence of a review of access offline",
  usage,
  async run([verb, ...args]) {
    try {
      if (verb !== "verify") throw new UsageError("amends review: verify FILE.");
      const { values, positionals } = readArguments(args);
      const [file, ...more] = positionals;
      if (file === undefined || more.length > 0) throw new UsageError("amends review verify: one file.");
      for (const path of [file, ...(values.log === undefined ? [] : [values.log])]) if (!existsSync(path)) throw new UsageError(`${path} is not there.`);
      return await verify(file, values.log);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
  },
};

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { log: { type: "string" } } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "wrong options");
  }
}

async function verify(file: string, log: string | undefined): Promise<number> {
  const { manifest, manifestHash, findings } = verifyBundle(readFileSync(file));
  for (const finding of findings) console.log(finding);
  if (!manifest || manifestHash === null) return 1;
  console.log(`Review of ${manifest.quarter}, closed ${manifest.closedAt}, id ${manifest.campaign}: ${manifest.files.length} files, ${findings.length === 0 ? "each is what the manifest says" : `${findings.length} findings`}.`);
  console.log(`SHA-256 of the manifest: ${manifestHash}`);
  if (log === undefined) {
    console.log("Whether the manifest is the one of that review says the audit log: its event access-review.close holds the hash.");
    return findings.length === 0 ? 0 : 1;
  }
  const number = await findInLog(log, manifest.campaign, manifestHash);
  console.log(number === null ? "The audit log holds no event access-review.close of this review with that hash." : `The audit log holds that hash in event ${number}.`);
  return findings.length === 0 && number !== null ? 0 : 1;
}

/** Which event closed a campaign with this hash; null where none did. */
async function findInLog(log: string, campaignId: string, hash: string): Promise<string | null> {
  for await (const line of createInterface({ input: createReadStream(log), crlfDelay: Infinity })) {
    // Most lines are about something else, and an export may have millions.
    if (!line.includes(hash)) continue;
    const { seq, event } = readLine(line);
    if (event?.action === "access-review.close" && event.objectId === campaignId && event.details?.manifest === hash) return seq === undefined ? "without a number yet" : String(seq);
  }
  return null;
}

interface LogLine {
  seq?: number;
  event?: { action?: string; objectId?: string; details?: { manifest?: string } } | null;
}

function readLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return {};
  }
}

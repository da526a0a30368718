import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { EVERY_INCIDENT, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { replayReferenceCase, type ReplayStep } from "@/db/seed/replay";
import { takeDemoLive } from "@/db/seed/demo";
import { openKeyRing } from "@/domain/keys/key-ring";
import { mintContext } from "@/domain/kernel/mint-context";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { parseEnv } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";
import { startWorker } from "@/worker/main";
import { startMailCatcher } from "../mail-catcher/catcher";
import type { Command } from "../command";
import { readCount } from "../arguments";
import { prepare } from "./start";

/** Rows of the last file: one for a thousand people of the reference case. */
const PEOPLE = 33_674;

const usage = `amends replay [PEOPLE]
Plays the reference case on an installation of its own, under .data/replay: its notices by the days of 2026, sent by a real worker to the mail catcher, each audience
held against plain reading of the files. PEOPLE are the rows of the last file (default ${PEOPLE}).`;

async function run([people = String(PEOPLE)]: string[]): Promise<number> {
  process.env.AMENDS_DATA_DIR ??= path.resolve(".data", "replay");
  const count = readCount("PEOPLE", people);
  const { postgres, env, catcherPorts } = await prepare();
  if (!postgres || !catcherPorts) {
    postgres?.stop();
    console.error("The replay brings its own database and mail catcher: leave DATABASE_URL, SMTP_URL and RELAYS_FILE unset, and AMENDS_ENV other than production.");
    return 2;
  }
  const checked = parseEnv(env);
  if (!checked.ok) throw new Error(checked.problems.join("; "));
  const catcher = await startMailCatcher({ smtpPort: catcherPorts[0], httpPort: catcherPorts[1] });
  await migrateDatabase(checked.env.DATABASE_URL);
  const db = openDatabase(checked.env.DATABASE_URL, { max: 4, applicationName: "amends-replay", sees: EVERY_INCIDENT });
  const parts = { db, keys: openKeyRing(db, loadKeyEncryptionKey(checked.env)), log: createLogger("replay", checked.env.AMENDS_LOG_LEVEL) };
  try {
    await takeDemoLive(parts);
    const worker = await startWorker(checked.env);
    try {
      const send = async (_: unknown, waveId: string): Promise<void> => {
        const ctx = mintContext(parts, { kind: "system", job: "replay/send" });
        while ((await getWaveOverview(ctx, waveId)).state !== "finished") await wait(200);
      };
      const steps = await replayReferenceCase(parts, { people: count, slug: `replay-${Date.now().toString(36)}`, send });
      console.log(table(steps));
      return steps.every(isRight) ? 0 : 1;
    } finally {
      await worker.stop();
    }
  } finally {
    await db.$client.end();
    await catcher.close();
    postgres.stop();
  }
}

function isRight({ people, messages }: ReplayStep): boolean {
  return people.counted === people.expected && messages.accepted === messages.expected;
}

function table(steps: ReplayStep[]): string {
  const number = (value: number) => value.toLocaleString("en");
  const rows = steps.map((step) => [step.day, step.kind, number(step.people.counted), number(step.people.expected), number(step.messages.accepted), number(step.messages.expected), isRight(step) ? "ok" : "WRONG"]);
  const all = [["day", "notice", "people", "expected", "messages", "expected", ""], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ").trimEnd()).join("\n");
}

export const command: Command = { summary: "play the reference case and count every audience", usage, run };

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SendingLock } from "@/db/values/installation";
import { checkInstallation } from "@/domain/installation/check-installation";
import { nameSurroundings } from "@/domain/installation/rules";
import type { Surroundings } from "@/domain/installation/types";
import { whySendingIsLocked } from "@/domain/installation/why-sending-is-locked";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Env } from "@/lib/env";
import type { Logger } from "@/lib/logger";

const EVERY_MS = 60_000;

/** What this machine remembers of installations: for each the highest count it has seen, in a file of its own. Without a folder that lasts, it remembers nothing. */
function machineMemory(dataDir: string, log: Logger): Pick<Surroundings, "remembered" | "remember"> {
  const dir = path.resolve(dataDir, "installation");
  const file = (id: string) => path.join(dir, id);
  const remembered = async (id: string) => {
    const text = await readFile(file(id), "utf8").catch(() => null);
    return text !== null && /^\d{1,18}$/.test(text) ? BigInt(text) : null;
  };
  return {
    remembered,
    async remember(id, counter) {
      try {
        if (counter <= ((await remembered(id)) ?? -1n)) return;
        await mkdir(dir, { recursive: true, mode: 0o700 });
        const next = `${file(id)}.${process.pid}`;
        await writeFile(next, counter.toString(), { mode: 0o600 });
        await rename(next, file(id));
      } catch (error) {
        log.warn({ err: error }, "AMENDS_DATA_DIR cannot be written to: this machine would not notice that an old backup was put back");
      }
    },
  };
}

export interface InstallationWatch {
  /** Why no wave may be handed over now; `unconfirmed` is why nothing may. */
  lock(): Promise<SendingLock | null>;
  stop(): Promise<void>;
}

/** Look whether this is still the database it was: once before anything is sent, then each minute. */
export async function startInstallationWatch(parts: ProcessParts, env: Env): Promise<InstallationWatch> {
  const here: Surroundings = { names: nameSurroundings(env), ...machineMemory(env.AMENDS_DATA_DIR, parts.log) };
  const ctx = () => mintContext(parts, { kind: "system", job: "installation/watch" } as const);
  const look = () => checkInstallation(ctx(), here);
  await look();
  let looking: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    looking = look().catch((error: unknown) => parts.log.error({ err: error }, "could not look whether this is still the same database"));
  }, EVERY_MS);
  return {
    lock: () => whySendingIsLocked(ctx()),
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

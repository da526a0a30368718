import { loadEnv } from "@/lib/env";
import { guardOutgoing } from "@/worker/guard-outgoing";
import { startWorker } from "@/worker/main";
import type { Command } from "../command";
import { stopSignal } from "../stop-signal";

export const command: Command = {
  summary: "run one worker process",
  usage: "amends worker\nSettings: DATABASE_URL, SMTP_URL, WORKER_PORT and the others of .env.example.",
  async run() {
    const env = loadEnv();
    guardOutgoing(env);
    const worker = await startWorker(env);
    process.send?.("ready");
    await stopSignal();
    await worker.stop();
    return 0;
  },
};

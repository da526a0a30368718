import path from "node:path";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first";

const root = import.meta.dirname;
/** One worker more than the processors of a small machine: many tests wait, for leases that run out or programs that end. */
const shared = { globalSetup: ["./test/postgres.ts"], pool: "forks" as const, maxWorkers: 3, testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  resolve: { alias: { "@": root, "server-only": path.join(root, "test/server-only.ts") } },
  test: {
    sequence: { sequencer: SlowFirst },
    projects: [
      { extends: true, test: { ...shared, name: "unit", include: ["{app,channels,cli,components,content,db,domain,lib,test,worker}/**/*.test.ts"] } },
      { extends: true, test: { ...shared, name: "faults", include: ["test/faults/**/*.faults.ts"], testTimeout: 600_000 } },
    ],
  },
});

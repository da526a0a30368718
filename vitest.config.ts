import path from "node:path";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first";

const root = import.meta.dirname;
/** Where tests wait, for leases that run out, databases that restart and programs that are killed, or change what a whole process shares: each file has a process of its own. */
const APART = ["app", "channels", "cli", "test", "worker"];
/** One worker more than the processors of a small machine: many tests wait, for leases that run out or programs that end. */
const shared = { globalSetup: ["./test/postgres.ts"], pool: "forks" as const, maxWorkers: 3, testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  resolve: { alias: { "@": root, "server-only": path.join(root, "test/server-only.ts") } },
  test: {
    sequence: { sequencer: SlowFirst },
    projects: [
      { extends: true, test: { ...shared, name: "unit-apart", include: [`{${APART.join(",")}}/**/*.test.ts`] } },
      // What only asks functions and its own database leaves nothing behind: its files follow each other in one process, which loads the sources once.
      { extends: true, test: { ...shared, name: "unit", isolate: false, include: ["{components,content,db,domain,lib}/**/*.test.ts"] } },
      // What promises a time of the whole installation: with nothing else running, and without the tests' own database.
      { extends: true, test: { name: "alone", include: ["test/**/*.alone.ts"], pool: "forks", maxWorkers: 1 } },
      { extends: true, test: { ...shared, name: "faults", include: ["test/faults/**/*.faults.ts"], testTimeout: 600_000 } },
    ],
  },
});

import path from "node:path";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first";

const root = import.meta.dirname;
const TESTS = "{channels,cli,components,content,db,domain,lib,test,worker}/**/*.test.ts";
/** What looks at a whole process, or changes it: the memory it takes, its environment, what the web keeps for all requests. Each file has a process of its own. */
const APART = ["app/**/*.test.ts", "channels/inspection/inspection.test.ts"];
/** Mails are made as an installation in service makes them. */
const env = { NODE_ENV: "production" as const };
/** One worker more than the processors of a small machine: many tests wait, for leases that run out or programs that end. */
const shared = { globalSetup: ["./test/postgres.ts"], pool: "forks" as const, maxWorkers: 3, testTimeout: 30_000, hookTimeout: 60_000, env };

export default defineConfig({
  resolve: { alias: { "@": root, "server-only": path.join(root, "test/server-only.ts") } },
  oxc: { jsx: { runtime: "automatic", development: false } },
  test: {
    sequence: { sequencer: SlowFirst },
    projects: [
      { extends: true, test: { ...shared, name: "unit-apart", include: APART } },
      // All others leave nothing behind but in a database of their own: they follow each other in one process, which loads the sources once.
      { extends: true, test: { ...shared, name: "unit", isolate: false, include: [TESTS], exclude: APART } },
      // What promises a time of the whole installation: with nothing else running, and without the tests' own database.
      { extends: true, test: { name: "alone", include: ["test/**/*.alone.ts"], pool: "forks", maxWorkers: 1 } },
      { extends: true, test: { ...shared, name: "faults", include: ["test/faults/**/*.faults.ts"], testTimeout: 600_000 } },
    ],
  },
});

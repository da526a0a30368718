import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startAmends } from "@/test/start";
import type { Result } from "./result";

const MUST_SECONDS = 10;

/** Seconds from `npm start` to the portal's first answer, when everything is in place already. */
export async function run(): Promise<Result> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-bench-start-"));
  try {
    const first = await start(dir);
    const second = await start(dir);
    return {
      name: "start",
      figure: second,
      unit: "s",
      baseline: MUST_SECONDS,
      ratio: second / MUST_SECONDS,
      must: `≤ ${MUST_SECONDS} s`,
      ok: second <= MUST_SECONDS,
      note: `the first start, with database, 100,000 people and, when stale, the build, took ${first.toFixed(0)} s; limited by starting Node.js processes`,
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function start(dataDir: string): Promise<number> {
  const began = performance.now();
  const { portal, interrupt } = await startAmends(dataDir);
  try {
    const answer = await fetch(portal);
    if (!answer.ok) throw new Error(`the portal answered with ${answer.status}`);
    await answer.text();
    return (performance.now() - began) / 1000;
  } finally {
    await interrupt();
  }
}

import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
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
  const child = spawn("npm", ["start"], { env: { ...process.env, AMENDS_DATA_DIR: dataDir }, stdio: ["ignore", "pipe", "inherit"], detached: true });
  try {
    const url = await portalUrl(child);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`the portal answered with ${answer.status}`);
    await answer.text();
    return (performance.now() - began) / 1000;
  } finally {
    await stop(child);
  }
}

/** The address in the block that `npm start` prints. */
function portalUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (part: Buffer) => {
      said += part.toString();
      const url = /Portal\s+(http:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}`)));
  });
}

/** As Ctrl-C does it: the signal goes to the whole group. */
function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return Promise.resolve();
  const { pid } = child;
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    process.kill(-pid, "SIGINT");
  });
}

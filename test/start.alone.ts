import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { isRunning, startAmends, type StartedAmends } from "./start";

/** Three times the ten seconds that are promised. */
const READY_MS = 30_000;

test("npm start serves the demo, survives kill -9 of its parts, and ends with Ctrl-C", { timeout: 240_000 }, async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-start-"));
  // PostgreSQL does not run as root; then it is another user who must get in here.
  chmodSync(dir, 0o755);
  const all: StartedAmends[] = [];
  const start = async () => {
    const started = await startAmends(dir);
    all.push(started);
    return started;
  };
  const gone = (tree: number[]) => expect.poll(() => tree.filter(isRunning), { timeout: READY_MS }).toEqual([]);
  try {
    const first = await start();
    expect((await (await fetch(first.portal)).text()).includes("하늘몰")).toBe(true);
    // The process that a person sees, and with it the shell that npm made.
    process.kill(first.child.pid!, "SIGKILL");
    for (const pid of first.tree.slice(1, 3)) if (isRunning(pid)) process.kill(pid, "SIGKILL");
    await gone(first.tree);

    const began = Date.now();
    const second = await start();
    expect((await fetch(second.portal)).status).toBe(200);
    expect(Date.now() - began).toBeLessThan(READY_MS);
    // All at once, PostgreSQL's own processes among them.
    const postmaster = Number(readFileSync(path.join(dir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    for (const pid of [...second.tree, postmaster]) if (isRunning(pid)) process.kill(pid, "SIGKILL");
    await gone([...second.tree, postmaster]);

    const third = await start();
    expect((await fetch(third.portal)).status).toBe(200);
    const server = Number(readFileSync(path.join(dir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    // npm ends by the signal itself; what it started must end too.
    await third.interrupt();
    await gone([...third.tree, server]);
  } finally {
    await Promise.all(all.map((started) => started.interrupt()));
    rmSync(dir, { recursive: true, force: true });
  }
});

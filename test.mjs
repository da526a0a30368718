// `npm test`. Plain JavaScript without dependencies: it runs before anything is installed.
// Sets up all that the tests need, runs every check to its end, and closes with one line that counts them.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, requireNode } from "./start.mjs";

requireNode();
ensureInstalled();

const OUT = path.resolve(".data/test-results");
const [mode = "all", ...rest] = process.argv.slice(2);
const bin = (name) => path.join("node_modules", ...name.split("/"));
const total = { passed: 0, failed: 0, skipped: 0 };

/** Run a program to its end: its output shown as it comes, or in one piece at its end where others run beside it. */
function run(name, args, env = {}, beside = false) {
  const began = performance.now();
  if (!beside) console.log(`\n── ${name}`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: beside ? ["ignore", "pipe", "pipe"] : "inherit", env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env } });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => said.push(part));
    child.on("close", (code) => {
      if (beside) process.stdout.write(`\n── ${name}\n${Buffer.concat(said)}`);
      console.log(`── ${name}: ${code === 0 ? "passed" : "FAILED"} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
      resolve(code === 0);
    });
  });
}

/** A check that either holds or does not: counts as one. */
async function check(name, args, { env, beside } = {}) {
  const ok = await run(name, args, env, beside);
  total[ok ? "passed" : "failed"] += 1;
  return ok;
}

/** Checks that know nothing of each other, each of which keeps one processor busy: two at a time, the longest first. */
async function checkTogether(checks) {
  const left = [...checks];
  const failed = [];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) if (!(await check(next.name, next.args, { env: next.env, beside: true }))) failed.push(next);
  };
  await Promise.all([lane(), lane()]);
  return failed;
}

/** Add up a runner's own report; a runner that left none, or failed without saying which test did, counts as one failure. */
function count(ok, file, read) {
  const before = total.failed;
  if (existsSync(file)) {
    const { passed, failed, skipped } = read(JSON.parse(readFileSync(file, "utf8")));
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    if (passed + failed === 0) total.failed += 1;
  }
  if (!ok && total.failed === before) total.failed += 1;
}

async function unit(args, name = "unit and integration tests", project = "unit*") {
  const file = path.join(OUT, `${name.split(" ")[0]}.json`);
  const ok = await run(name, [bin("vitest/vitest.mjs"), "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...args]);
  count(ok, file, (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests }));
}

const BUILD = { name: "production build", args: ["--import", "tsx", "cli/amends.ts", "build"], env: { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64") } };

/** Browser tests that take minutes each run with the fault tests; each has a short form beside it. */
const LONG = "@long";

async function browser(args) {
  const file = path.join(OUT, "browser.json");
  const ok = await run("browser tests", ["--import", "tsx", bin("@playwright/test/cli.js"), "test", ...args], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  count(ok, file, ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }));
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

if (mode === "bench") {
  process.exit((await run("bench", ["--import", "tsx", "bench/run.ts", ...rest])) ? 0 : 1);
} else if (mode === "faults") {
  await unit(rest, "fault tests", "faults");
  if (rest.length === 0 && (await check(BUILD.name, BUILD.args, { env: BUILD.env }))) await browser(["--grep", LONG]);
} else if (mode === "unit") {
  await unit(rest);
} else if (mode === "e2e") {
  if (await check(BUILD.name, BUILD.args, { env: BUILD.env })) await browser(rest);
} else {
  await check("route types", [bin("next/dist/bin/next"), "typegen"]);
  const rooms = ["app", "components", "domain", "db", "worker", "channels", "content", "lib", "cli", "test", "e2e", "bench"].filter((room) => existsSync(room));
  const failed = await checkTogether([
    { name: "lint", args: [bin("eslint/bin/eslint.js"), ".", "--max-warnings", "0"] },
    { name: "types", args: [bin("typescript/bin/tsc"), "--noEmit"] },
    { name: "architecture", args: [bin("dependency-cruiser/bin/dependency-cruise.mjs"), "--config", ".dependency-cruiser.cjs", ...rooms] },
    { name: "nothing unused", args: [bin("knip/bin/knip.js"), "--no-progress"] },
    BUILD,
  ]);
  await unit([]);
  if (!failed.includes(BUILD)) {
    await unit([], "start", "alone");
    await browser(["--grep-invert", LONG]);
  }
}

console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed === 0 ? 0 : 1);

// `npm start`. Plain JavaScript without dependencies: it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(fileURLToPath(import.meta.url));
const STAMP = path.join(root, "node_modules", ".amends-installed");

/** Stop with a sentence a newcomer can act on when this Node.js is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Amends needs Node.js 20.19 or newer (24 is recommended); this is ${process.versions.node}.`);
  process.exit(2);
}

/** Install dependencies when they are missing or older than the lock file. */
export function ensureInstalled() {
  const lock = createHash("sha256").update(readFileSync(path.join(root, "package-lock.json"))).update(process.version).digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lock) return;
  console.log("Installing dependencies (a minute the first time) …");
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const result = spawnSync(npm[0], [...npm.slice(1), "ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, stdio: "inherit" });
  if (result.status !== 0) {
    console.error("Dependencies could not be installed; the lines above say why.");
    process.exit(1);
  }
  writeFileSync(STAMP, lock);
}

/** Run a TypeScript file of this project. The channel between the two tells the child when this process is gone, however it went. */
export function runTypeScript(file, args, options = {}) {
  return spawn(process.execPath, ["--import", "tsx", file, ...args], { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"], ...options });
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  requireNode();
  ensureInstalled();
  const child = runTypeScript("cli/amends.ts", ["start", ...process.argv.slice(2)]);
  // Ctrl-C reaches the whole group; the child shuts down by itself and this process only waits for it.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

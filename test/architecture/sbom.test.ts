import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("the bill of materials (CycloneDX) names every package of the lock file, with its hash, and says which are for building and testing alone", { timeout: 60_000 }, () => {
  const script = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts.sbom ?? "";
  const [program, ...args] = script.split(" ");
  // npm leaves out what is for building alone where it is told that this is an installation in service.
  const env = { ...process.env, NODE_ENV: "development" as const };
  const bom = JSON.parse(execFileSync(program ?? "", args, { env, encoding: "utf8", maxBuffer: 64_000_000 })) as { bomFormat: string; specVersion: string; components: { name: string; version: string; purl: string; hashes?: unknown[]; properties: { name: string }[] }[] };
  expect([bom.bomFormat, bom.specVersion]).toEqual(["CycloneDX", "1.5"]);
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, { version: string; dev?: boolean }> };
  const locked = Object.entries(packages).filter(([where]) => where !== "").map(([where, { version, dev }]) => ({ name: `${where.slice(where.lastIndexOf("node_modules/") + 13)}@${version}`, dev }));
  const named = new Map(bom.components.map((one) => [`${one.name}@${one.version}`, one]));
  expect(locked.filter(({ name }) => !named.has(name))).toEqual([]);
  for (const { name, purl, hashes } of bom.components) expect([purl.startsWith("pkg:npm/"), hashes?.length], name).toEqual([true, 1]);
  const forBuilding = (name: string) => named.get(name)?.properties.some((property) => property.name === "cdx:npm:package:development") ?? false;
  const needed = new Set(locked.filter(({ dev }) => !dev).map(({ name }) => name));
  expect([...needed].filter(forBuilding)).toEqual([]);
  expect(locked.some(({ name }) => forBuilding(name))).toBe(true);
});

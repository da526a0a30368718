import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCli } from "@/test/cli";

const dir = mkdtempSync(path.join(os.tmpdir(), "amends-advisories-"));
const file = (name: string) => path.join(dir, name);
const run = (...args: string[]) => startCli("postgres://127.0.0.1:9/none", ["advisories", ...args]).ended;
const hash = "sha512-AAAA";
const lock = { packages: { "": { version: "1.0.0" }, "node_modules/left": { version: "1.2.3", integrity: hash }, "node_modules/@of/right": { version: "2.0.0", integrity: hash, dev: true }, "node_modules/left/node_modules/@of/right": { version: "3.0.0", integrity: hash } } };
const known = { id: 7, title: "reads what it should not", severity: "high", vulnerable_versions: ">=2.0.0 <2.5.0", url: "https://advisories.example/7" };

/** A registry that knows of one advisory, and refuses once. */
let asked: unknown[] = [];
let refusing = false;
const registry = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part)).on("end", () => {
    if (refusing || request.method !== "POST" || request.url !== "/mirror/-/npm/v1/security/advisories/bulk") return void response.writeHead(405).end();
    asked.push(JSON.parse(Buffer.concat(parts).toString()));
    response.setHeader("content-type", "application/json").end(JSON.stringify({ "@of/right": [known] }));
  });
});
beforeAll(() => new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  registry.close();
  rmSync(dir, { recursive: true });
});
const url = () => `http://127.0.0.1:${(registry.address() as AddressInfo).port}/mirror`;
const write = (name: string, value: unknown) => {
  writeFileSync(file(name), JSON.stringify(value));
  return file(name);
};

describe("amends advisories", { timeout: 60_000 }, () => {
  it("fetches what a registry knows of every locked version, and checks it without a network", async () => {
    const places = ["--lock", write("lock.json", lock), "--database", file("database.json")];
    expect(await run("check", ...places)).toMatchObject({ status: 2, err: expect.stringContaining("There is no database") as string });
    expect(await run("fetch", "--registry", url(), ...places)).toMatchObject({ status: 0 });
    expect(asked).toEqual([{ left: ["1.2.3"], "@of/right": ["2.0.0", "3.0.0"] }]);
    const today = new Date().toISOString().slice(0, 10);
    const { status, out } = await run("check", ...places);
    expect(status).toBe(1);
    expect(out).toContain(`Advisories as known on ${today}, 0 days ago.`);
    expect(out).toContain("high  @of/right 2.0.0 (building and testing alone): reads what it should not https://advisories.example/7");
    expect(out).not.toContain("@of/right 3.0.0");
  });

  it("keeps what it had where a registry gives nothing", async () => {
    const before = readFileSync(file("database.json"), "utf8");
    refusing = true;
    expect(await run("fetch", "--registry", url(), "--lock", file("lock.json"), "--database", file("database.json"))).toMatchObject({ status: 1, err: expect.stringContaining("405") as string });
    refusing = false;
    asked = [];
    expect(readFileSync(file("database.json"), "utf8")).toBe(before);
  });

  it("does not take a package for clean that it never asked for, nor an old answer for an answer", async () => {
    const fresh = { fetchedAt: new Date().toISOString(), asked: ["left@1.2.3", "@of/right@2.0.0", "@of/right@3.0.0"], advisories: {} };
    const check = (name: string, value: object) => run("check", "--lock", file("lock.json"), "--database", write(name, value));
    expect(await check("clean.json", fresh)).toMatchObject({ status: 0, out: expect.stringContaining("3 packages, none with a known advisory.") as string });
    expect(await check("small.json", { ...fresh, asked: ["left@1.2.3"] })).toMatchObject({ status: 1, out: expect.stringContaining("knows nothing of @of/right@2.0.0, @of/right@3.0.0") as string });
    expect(await check("before.json", { ...fresh, asked: ["left@1.2.2", "@of/right@2.0.0", "@of/right@3.0.0"] })).toMatchObject({ status: 1, out: expect.stringContaining("knows nothing of left@1.2.3.") as string });
    expect(await check("old.json", { ...fresh, fetchedAt: "2025-01-01T00:00:00.000Z" })).toMatchObject({ status: 1, out: expect.stringContaining("too old") as string });
    expect(await check("other.json", { hello: 1 })).toMatchObject({ status: 2 });
  });

  it("refuses a lock file that holds a package without the hash of its bytes", async () => {
    const loose = write("loose.json", { packages: { "node_modules/left": { version: "1.2.3" } } });
    expect(await run("check", "--lock", loose, "--database", file("database.json"))).toMatchObject({ status: 1, err: expect.stringContaining("left 1.2.3 without the hash") as string });
    expect(await run("both")).toMatchObject({ status: 2 });
  });
});

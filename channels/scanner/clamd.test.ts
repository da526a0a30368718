import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startClamd, type FakeClamd } from "@/test/evidence/clamd";
import { aZip, eicar } from "@/test/evidence/papers";
import { openClamd } from "./clamd";

const log = pino({ level: "silent" });
const DAY_MS = 86_400_000;

async function* stream(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 100_000) yield await Promise.resolve(bytes.subarray(at, at + 100_000));
}

describe("a scanner that answers", () => {
  let clamd: FakeClamd;
  beforeAll(async () => {
    clamd = await startClamd();
  });
  afterAll(() => clamd.close());
  const scanner = () => openClamd({ url: clamd.url, maxAgeHours: 72, log, silenceMs: 300 });
  const scan = (bytes: Buffer) => scanner().scan(stream(bytes));

  it("finds what it knows, in the clear and in an archive, and passes the rest", async () => {
    expect(await scan(eicar())).toBe("malware");
    expect(await scan(aZip("eicar.com", eicar()))).toBe("malware");
    expect(await scan(Buffer.alloc(5_000_000, 1))).toBe("clean");
    expect(await scan(Buffer.alloc(0))).toBe("clean");
  });

  it.each(["silent", "hangs-up", "garbage", "size-limit"] as const)("is no answer when it is %s", async (fault) => {
    clamd.fault = fault;
    expect(await scan(Buffer.alloc(2_000_000))).toBe("unavailable");
    clamd.fault = null;
  });

  it("is not believed with old signatures, or none, and is not shown the file", async () => {
    const before = clamd.scanned;
    for (const date of [new Date(Date.now() - 4 * DAY_MS), null]) {
      clamd.date = date;
      expect(await scanner().ready()).toBe(false);
      expect(await scan(eicar())).toBe("unavailable");
    }
    expect(clamd.scanned).toBe(before);
    clamd.date = new Date(Date.now() - 2 * DAY_MS);
    expect(await scan(eicar())).toBe("malware");
  });

  it("does not take the blame for a file that cannot be read", async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.alloc(10));
      throw new Error("the store is gone");
    }
    await expect(scanner().scan(broken())).rejects.toThrow("the store is gone");
  });
});

it("a scanner that is down is no answer", async () => {
  const clamd = await startClamd();
  await clamd.close();
  expect(await openClamd({ url: clamd.url, maxAgeHours: 72, log }).scan(stream(eicar()))).toBe("unavailable");
});

const clamdHere = spawnSync("sh", ["-c", "command -v clamd || ls /usr/sbin/clamd"], { encoding: "utf8" }).stdout.trim().split("\n")[0] ?? "";

// With one signature of our own: the official ones come over the network, and their age with them.
it.skipIf(clamdHere === "")(`a real clamd says the same over the same words${clamdHere === "" ? " (skipped: clamd is not installed here)" : ""}`, { timeout: 60_000 }, async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-clamd-"));
  chmodSync(dir, 0o755);
  const socket = path.join(dir, "clamd.sock");
  const bytes = Buffer.concat([Buffer.from("a file that only this test knows: "), eicar().subarray(0, 20)]);
  writeFileSync(path.join(dir, "own.hdb"), `${createHash("md5").update(bytes).digest("hex")}:${bytes.length}:Amends.Test\n`);
  writeFileSync(path.join(dir, "clamd.conf"), [`LocalSocket ${socket}`, `DatabaseDirectory ${dir}`, `TemporaryDirectory ${dir}`, "Foreground yes"].join("\n"));
  const child = spawn(clamdHere, ["--config-file", path.join(dir, "clamd.conf")], { stdio: "ignore" });
  try {
    await vi.waitFor(() => expect(existsSync(socket)).toBe(true), 50_000);
    const scanner = openClamd({ url: `unix:${socket}`, maxAgeHours: Number.POSITIVE_INFINITY, log });
    // Without daily signatures it has no date, and one without a date is not believed.
    expect(await scanner.ready()).toBe(false);
    const undated = openClamd({ url: `unix:${socket}`, maxAgeHours: null, log });
    expect(await undated.scan(stream(bytes))).toBe("malware");
    expect(await undated.scan(stream(Buffer.alloc(3_000_000, 7)))).toBe("clean");
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
    rmSync(dir, { recursive: true });
  }
});

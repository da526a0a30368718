import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ObjectStore } from "@/domain/evidence/types";
import { startS3, type FakeS3 } from "@/test/evidence/s3-server";
import { openDiskStore } from "./disk-store";
import { openS3Store } from "./s3-store";

async function read(store: ObjectStore, name: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await store.get(name)) parts.push(part);
  return Buffer.concat(parts);
}
async function names(store: ObjectStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, changedAt } of store.list()) {
    expect(Math.abs(Date.now() - changedAt.getTime())).toBeLessThan(60_000);
    found.push(name);
  }
  return found.sort();
}

/** What every store does. */
function keeps(open: () => ObjectStore): void {
  it("keeps bytes under a name, lists them, and lets them go", async () => {
    const store = open();
    expect(await names(store)).toEqual([]);
    const bytes = randomBytes(3_000_000);
    for (const name of ["a/b/one", "a/b/two", "a/c/one", "d/e/f"]) await store.put(name, name === "a/b/one" ? bytes : Buffer.from(name));
    await store.put("d/e/f", Buffer.from("again"));
    expect((await read(store, "a/b/one")).equals(bytes)).toBe(true);
    expect((await read(store, "d/e/f")).toString()).toBe("again");
    expect(await names(store)).toEqual(["a/b/one", "a/b/two", "a/c/one", "d/e/f"]);
    await store.remove("a/b/one");
    await store.remove("a/b/one");
    await expect(store.get("a/b/one")).rejects.toThrow();
    for (const name of await names(store)) await store.remove(name);
    expect(await names(store)).toEqual([]);
  });
}

describe("a disk", () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-store-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  keeps(() => openDiskStore(dir));

  it("shows nobody half an object, and no other user any", async () => {
    const store = openDiskStore(dir);
    await store.put("a/b/c", Buffer.from("x"));
    expect(statSync(path.join(dir, "a/b/c")).mode & 0o077).toBe(0);
    writeFileSync(path.join(dir, "a/b/d.1.part"), "half");
    expect(await names(store)).toEqual(["a/b/c"]);
    await store.remove("a/b/c");
    expect(readdirSync(dir)).toEqual(["a"]);
  });

  it.each(["../x", "a/../../x", "/etc/passwd", "", "a//b", "a\0b"])("refuses the name %j", async (name) => {
    await expect(openDiskStore(dir).put(name, Buffer.alloc(1))).rejects.toThrow("name of an object");
  });
});

describe("an S3 bucket", () => {
  let s3: FakeS3;
  beforeAll(async () => {
    s3 = await startS3();
  });
  afterAll(() => s3.close());
  keeps(() => openS3Store(s3.setting));

  it("is spoken to with a signature, and its refusal is a fault", async () => {
    expect(s3.refused).toBe(0);
    for (const wrong of [s3.setting.replace("region=test-1", "region=other"), s3.setting.replace("%2B@", "@")]) {
      const refused = s3.refused;
      await expect(openS3Store(wrong).put("a/b/c", Buffer.from("x"))).rejects.toThrow();
      await expect(openS3Store(wrong).get("a/b/c")).rejects.toThrow();
      expect([s3.refused - refused >= 2, s3.objects.size]).toEqual([true, 0]);
    }
  });
});

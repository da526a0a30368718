import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pino from "pino";
import { expect, it, onTestFinished, vi } from "vitest";
import { openDatabase } from "@/db/client";
import { openKeyRing } from "@/domain/keys/key-ring";
import { testKeyEncryptionKey } from "@/test/database";
import { aPrivatePostgres } from "@/test/faults/private-postgres";
import { anIncidentToPost, aStandingPosting } from "@/test/postings";
import { openPostingCopies } from "./posting-copies";

it("serves what was posted from the disk while the database is down, never a copy that was changed, and mends it when the database is back", async () => {
  const postgres = await aPrivatePostgres();
  const log = pino({ level: "silent" });
  const db = openDatabase(postgres.url, { max: 4, applicationName: "copies", durable: true });
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-copies-"));
  const open = () => {
    const copies = openPostingCopies({ db, log, dir });
    onTestFinished(() => copies.stop());
    return copies;
  };
  onTestFinished(async () => {
    await db.$client.end();
    rmSync(dir, { recursive: true, force: true });
  });
  const { slug, versionId } = await anIncidentToPost({ db, keys: openKeyRing(db, testKeyEncryptionKey), log });
  const early = open();
  await aStandingPosting({ db, keys: openKeyRing(db, testKeyEncryptionKey), log }, versionId);

  // Published after the process had looked.
  const key = { slug, number: 1, locale: "ko" } as const;
  const posted = await early.read(key);
  expect(posted!.bytes.toString("utf8")).toContain('<html lang="ko">');
  expect(await early.read({ ...key, number: 2 })).toBeNull();
  const later = open();
  expect((await later.read({ ...key, locale: "en" }))!.bytes.toString("utf8")).toContain('<html lang="en">');
  await vi.waitFor(() => expect(readdirSync(dir)).toContain("index.json"), 10_000);

  postgres.stop("immediate");
  // A process that never saw the database.
  const blind = open();
  for (const copies of [later, blind]) expect(await copies.read(key)).toEqual(posted);
  writeFileSync(path.join(dir, `${posted!.hash}.html`), "<h1>nothing leaked</h1>");
  for (const copies of [later, blind]) await expect(copies.read(key)).rejects.toThrow();
  await expect(blind.read({ ...key, number: 2 })).rejects.toThrow();

  await postgres.startAgain();
  await vi.waitFor(async () => expect(await blind.read(key)).toEqual(posted), 10_000);
  expect(await later.read(key)).toEqual(posted);
});

import { expect, it } from "vitest";
import { EnvelopeError } from "@/lib/crypto";
import { testKeyEncryptionKey, useDatabase } from "@/test/database";
import { INSTALLATION, openKeyRing } from "./key-ring";
import { contactIndex, openJson, sealJson } from "./sealed";

const database = useDatabase();
const place = { table: "t", column: "c", scope: "incident-a", recordId: "1" };

it("gives two processes that start at once the same key", async () => {
  const rings = Array.from({ length: 8 }, () => openKeyRing(database.db, testKeyEncryptionKey));
  const keys = await Promise.all(rings.map((ring) => ring.current("seal", "race")));
  expect(new Set(keys.map((key) => key.id)).size).toBe(1);
});

it("opens what another process sealed, and not with another key-encryption key", async () => {
  const envelope = await sealJson(openKeyRing(database.db, testKeyEncryptionKey), place, { a: 1 });
  expect(await openJson(openKeyRing(database.db, testKeyEncryptionKey), place, envelope)).toEqual({ a: 1 });
  const stranger = openKeyRing(database.db, { id: "other", bytes: Buffer.alloc(32, 1) });
  await expect(openJson(stranger, place, envelope)).rejects.toThrow(EnvelopeError);
});

it("indexes one address differently in every incident and kind", async () => {
  const { keys } = database.parts;
  const index = (scope: string, kind: "email" | "phone") => contactIndex(keys, scope, kind, "a@example.com").then((bytes) => bytes.toString("hex"));
  const found = await Promise.all([index("one", "email"), index("two", "email"), index("one", "phone"), index(INSTALLATION, "email")]);
  expect(new Set(found).size).toBe(4);
  expect(await index("one", "email")).toBe(found[0]);
});


it("lets go of an opened key that was destroyed, and of no other", async () => {
  const ring = openKeyRing(database.db, testKeyEncryptionKey);
  const [gone, index, stays] = [await ring.current("seal", "over"), await ring.current("blind-index", "over"), await ring.current("seal", "goes on")];
  await database.db.$client.query("update data_keys set wrapped = null, retired_at = clock_timestamp() where scope = 'over'");
  expect(await ring.byId(gone.id)).toBe(gone);
  await ring.forgetDestroyed();
  for (const { id } of [gone, index]) await expect(ring.byId(id)).rejects.toThrow("destroyed");
  expect((await ring.current("seal", "over")).id).not.toBe(gone.id);
  expect(await ring.byId(stays.id)).toBe(stays);
});

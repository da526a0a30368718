import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { endEntry } from "@/domain/authenticity/register/end-entry";
import { listEntries, listSigningKeys } from "@/domain/authenticity/register/queries";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aRelay } from "@/test/relays";
import { registerKeys } from "./relays";

const database = useDatabase();

it("enters the public half of each key that it signs with, once, however many workers start", async () => {
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const relays = [aRelay(1, { dkim: { domain: "HaneulMall.example", selector: "s2025", key } }), aRelay(2)];
  await Promise.all([registerKeys(database.parts, relays), registerKeys(database.parts, relays)]);
  await registerKeys(database.parts, relays);
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64");
  expect(await listSigningKeys(database.parts)).toEqual([{ domain: "haneulmall.example", selector: "s2025", publicKey, from: null, until: null }]);
  const staff = staffContext(database.parts, ["security"]);
  const [entry] = await listEntries(staff);
  expect(entry).toMatchObject({ kind: "dkim-key", state: "published", proposedBy: null });
  // Retired by a person and still in use: what it signs now is ours all the same.
  await endEntry(staff, { entryId: entry?.id });
  await registerKeys(database.parts, relays);
  expect((await listEntries(staff)).map(({ state }) => state).sort()).toEqual(["ended", "published"]);
});

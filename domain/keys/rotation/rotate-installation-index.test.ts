import { randomUUID } from "node:crypto";
import { getTableName, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { useCounts } from "@/db/schema/lookups";
import { liftCanary } from "@/domain/exposure/canaries/lift-canary";
import { plantCanary } from "@/domain/exposure/canaries/plant-canary";
import { proposeCanary } from "@/domain/exposure/canaries/propose-canary";
import { listCanaries, listCanaryHits } from "@/domain/exposure/canaries/queries";
import { addGuest } from "@/domain/installation/add-guest";
import { whyNotWriteTo } from "@/domain/installation/why-not-write-to";
import { countUse } from "@/domain/lookups/count-use";
import { requestCode } from "@/domain/lookups/request-code";
import { watchCanaries } from "@/domain/lookups/watch-canaries";
import { findSuppression } from "@/domain/suppressions/queries";
import { randomToken } from "@/lib/crypto";
import { staffContext, systemContext } from "@/test/contexts";
import { testKeyEncryptionKey, useDatabase } from "@/test/database";
import { aPublishedIncident, askForCode, openQueued, visitor } from "@/test/lookups";
import { checkAllTheWhile, expectInstallationKeyGone, suppressMany } from "@/test/rotating-index";
import { INSTALLATION, openKeyRing } from "../key-ring";
import { listKeys } from "../register/queries";
import { installationIndex } from "../sealed";
import { tablesOfIndex } from "./move-installation-index";
import { rotateInstallationIndex } from "./rotate-installation-index";

const database = useDatabase();
const ADDRESSES = 3_000;
/** What the processes of this test go by, and what the rotation waits for. */
const FRESH = { indexFreshMs: 100 };
const SETTLE = { settleMs: 400, values: 200 };

it("rotates the installation's index key twice without a suppressed address that would be written to, after a run that died in the middle, and the old keys are gone", { timeout: 180_000 }, async () => {
  const parts = { ...database.parts, keys: openKeyRing(database.db, testKeyEncryptionKey, FRESH) };
  const system = systemContext(parts);
  await suppressMany(parts, ADDRESSES);
  const old = await parts.keys.current("blind-index", INSTALLATION);
  const checking = checkAllTheWhile(database.url, testKeyEncryptionKey, { addresses: ADDRESSES, processes: 3, ...FRESH });
  let pieces = 0;
  const dying = rotateInstallationIndex(system, {
    ...SETTLE,
    show: () => {
      pieces += 1;
      if (pieces === 4) throw new Error("killed");
    },
  });
  await expect(dying).rejects.toThrow("killed");
  const first = await rotateInstallationIndex(system, SETTLE);
  await expectInstallationKeyGone(parts, { addresses: ADDRESSES, old }, openKeyRing(database.db, testKeyEncryptionKey));
  const second = await parts.keys.current("blind-index", INSTALLATION);
  const { from, to } = await rotateInstallationIndex(system, SETTLE);
  const { lookups, failed } = await checking.stop();
  expect(failed.slice(0, 5)).toEqual([]);
  expect(lookups).toBeGreaterThan(100);
  await expectInstallationKeyGone(parts, { addresses: ADDRESSES, old: second }, openKeyRing(database.db, testKeyEncryptionKey));
  expect(from).toBe(first.to);
  const states = (await listKeys(system)).filter(({ kind }) => kind === "installation-index").map(({ id, state }) => [id, state]);
  expect(states).toEqual(expect.arrayContaining([[to, "active"], [from, "destroyed"], [first.from, "destroyed"]]));
  await expect(rotateInstallationIndex(staffContext(parts, ["admin", "security"]), SETTLE)).rejects.toMatchObject({ kind: "forbidden" });
});

it("keeps what guests, code mails, limits and planted addresses are known by", { timeout: 60_000 }, async () => {
  const parts = { ...database.parts, keys: openKeyRing(database.db, testKeyEncryptionKey, FRESH) };
  const system = systemContext(parts);
  const admin = staffContext(parts, ["admin"]);
  const security = () => staffContext(parts, ["security"], randomUUID());
  const incident = await aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names");
  await addGuest(admin, { contact: "guest@ours.example" });
  await database.db.execute(sql`update installation set mode = 'trial'`);
  await proposeCanary(security(), { incidentId: incident.id, email: "decoy@ours.example", nobody: "1", phone: "", name: "", postalCode: "", address: "" });
  const [{ subjectId } = { subjectId: "" }] = await listCanaries(security(), incident.id);
  await plantCanary(security(), { incidentId: incident.id, subjectId });
  for (let n = 0; n < 2; n++) await askForCode(parts, incident, "minji@example.com");
  const limit = `limit|${randomUUID()}`;
  await countUse(visitor(parts), limit, 86_400);
  await askForCode(parts, incident, "decoy@ours.example");

  // What has moved meets what has not: the code was asked for before, the planted address is looked at after.
  await rotateInstallationIndex(system, SETTLE);
  await watchCanaries(system);
  await findSuppression(staffContext(parts, ["comms"]), { contact: "decoy@ours.example" });
  expect((await listCanaryHits(security(), incident.id)).map(({ kind }) => kind).sort()).toEqual(["asked", "searched"]);
  expect(await whyNotWriteTo(system, "email", "guest@ours.example")).toBeNull();
  expect(await whyNotWriteTo(system, "email", "stranger@ours.example")).toBe("withheld");
  await expect(addGuest(admin, { contact: "guest@ours.example" })).rejects.toMatchObject({ reason: "guest-already" });
  expect((await countUse(visitor(parts), limit, 86_400)).uses).toBe(2);
  // Three mails an hour to one address, two of which went before.
  const mails = async () => (await openQueued(parts, incident.id)).filter(({ content }) => content.to === "minji@example.com").length;
  const before = await mails();
  for (let n = 0; n < 3; n++) await requestCode(visitor(parts), incident, { contact: "minji@example.com" }, { browser: randomToken(), network: null });
  expect([before, await mails()]).toEqual([2, 4]);
  await liftCanary(security(), { incidentId: incident.id, subjectId });
});

it("adds up what was counted, and keeps one, of what two processes wrote under both keys in the same moment", { timeout: 60_000 }, async () => {
  const parts = { ...database.parts, keys: openKeyRing(database.db, testKeyEncryptionKey, FRESH) };
  const before = await installationIndex(parts.keys, "budget:twice");
  const began = new Date("2026-11-01T00:00:00Z");
  const gone = await installationIndex(parts.keys, "email:twice@example.com");
  await database.db.insert(useCounts).values({ budget: before.value, began, uses: 3, what: "x", indexLinks: before.links });
  await database.db.execute(sql`insert into suppressions (contact_index, reason, scope, index_links) values (${gone.value}, 'asked', 'everything', ${gone.links})`);
  const running = rotateInstallationIndex(systemContext(parts), { settleMs: 1_500 });
  const next = openKeyRing(database.db, testKeyEncryptionKey, { indexFreshMs: 0 });
  await expect.poll(async () => (await installationIndex(next, "budget:twice")).links, { timeout: 10_000, interval: 20 }).toBe(before.links + 1);
  const later = await installationIndex(next, "budget:twice");
  await database.db.insert(useCounts).values({ budget: later.value, began, uses: 4, what: "x", indexLinks: later.links });
  const twice = await installationIndex(next, "email:twice@example.com");
  await database.db.execute(sql`insert into suppressions (contact_index, reason, scope, index_links) values (${twice.value}, 'bounced', 'everything', ${twice.links})`);
  await running;
  expect(await database.db.select({ uses: useCounts.uses }).from(useCounts).where(sql`what = 'x'`)).toEqual([{ uses: 7 }]);
  expect((await findSuppression(staffContext(parts, ["comms"]), { contact: "twice@example.com" })).suppressions).toHaveLength(1);
});

it("moves every table that says under how many links of the key its rows are", async () => {
  const { rows } = await database.db.execute<{ name: string }>(sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'index_links' and table_name <> 'waves' order by 1`);
  expect(tablesOfIndex.map(({ table }) => getTableName(table)).sort()).toEqual(rows.map(({ name }) => name));
});

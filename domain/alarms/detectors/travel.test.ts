import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { openGeoDatabase } from "@/channels/alarms/geo-database";
import { recordAudit } from "@/domain/audit/record-audit";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { writeGeoDatabase } from "@/test/geo-database";
import { visitor } from "@/test/lookups";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { alarmFilter } from "../input";
import { listAlarms } from "../queries";
import { kilometresBetween } from "../rules";
import { runDetection } from "../run-detection";
import type { PlaceFinder } from "../types";

const database = useDatabase();
const dir = mkdtempSync(path.join(os.tmpdir(), "amends-geo-"));
afterAll(() => rmSync(dir, { recursive: true }));
const file = path.join(dir, "city.mmdb");

const seoul = { latitude: 37.5665, longitude: 126.978 };
const busan = { latitude: 35.1796, longitude: 129.0756 };
const tokyo = { latitude: 35.6762, longitude: 139.6503 };
const at = (place: typeof seoul, radius = 20) => ({ city: { names: { en: "somewhere" } }, location: { ...place, accuracy_radius: radius } });
const networks = { seoul: "192.0.2.0/24", busan: "198.51.100.0/24", tokyo: "203.0.113.0/24", vague: "100.64.7.0/24", island: "100.64.8.0/24", country: "100.64.9.0/24", private: "10.1.2.0/24", sixth: "2001:db8:1:ff00::/56" };
const content = {
  [networks.seoul]: at(seoul), [networks.busan]: at(busan), [networks.tokyo]: at(tokyo), [networks.sixth]: at(tokyo),
  [networks.vague]: at(tokyo, 1_000), [networks.island]: at({ latitude: 0, longitude: 0 }), [networks.country]: { country: { iso_code: "BR" } },
};
writeGeoDatabase(file, content);
const places = openGeoDatabase(file);

const worker = () => systemContext(database.parts, "alarms/detect");
const look = async (finder: PlaceFinder | null = places) => {
  await sequenceEvents(worker());
  await runDetection(worker(), { suspendReaders: false, places: finder, checkpointPlaces: [] });
};
const travels = () => listAlarms(staffContext(database.parts, ["security"]), alarmFilter.parse({ kind: "travel" })).then(({ alarms }) => alarms);

/** Somebody who signed in so many minutes ago from networks; what was within the last minute the detectors have not seen yet. */
async function somebody(...signIns: [network: string, minutesAgo: number][]): Promise<string> {
  const { id } = await aStaffMember(database.parts, ["support"]);
  for (const [network, minutes] of signIns) {
    const createdAt = new Date(Date.now() - minutes * 60_000);
    await aStaffSession(database.parts, id, { network, createdAt });
    if (minutes < 1) await recordAudit(database.db, visitor(database.parts), { action: "staff.sign-in", object: { kind: "staff", id }, details: { method: "code", network, since: createdAt.toISOString() } });
  }
  return id;
}

beforeEach(async () => {
  await look(null);
  await database.db.execute(sql`truncate alarms`);
});

it("finds networks of both kinds, and nothing where the database says nothing or the null island", () => {
  expect(places.find(networks.seoul)).toEqual({ ...seoul, radius: 20 });
  expect(places.find(networks.sixth)).toEqual({ ...tokyo, radius: 20 });
  for (const network of [networks.island, networks.country, networks.private, "2001:db8:2:0::/56"]) expect(places.find(network)).toBeNull();
  expect(kilometresBetween(seoul, tokyo)).toBeCloseTo(1_153, -1);
  expect(kilometresBetween({ latitude: 0, longitude: 179 }, { latitude: 0, longitude: -179 })).toBeCloseTo(222, 0);
});

it("raises an alarm of distance and time alone for somebody who cannot have travelled there, also past a network of which nothing is known", async () => {
  const one = await somebody([networks.seoul, 30], [networks.tokyo, 0]);
  const other = await somebody([networks.tokyo, 61], [networks.private, 40], [networks.seoul, 0]);
  await look();
  await look();
  const found = await travels();
  expect(found.map(({ objectId, hits, severity, details }) => ({ objectId, hits, severity, details }))).toEqual([
    { objectId: other, hits: 1, severity: "warning", details: { kilometres: expect.closeTo(1_113, -1) as number, minutes: 61 } },
    { objectId: one, hits: 1, severity: "warning", details: { kilometres: expect.closeTo(1_113, -1) as number, minutes: 30 } },
  ]);
});

it("raises an alarm for each of two sign-ins within a second that were too far from what was before", async () => {
  const one = await somebody([networks.seoul, 30], [networks.tokyo, 0.5 / 60], [networks.seoul, 0]);
  const other = await somebody([networks.seoul, 30], [networks.seoul, 0.5 / 60], [networks.tokyo, 0]);
  await look();
  expect((await travels()).map(({ objectId, hits }) => ({ objectId, hits }))).toEqual([{ objectId: other, hits: 1 }, { objectId: one, hits: 2 }]);
});

it("raises none where an aeroplane gets them there, near by, within the radius, in places that nobody knows, and without a database", async () => {
  await somebody([networks.seoul, 80], [networks.tokyo, 0]);
  await somebody([networks.seoul, 1], [networks.busan, 0]);
  await somebody([networks.seoul, 1], [networks.vague, 0]);
  for (const unknown of [networks.island, networks.country, networks.private]) {
    await somebody([networks.seoul, 1], [unknown, 0]);
    await somebody([unknown, 1], [networks.seoul, 0]);
  }
  await somebody([networks.tokyo, 0]);
  await look();
  expect(await travels()).toEqual([]);
  await somebody([networks.seoul, 30], [networks.tokyo, 0]);
  await look(null);
  expect(await travels()).toEqual([]);
});

it("takes a file that was put in its place, keeps the old one over half of a file, and refuses to begin with one", () => {
  const mine = path.join(dir, "mine.mmdb");
  writeGeoDatabase(mine, { [networks.seoul]: at(seoul) });
  const opened = openGeoDatabase(mine);
  writeFileSync(mine, "half of");
  utimesSync(mine, 1, 1);
  expect(opened.find(networks.seoul)).toMatchObject(seoul);
  expect(() => openGeoDatabase(mine)).toThrow();
  writeGeoDatabase(mine, { [networks.seoul]: at(busan) });
  utimesSync(mine, 2, 2);
  expect(opened.find(networks.seoul)).toMatchObject(busan);
});

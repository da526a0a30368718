import { sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { apiTokens } from "@/db/schema/staff";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import { noteTokenNetwork } from "@/domain/staff/tokens/note-token-network";
import { findTokenBearer } from "@/domain/staff/tokens/queries";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, aToken } from "@/test/staff";
import { alarmFilter } from "../input";
import { listAlarms } from "../queries";
import { runDetection } from "../run-detection";

const database = useDatabase();
const worker = () => systemContext(database.parts, "alarms/detect");
const standing = () => listAlarms(staffContext(database.parts, ["security"]), alarmFilter.parse({})).then(({ alarms: found }) => found);
const look = async () => {
  await sequenceEvents(worker());
  await runDetection(worker(), { suspendReaders: false, places: null, checkpointPlaces: [] });
};

beforeEach(async () => {
  await look();
  await database.db.execute(sql`truncate alarms, alarm_occurrences`);
});

const [server, cafe] = ["192.0.2.0/24", "198.51.100.0/24"];

it("a token that comes from another network than before is an alarm about its person, each network once", async () => {
  const { id } = await aStaffMember(database.parts, ["auditor"]);
  const auditor = staffContext(database.parts, ["auditor"], id);
  const bearers = await Promise.all([1, 2].map(async () => findTokenBearer(database.db, await aToken(database.parts, id))));
  const [used, other] = bearers.map((bearer) => bearer?.tokenId ?? "");
  const comes = (tokenId = "", network: string | null = server) => noteTokenNetwork(auditor, tokenId, network);
  // A program runs elsewhere than its person works: where a token comes from first is its own place.
  for (const tokenId of [used, other]) for (let n = 0; n < 2; n++) await comes(tokenId);
  await comes(used, null);
  await look();
  expect(await standing()).toEqual([]);
  await Promise.all([1, 2, 3].map(() => comes(used, cafe)));
  await look();
  await look();
  const [key] = await database.db.select({ id: apiTokens.keyId }).from(apiTokens).where(sql`id = ${used}`);
  expect(await standing()).toMatchObject([{ kind: "new-network", severity: "warning", objectKind: "staff", objectId: id, hits: 1, details: { network: cafe, known: 1, key: key?.id } }]);
  const { rows } = await database.db.execute<{ networks: number }>(sql`select count(*)::int as networks from audit_events where action = 'api-token.use-from'`);
  expect(rows[0]?.networks).toBe(3);
});

it("a token that pulls the log again from far behind where it had come is an export, outside of office hours", async () => {
  const { behind } = loadAlarmLimits()["off-hours-export"];
  const [day, night] = ["2026-11-25T14:00:00+09:00", "2026-11-25T23:30:00+09:00"];
  const [one, other] = [await aStaffMember(database.parts, ["auditor"]), await aStaffMember(database.parts, ["security"])];
  const pulled = (staffId: string, token: string, after: unknown, until: number, at = night) =>
    database.db.execute(sql`
      insert into audit_events (at, actor_kind, actor_id, action, object_kind, details, request_id)
      values (${at}::timestamptz, 'staff', ${staffId}, 'audit.pull', 'audit-log', ${JSON.stringify({ token, after, until })}::jsonb, 'test')`);
  const reached = 2 * behind;
  await pulled(one.id, "first", -1, reached);
  // One token a little behind, as after a crash, in office hours from the beginning, and with what no pull says; another that begins, and one of somebody else.
  await pulled(one.id, "first", reached - behind, reached);
  await pulled(one.id, "first", -1, 999, day);
  await pulled(one.id, "first", "none", 999);
  await pulled(one.id, "second", -1, 999);
  await pulled(other.id, "third", -1, 999);
  await look();
  expect(await standing()).toEqual([]);
  await pulled(one.id, "first", reached - behind - 1, reached);
  await look();
  await look();
  expect(await standing()).toMatchObject([{ kind: "off-hours-export", severity: "warning", objectKind: "staff", objectId: one.id, hits: 1, details: { action: "audit.pull" } }]);
});

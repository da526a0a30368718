import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { alarmFilter } from "../input";
import { listAlarms } from "../queries";
import { runDetection } from "../run-detection";

const database = useDatabase();
const { spray } = loadAlarmLimits();
const worker = () => systemContext(database.parts, "alarms/detect");
const sprays = () => listAlarms(staffContext(database.parts, ["security"]), alarmFilter.parse({ kind: "spray" })).then(({ alarms: found }) => found);
/** Those about one network: what the tests before left is of the same day. */
const spraysFrom = async (network: string) => (await sprays()).filter(({ details }) => details.network === network);
/** A turn that is the first of its minute. */
const look = async () => {
  await sequenceEvents(worker());
  await database.db.execute(sql`update alarm_turns set at = clock_timestamp() - interval '1 minute'`);
  await runDetection(worker(), { suspendReaders: false, places: null, checkpointPlaces: [] });
};

beforeEach(async () => {
  await look();
  await database.db.execute(sql`truncate alarms, alarm_occurrences`);
});

const happened = (action: "staff.refuse-sign-in" | "staff.sign-in", staffId: string | null, network: string, minutesAgo: number) =>
  database.db.execute(sql`
    insert into audit_events (id, actor_kind, action, object_kind, object_id, details, request_id)
    values (uuidv7(make_interval(secs => ${-60 * minutesAgo}::float8)), 'visitor', ${action}, 'staff', ${staffId}, ${JSON.stringify({ method: "code", network, ...(action === "staff.refuse-sign-in" && { why: "password" }) })}::jsonb, 'test')`);
const refuse = (staffId: string | null, network: string, minutesAgo = 0) => happened("staff.refuse-sign-in", staffId, network, minutesAgo);
const enter = (staffId: string, network: string, minutesAgo = 0) => happened("staff.sign-in", staffId, network, minutesAgo);

describe("failed sign-ins from one network that come slowly", () => {
  const { members, accounts } = spray.network.day;

  it("are an alarm by the members of staff of a day who never came in from there, and critical once somebody does", async () => {
    const [host, office] = ["192.0.2.0/24", "203.0.113.0/24"];
    const people = Array.from({ length: members }, () => randomUUID());
    for (const [n, id] of people.entries()) {
      // Colleagues mistype, and come in; before, or from elsewhere, is not that.
      await refuse(id, office, 600 - n);
      await enter(id, office, 500 - n);
      await enter(id, host, 900 - n);
      // Three on each, twelve minutes apart.
      if (n > 0) for (const ago of [0, 12, 24]) await refuse(id, host, 800 - n * 36 - ago);
    }
    for (let n = 0; n < 30; n++) await refuse(people[1] ?? "", host, 25 + n);
    await look();
    expect(await sprays()).toEqual([]);
    await refuse(people[0] ?? "", host, 11);
    await look();
    await look();
    expect(await spraysFrom(host)).toMatchObject([{ severity: "warning", objectKind: "network", hits: 1, details: { network: host, seconds: 86_400, accounts: members, failed: 3 * (members - 1) + 31, entered: 0 } }]);
    await enter(randomUUID(), host, 1);
    await look();
    expect(await spraysFrom(host)).toMatchObject([{ severity: "critical", hits: 1, details: { accounts: members, entered: 1 } }]);
  });

  it("are an alarm by addresses that nobody has as well", async () => {
    const network = "198.51.100.0/24";
    for (let n = 1; n < accounts; n++) await refuse(null, network, 11 * n + 11);
    await look();
    expect(await spraysFrom(network)).toEqual([]);
    await refuse(null, network, 11);
    await look();
    expect(await spraysFrom(network)).toMatchObject([{ severity: "warning", hits: 1, details: { network, accounts } }]);
  });
});

it("failed sign-ins of an hour for very many accounts are an alarm, from however few networks", async () => {
  const { many, networks } = spray.installation;
  const ofConsole = async () => (await sprays()).filter(({ objectKind }) => objectKind === "console");
  // Fewer networks than look like many, and in no ten minutes of one as many as look like a spray. What the tests before left is counted with it.
  for (let n = 0; n < many; n++) await refuse(randomUUID(), `10.9.${n % (networks - 3)}.0/24`, 59 - (n * 58) / many);
  await look();
  expect(await ofConsole()).toMatchObject([{ severity: "warning", objectId: "every", details: { accounts: expect.any(Number) as number, networks: expect.any(Number) as number } }]);
  expect(Number((await ofConsole())[0]?.details.networks)).toBeLessThan(networks);
});

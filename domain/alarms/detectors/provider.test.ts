import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { closeAlarm } from "../close-alarm";
import { alarmFilter } from "../input";
import { listAlarms } from "../queries";
import { runDetection } from "../run-detection";

const database = useDatabase();
const worker = () => systemContext(database.parts, "alarms/detect");
const standing = () => listAlarms(staffContext(database.parts, ["security"]), alarmFilter.parse({})).then(({ alarms: found }) => found);
const look = () => runDetection(worker(), { suspendReaders: false, places: null, checkpointPlaces: [] });

beforeEach(() => database.db.execute(sql`truncate alarms, alarm_occurrences`));

describe("an identity provider", () => {
  const cameHoursAgo = (hours: number) => database.db.execute(sql`insert into scim_contact (last_at) values (clock_timestamp() - make_interval(hours => ${hours})) on conflict (one) do update set last_at = excluded.last_at`);

  it("that was given a token and never came is silent from then on; one whose token was taken back is none", async () => {
    const register = (id: string, state: string, hours: number) => database.db.execute(sql`
      insert into key_register (id, kind, name, fingerprint, state, created_at, retired_at)
      values (${id}, 'scim-token', 'SCIM_TOKEN_SHA256', substr(sha256(${id}::bytea), 1, 16), ${state}, clock_timestamp() - make_interval(hours => ${hours}), case when ${state} = 'retired' then clock_timestamp() end)`);
    await register("scim-token-old", "retired", 99);
    await register("scim-token-new", "active", 23);
    await look();
    expect(await standing()).toEqual([]);
    await database.db.execute(sql`update key_register set created_at = clock_timestamp() - interval '25 hours' where id = 'scim-token-new'`);
    await look();
    await look();
    expect(await standing()).toMatchObject([{ kind: "provider-silent", severity: "critical", hits: 1, details: { hours: 24 } }]);
    await cameHoursAgo(1);
    await database.db.execute(sql`truncate alarms`);
    await look();
    expect(await standing()).toEqual([]);
    await database.db.execute(sql`truncate scim_contact`);
    await database.db.execute(sql`delete from key_register where kind = 'scim-token'`);
  });

  it("that never came is none, and one that has been silent for a day raises one alarm for each silence and each day of it", async () => {
    await look();
    expect(await standing()).toEqual([]);
    await cameHoursAgo(23);
    await look();
    expect(await standing()).toEqual([]);
    await cameHoursAgo(25);
    await look();
    await look();
    expect(await standing()).toMatchObject([{ kind: "provider-silent", severity: "critical", hits: 1, details: { hours: 24 } }]);
    const [silent] = await standing();
    await closeAlarm(staffContext(database.parts, ["security"], randomUUID()), { alarmId: silent?.id ?? "", words: "They say that they mend it today." });
    await look();
    expect(await standing()).toEqual([]);
    // As if all of this had been a day ago.
    const since = async () => (await database.db.execute<{ at: string }>(sql`select last_at::text as at from scim_contact`)).rows.map(({ at }) => new Date(at).toISOString())[0] ?? "";
    const was = await since();
    await database.db.execute(sql`update scim_contact set last_at = last_at - interval '1 day'`);
    await database.db.execute(sql`update alarm_occurrences set occurrence = replace(occurrence, ${was}, ${await since()})`);
    await look();
    await look();
    expect(await standing()).toMatchObject([{ kind: "provider-silent", hits: 1, details: { hours: 24 } }]);
  });
});

import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { startSmtpSink } from "@/test/smtp-sink";
import { anApprovedWave, aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, people, sendAllDue } from "@/test/waves";
import { getWaveOverview } from "../queries/list-waves";
import { watchWaves } from "./watch-waves";

const database = useDatabase();
const watch = async (waveId: string) => (await watchWaves(systemContext(database.parts))).find((watched) => watched.waveId === waveId);
const minutesPass = (minutes: number) => database.db.execute(sql`update wave_watches set moved_at = moved_at - make_interval(mins => ${minutes})`);

describe("looking after waves", () => {
  let versionId = "";
  beforeAll(async () => {
    ({ versionId } = await anIncidentWithPeople(database.parts, `${people(250)}\nshared,person1@example.com,ko,names`));
  });

  it("finds nothing wrong with one that moves, and counts every range in turn", async () => {
    const wave = await aFrozenWave(database.parts, versionId);
    for (let look = 0; look < 4; look++) expect(await watch(wave.id)).toMatchObject({ broken: false, stalled: false });
    const sink = await startSmtpSink();
    const sending = aWaveSending(database.url, sink.port);
    try {
      await sendAllDue(database.parts, sending, wave.id);
    } finally {
      await endSending(sending);
      await sink.close();
    }
    expect(await watch(wave.id)).toBeUndefined();
  });

  it("says that one stands still after two minutes, and that it moves again", async () => {
    const wave = await aFrozenWave(database.parts, versionId);
    await watch(wave.id);
    await minutesPass(1);
    expect(await watch(wave.id)).toMatchObject({ broken: false, stalled: false });
    await minutesPass(2);
    expect(await watch(wave.id)).toMatchObject({ broken: false, stalled: true });
    expect((await getWaveOverview(staffContext(database.parts, ["comms"]), wave.id)).watch).toEqual({ broken: false, stalled: true });
    await database.db.execute(sql`update waves set state = 'paused', paused_reason = 'person' where id = ${wave.id}`);
    expect(await watch(wave.id)).toMatchObject({ broken: false, stalled: false });
  });

  it("wakes the taking of an audience that failed and waits for hours, behind one that is under way, and none before its hour", async () => {
    const due = await anApprovedWave(database.parts, versionId);
    const later = await anApprovedWave(database.parts, versionId, {}, { scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
    const jobs = async (waveId: string) => {
      const { rows } = await database.db.execute<{ queue: string; due: boolean; attempts: number; taken: boolean }>(
        sql`select queue_name as queue, run_at <= now() as due, attempts, locked_at is not null as taken from graphile_worker.jobs where task_identifier = 'waves/freeze-audience' and (key = ${`waves/freeze-audience:${waveId}`} or locked_at is not null) order by id`,
      );
      return rows;
    };
    const queue = `waves/freeze-audience:${due.id}`;
    await database.db.execute(sql`update graphile_worker._private_jobs set attempts = 9, run_at = now() + interval '2 hours' where key = ${queue}`);
    await watch(due.id);
    expect(await jobs(due.id)).toEqual([{ queue, due: true, attempts: 0, taken: false }]);
    await database.db.execute(sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'another' where key = ${queue}`);
    await watch(due.id);
    expect(await jobs(due.id)).toMatchObject([{ queue, taken: true }, { queue, taken: false }]);
    expect((await jobs(later.id)).at(-1)).toMatchObject({ due: false });
  });

  it("finds a person that went missing, and a row that the counters do not know of", async () => {
    const wave = await aFrozenWave(database.parts, versionId);
    await database.db.execute(sql`update deliveries set state = 'accepted' where (wave_id, range_no, subject_id) in (select wave_id, range_no, subject_id from deliveries where wave_id = ${wave.id} and range_no = 1 limit 1)`);
    const looks = [];
    for (let look = 0; look < 3; look++) looks.push((await watch(wave.id))?.broken);
    expect(looks).toContain(true);
    expect(looks).toContain(false);
    await database.db.execute(sql`update wave_ranges set people = people - 1, path_open = path_open - 1 where wave_id = ${wave.id} and range_no = 0`);
    for (let look = 0; look < 3; look++) expect(await watch(wave.id)).toMatchObject({ broken: true });
  });
});

import { expect, it } from "vitest";
import { auditCheckpoints } from "@/db/schema/audit";
import { aSealedLog, damageLog, exportedLog, tells, verified } from "@/test/audit-log";
import { useDatabase } from "@/test/database";

const database = useDatabase();

it("finds 1,000 changes of a superuser to sealed events, offline", async () => {
  await aSealedLog(database.parts, { events: 30_000, checkpoints: 20 });
  const notes = (await database.db.select({ note: auditCheckpoints.note }).from(auditCheckpoints)).map((row) => row.note);
  const done = await damageLog(database.url, { events: 30_000, count: 1_000, seed: Date.now() % 2 ** 32 });
  const { findings } = await verified(database.parts, await exportedLog(database.parts), notes);
  const missed = done.flatMap(({ how, seqs, exactly }) => seqs.filter((seq) => !tells(findings, seq, exactly)).map((seq) => `${how} at ${seq}`));
  expect(missed).toEqual([]);
});

import { sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { auditCheckpoints } from "@/db/schema/audit";
import { asSuperuser, rewriteSince } from "@/test/audit-log";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { recordAudit } from "../record-audit";
import { treeHash } from "./merkle";
import { isSealDue, sealLog, type LogMemory } from "./seal-log";
import { sequenceEvents } from "./sequence-events";

const database = useDatabase();
const ctx = () => systemContext(database.parts);
const ORIGIN = "claims.haneul.example/audit";

async function addEvents(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await recordAudit(database.db, ctx(), { action: "thing.look", object: { kind: "thing", id: String(n) } });
  await sequenceEvents(ctx());
}

const sizes = async () => (await database.db.select({ size: auditCheckpoints.size }).from(auditCheckpoints).orderBy(auditCheckpoints.size)).map(({ size }) => size);
const taken = (size: number) => database.db.execute(sql`insert into audit_places (name, size, tried_at, failing) values ('directory', ${size}, clock_timestamp(), false) on conflict (name) do update set size = excluded.size`);
const startAgain = () => asSuperuser(database.url, (client) => client.query("truncate audit_checkpoints, audit_places, audit_events, audit_leaves, audit_nodes; update audit_sequencer set size = 0"));

/** Two checkpoints, over 150 and 300 events, and another event. */
async function sealTwice(memory?: LogMemory): Promise<void> {
  for (let n = 0; n < 2; n++) {
    await addEvents(150);
    expect(await sealLog(ctx(), ORIGIN, memory && { memory })).toBe(150 * (n + 1));
  }
  await taken(300);
  await addEvents(1);
}

beforeEach(startAgain);

it("signs nothing over events that were rewritten since a checkpoint that a place outside has", async () => {
  await sealTwice();
  await rewriteSince(database.url, 150, "places");
  expect(await isSealDue(ctx(), { everySeconds: 0 })).toBe(true);
  await expect(sealLog(ctx(), ORIGIN)).rejects.toMatchObject({ reason: "audit-contradicts", values: { size: 300 } });
  expect(await sizes()).toEqual([150]);
});

it("signs nothing that contradicts what the process has seen, whatever the tables say", async () => {
  const signer: LogMemory = { newest: null };
  const looker: LogMemory = { newest: null };
  await sealTwice(signer);
  // Another worker signed it, and this one saw it.
  expect(await isSealDue(ctx(), { memory: looker, everySeconds: 1_000 })).toBe(true);
  expect(await sealLog(ctx(), ORIGIN, { memory: looker, everySeconds: 1_000 })).toBeNull();
  expect(looker.newest).toMatchObject({ size: 300, root: signer.newest?.root });
  expect(await isSealDue(ctx(), { memory: looker, everySeconds: 1_000 })).toBe(false);
  await rewriteSince(database.url, 150, "nothing");
  for (const memory of [signer, looker]) await expect(sealLog(ctx(), ORIGIN, { memory })).rejects.toMatchObject({ values: { size: 300 } });
  // As is said wherever this is: a process that has seen nothing cannot know better, and the place outside does.
  expect(await sealLog(ctx(), ORIGIN)).toBe(301);
  await expect(sealLog(ctx(), ORIGIN, { memory: signer })).rejects.toMatchObject({ values: { size: 300 } });
});

it.each([
  ["events under it were rewritten with every hash above them", () => rewriteSince(database.url, 0, "checkpoints")],
  ["events under it were rewritten, and the root beside the signature", async () => {
    await rewriteSince(database.url, 0, "checkpoints");
    const { rows } = await database.db.$client.query<{ leaf_hash: Buffer }>("select leaf_hash from audit_leaves where seq < 300 order by seq");
    await asSuperuser(database.url, (client) => client.query("update audit_checkpoints set root = $1 where size = 300", [treeHash(rows.map((row) => row.leaf_hash))]));
  }],
  ["the log became shorter than it", () => asSuperuser(database.url, (client) => client.query("delete from audit_leaves where seq >= 200; update audit_sequencer set size = 200"))],
  ["its signature is another's", () => asSuperuser(database.url, (client) => client.query("update audit_checkpoints set note = replace(note, '— ', '— x') where size = 300"))],
])("signs nothing after a checkpoint where %s", async (_, damage) => {
  await sealTwice();
  await damage();
  expect(await isSealDue(ctx(), { everySeconds: 0 })).toBe(true);
  await expect(sealLog(ctx(), ORIGIN)).rejects.toMatchObject({ reason: "audit-contradicts", values: { size: 300 } });
  expect(await sizes()).toEqual([150, 300]);
});

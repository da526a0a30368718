import pg from "pg";
import { expect, it } from "vitest";
import { auditEvents, auditLeaves, auditSequencer } from "@/db/schema/audit";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { Forbidden } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { recordAudit } from "../record-audit";
import { treeHash } from "./merkle";
import { sequenceEvents } from "./sequence-events";
import { readEdge } from "./tree-nodes";

const database = useDatabase();

const look = (id: string) => ({ action: "thing.look", object: { kind: "thing", id } }) as const;

/** Every event in the order of its number; the numbers are without a gap and nothing is left out. */
async function readOrder(): Promise<string[]> {
  const { rows } = await database.db.$client.query<{ seq: number; name: string; leaf: Buffer }>(
    "select l.seq::int as seq, e.object_id as name, l.leaf_hash as leaf from audit_events e left join audit_leaves l on l.event_id = e.id order by l.seq",
  );
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i));
  const edge = await database.db.transaction((tx) => readEdge(tx, rows.length));
  expect(edge.root()).toEqual(treeHash(rows.map((row) => row.leaf)));
  return rows.map((row) => row.name);
}

/** Whichever worker comes first; one that finds the other at it returns at once. */
async function sequenceAll(): Promise<void> {
  while ((await database.db.$count(auditEvents)) > (await database.db.$count(auditLeaves))) await sequenceEvents(systemContext(database.parts));
}

it("numbers every event once, without a gap, while many write at once, one takes long and some fail", async () => {
  const ctx = staffContext(database.parts, ["admin"]);
  const record = (id: string) => withTransaction(ctx, (tx) => recordAudit(tx, ctx, look(id)));
  const slow = new pg.Client({ connectionString: database.url });
  await slow.connect();
  await slow.query("begin");
  await slow.query("insert into audit_events (actor_kind, action, object_kind, object_id, request_id) values ('system', 'thing.look', 'thing', 'slow', 'r')");
  await record("before");
  await sequenceAll();
  expect(await readOrder()).toEqual(["before"]);

  const done = { writing: true };
  const sequencers = [0, 1].map(async () => {
    while (done.writing) await sequenceEvents(systemContext(database.parts));
  });
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let n = 0; n < 150; n++) {
      const id = `${writer}/${n}`;
      if (n % 5 === 4) {
        await expect(withTransaction(ctx, async (tx) => {
          await recordAudit(tx, ctx, look(id));
          throw new Error("the act failed");
        })).rejects.toThrow("the act failed");
      } else await record(id);
    }
  });
  await Promise.all(writers);
  await slow.query("commit");
  await slow.end();
  await record("after");
  done.writing = false;
  await Promise.all(sequencers);
  await sequenceAll();

  const order = await readOrder();
  expect(order).toHaveLength(2 + 4 * 120 + 1);
  expect(new Set(order).size).toBe(order.length);
  // What was committed before another act began stands before it, however long a third one took.
  for (let writer = 0; writer < 4; writer++) {
    const mine = order.filter((id) => id.startsWith(`${writer}/`)).map((id) => Number(id.split("/")[1]));
    expect(mine).toEqual(mine.toSorted((a, b) => a - b));
  }
  expect(order.at(-1)).toBe("after");
  expect(order.indexOf("slow")).toBeGreaterThan(order.indexOf("before"));
});

it("misses nothing where a dump was put back on a server that numbers its transactions anew", async () => {
  const ctx = staffContext(database.parts, ["admin"]);
  await sequenceAll();
  const before = await readOrder();
  // What such a dump brings along: a snapshot of the other server, and events that bear its numbers.
  await database.db.$client.query("update audit_sequencer set server = 'another', seen = '9000000000:9000000000:'");
  await database.db.$client.query("insert into audit_events (actor_kind, action, object_kind, object_id, request_id, xid) values ('system', 'thing.look', 'thing', 'brought', 'r', '9000000001')");
  await withTransaction(ctx, (tx) => recordAudit(tx, ctx, look("new")));
  await sequenceAll();
  expect(new Set((await readOrder()).slice(before.length))).toEqual(new Set(["brought", "new"]));
  await withTransaction(ctx, (tx) => recordAudit(tx, ctx, look("newer")));
  await sequenceAll();
  expect((await readOrder()).at(-1)).toBe("newer");
});

it.each(["update audit_leaves set seq = seq + 1000000", "delete from audit_leaves", "truncate audit_leaves", "update audit_nodes set hash = hash", "delete from audit_nodes", "truncate audit_nodes", "delete from audit_sequencer"])(
  "the database refuses: %s",
  async (statement) => {
    await database.db.$client.query("insert into audit_nodes (level, index, hash) values (32, 0, sha256('')) on conflict do nothing");
    await expect(database.db.$client.query(statement)).rejects.toThrow("append-only");
  },
);

it("lets the log only grow, and staff not number events", async () => {
  await expect(database.db.update(auditSequencer).set({ size: 0 })).rejects.toMatchObject({ cause: { message: "the audit log only grows" } });
  await expect(sequenceEvents(staffContext(database.parts, ["admin", "security", "auditor"]))).rejects.toThrow(Forbidden);
});

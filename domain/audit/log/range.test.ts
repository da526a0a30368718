import fc from "fast-check";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { aSealedLog } from "@/test/audit-log";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { takeOut } from "@/test/exports";
import { askExport } from "../../exports/ask-export";
import type { StaffContext } from "../../kernel/context";
import { leafHash, treeHash } from "./merkle";
import { proveRange, rootOfRange } from "./range-proof";
import { listVerifiers } from "./signing-key";
import { isRange, verifyRange } from "./verify-range";

const database = useDatabase();
const REASON = "asked for by the regulator";
const auditor = () => staffContext(database.parts, ["auditor"]);
const time = (from: Date | undefined, until: Date) => ({ kind: "audit", objectId: "log", from: from?.toISOString(), until: until.toISOString() }) as const;

it("proves any stretch of any tree, and nothing that was changed, left out or moved", async () => {
  const events = Array.from({ length: 70 }, (_, n) => Buffer.from(`event ${n}`));
  const leaves = events.map(leafHash);
  const read = (level: number, index: number) => Promise.resolve(treeHash(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), async (size, a, b) => {
      const from = a % size;
      const range = { from, until: from + 1 + (b % (size - from)), size };
      const root = treeHash(leaves.slice(0, size));
      const proof = await proveRange(read, range);
      const inside = events.slice(range.from, range.until);
      expect(rootOfRange(inside, range, proof)).toEqual(root);
      expect(rootOfRange([...inside.slice(0, -1), Buffer.from("another")], range, proof)).not.toEqual(root);
      expect(rootOfRange(inside.slice(1), range, proof)).toBeNull();
      expect(rootOfRange(inside.slice(1), { ...range, from: range.from + 1 }, proof)).not.toEqual(root);
      expect(rootOfRange(inside, range, [...proof, Buffer.alloc(32)])).toBeNull();
      if (proof.length > 0) expect(rootOfRange(inside, range, proof.slice(1))).toBeNull();
    }),
    { numRuns: 300 },
  );
});

it("writes a stretch of the log that proves itself offline, and a word about it", async () => {
  await aSealedLog(database.parts, { events: 900, checkpoints: 3 });
  const { rows: [stretch] } = await database.db.execute<{ from: string; until: string }>(sql`
    select (select at::text from audit_events e join audit_leaves l on l.event_id = e.id where seq = 300) as from, (select at::text from audit_events e join audit_leaves l on l.event_id = e.id where seq = 850) as until`);
  const asked = time(new Date(stretch?.from ?? ""), new Date(stretch?.until ?? ""));
  const { bytes, exportId } = await takeOut(auditor(), { ...asked, reason: REASON });
  const text = bytes.toString();
  expect(JSON.parse(text.slice(0, text.indexOf("\n")))).toMatchObject({ export: exportId, taken: expect.stringContaining(REASON) as string });
  const verifiers = await listVerifiers(systemContext(database.parts));
  expect(isRange(text)).toBe(true);
  const range = verifyRange(text, verifiers);
  // A `Date` has milliseconds and the log microseconds.
  expect(range?.from).toBeLessThanOrEqual(300);
  expect(range?.until).toBeGreaterThan(600);
  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength((range?.until ?? 0) - (range?.from ?? 0) + 2);
  expect(verifyRange(text.replace("asked by phone", "asked by mail"), verifiers)).toBeNull();
  expect(verifyRange([...lines.slice(0, 10), ...lines.slice(11)].join("\n"), verifiers)).toBeNull();
  expect(verifyRange([...lines.slice(0, 10), lines[11], lines[10], ...lines.slice(12)].join("\n"), verifiers)).toBeNull();
  expect(verifyRange(text, [])).toBeNull();
  expect(isRange('{"format":"amends-audit-proof-1"}\n')).toBe(false);
  const { rows } = await database.db.execute<{ reason: string; events: number }>(sql`select reason, (details->>'events')::int as events from audit_events where action = 'audit.export-range'`);
  expect(rows).toEqual([{ reason: REASON, events: lines.length - 2 }]);
});

it("asks for a reason, a fresh proof and a time in which there is something", async () => {
  const [from, until] = [new Date(Date.now() - 60_000), new Date()];
  const ask = (ctx: StaffContext, asked: ReturnType<typeof time>, reason = REASON) => askExport(ctx, { ...asked, reason });
  await expect(ask(staffContext(database.parts, ["support"]), time(from, until))).rejects.toMatchObject({ reason: "forbidden" });
  const stale = auditor();
  await expect(ask({ ...stale, actor: { ...stale.actor, proven: false } }, time(from, until))).rejects.toMatchObject({ reason: "stale-proof" });
  await expect(ask(auditor(), time(from, until), "short")).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
  await expect(ask(auditor(), time(undefined, until))).rejects.toMatchObject({ fields: { from: ["audit-time"] } });
  await expect(ask(auditor(), time(until, from))).rejects.toMatchObject({ fields: { until: ["audit-range-order"] } });
  await expect(ask(auditor(), time(new Date(0), new Date(1_000)))).rejects.toMatchObject({ reason: "audit-range-empty" });
});

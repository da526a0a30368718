import { asc, eq, sql } from "drizzle-orm";
import { incidents } from "@/db/schema/incidents";
import { keyAges, keyCustodians, keyRegister, keyTasks } from "@/db/schema/keys";
import type { KeyKind } from "@/db/values/key-kinds";
import { systemClock } from "@/lib/clock";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { mayReadKeys } from "../policy";
import { ageOf } from "./rules";
import type { RegisteredKey } from "./types";

function keyRows(db: Executor) {
  return db
    .select({
      id: keyRegister.id,
      kind: keyRegister.kind,
      name: keyRegister.name,
      incident: incidents.slug,
      state: keyRegister.state,
      ownerId: keyRegister.ownerId,
      createdAt: keyRegister.createdAt,
      lastUsedAt: keyRegister.lastUsedAt,
      retiredAt: keyRegister.retiredAt,
      days: keyAges.days,
      custodians: sql<RegisteredKey["custodians"]>`coalesce((select json_agg(json_build_object('staffId', c.staff_id, 'strikeAskedBy', c.strike_asked_by) order by c.added_at) from ${keyCustodians} c where c.key_id = key_register.id), '[]')`,
      leavers: sql<string[]>`coalesce((select json_agg(t.staff_id order by t.opened_at) from ${keyTasks} t where t.key_id = key_register.id and t.closed_at is null), '[]')`,
    })
    .from(keyRegister)
    .innerJoin(keyAges, eq(keyAges.kind, keyRegister.kind))
    .leftJoin(incidents, sql`${incidents.id}::text = ${keyRegister.name}`);
}

function toKey({ days, ...row }: Awaited<ReturnType<typeof keyRows>>[number], now: Date): RegisteredKey {
  return { ...row, ...ageOf(row, days, now) };
}

/** Every key, those in use first, by kind and name. @throws {Forbidden} */
export async function listKeys(ctx: Context): Promise<RegisteredKey[]> {
  authorise(ctx, mayReadKeys);
  const rows = await keyRows(ctx.db).orderBy(sql`array_position(array['active', 'next', 'retired', 'destroyed'], ${keyRegister.state})`, asc(keyRegister.kind), asc(keyRegister.name), asc(keyRegister.createdAt));
  return rows.map((row) => toKey(row, ctx.clock.now()));
}

/** @throws {Forbidden} @throws {NotFound} */
export async function getKey(ctx: Context, keyId: string): Promise<RegisteredKey> {
  authorise(ctx, mayReadKeys);
  const [row] = await keyRows(ctx.db).where(eq(keyRegister.id, keyId));
  if (!row) throw new NotFound("key");
  return toKey(row, ctx.clock.now());
}

/** Keys in use past their age: an installation that has one is not ready. A token past its age is refused already, and so is none of them. For probes, which are nobody. */
export async function listOverdueKeys(db: Executor, now = systemClock.now()): Promise<{ id: string; kind: KeyKind }[]> {
  return db
    .select({ id: keyRegister.id, kind: keyRegister.kind })
    .from(keyRegister)
    .innerJoin(keyAges, eq(keyAges.kind, keyRegister.kind))
    .where(sql`${keyRegister.state} = 'active' and ${keyRegister.kind} <> 'api-token' and ${keyRegister.createdAt} + make_interval(secs => ${keyAges.days} * 86400) <= ${now.toISOString()}::timestamptz`)
    .orderBy(keyRegister.id);
}

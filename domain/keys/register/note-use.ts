import { sql } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import type { KeyKind } from "@/db/values/key-kinds";
import { authorise, type Context } from "../../kernel/context";
import { mayRecordKeys } from "../policy";
import type { HeldSecret } from "./types";

// Bundles of pages and of handlers each load this module; what a process used is one list.
const held = globalThis as { amendsKeyUses?: Set<string> };
const uses = (held.amendsKeyUses ??= new Set());
/** "Last used" is for people: older than this it is written anew. */
const FRESH_MINUTES = 10;

/** Remember that a key was used. Costs an entry in a set; `writeUses` carries it to the database. */
export function noteKeyUse(kind: KeyKind, name: string): void {
  uses.add(`${kind}\n${name}`);
}

/** Kinds of which it shows when they are used: whoever merely holds one has not used it. */
const SHOWN: ReadonlySet<KeyKind> = new Set(["relay-password", "dkim", "webhook", "scim-token", "sms-password"]);

/** Remember what a process uses by running at all. */
export function noteHeld(secrets: readonly HeldSecret[]): void {
  for (const { kind, name } of secrets) if (!SHOWN.has(kind)) noteKeyUse(kind, name);
}

/** Write down which keys in use this process has used since it last wrote. */
export async function writeUses(ctx: Context): Promise<void> {
  authorise(ctx, mayRecordKeys);
  const used = [...uses].map((use) => use.split("\n"));
  uses.clear();
  if (used.length === 0) return;
  await ctx.db.execute(sql`
    update ${keyRegister} set last_used_at = clock_timestamp()
    from unnest(${sql.param(used.map(([kind]) => kind))}::text[], ${sql.param(used.map(([, name]) => name))}::text[]) as u(kind, name)
    where ${keyRegister}.kind = u.kind and ${keyRegister}.name = u.name and state = 'active' and (last_used_at is null or last_used_at < clock_timestamp() - make_interval(mins => ${FRESH_MINUTES}))`);
}

import type pg from "pg";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { installation } from "@/db/schema/installation";
import type { InstallationMode, InstallationStanding, SendingLock } from "@/db/values/installation";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { whyLocked } from "./rules";

/** The highest count that was read over each pool. A backup that is put back under a running worker is behind it, and must not send until the minute is over. */
const highest = new WeakMap<pg.Pool, bigint>();

/** Say why no wave may be handed over now, or null. Read from the database before every lease and every batch, so that it counts at once on every machine. */
export async function whySendingIsLocked(ctx: Context, db: Database = ctx.db): Promise<SendingLock | null> {
  const { rows } = await db.$client.query<{ mode: InstallationMode; standing: InstallationStanding; counter: string }>({ name: "installation-lock", text: "select mode, standing, counter::text from installation" });
  const [row] = rows;
  // Without its row nobody knows whether anything may leave, so nothing does.
  if (!row) return "unconfirmed";
  const counter = BigInt(row.counter);
  const before = highest.get(db.$client) ?? 0n;
  if (counter >= before) highest.set(db.$client, counter);
  else if (row.standing === "confirmed") return doubt(ctx, before);
  return whyLocked(row);
}

async function doubt(ctx: Context, remembered: bigint): Promise<SendingLock> {
  ctx.log.error({ differences: ["counter"] }, "the database is older than it was: nothing is sent until somebody confirms which installation is the real one");
  await withTransaction(ctx, async (tx) => {
    const changed = await tx
      .update(installation)
      .set({
        standing: "unconfirmed",
        standingBy: null,
        standingAt: sql`clock_timestamp()`,
        differences: ["counter"],
        seen: sql`${installation.fingerprint} || jsonb_build_object('counter', ${remembered.toString()}::text)`,
      })
      .where(sql`${installation.standing} = 'confirmed'`)
      .returning({ one: installation.one });
    if (changed.length > 0) await recordAudit(tx, ctx, { action: "installation.doubt", object: { kind: "installation", id: null }, details: { differences: ["counter"] } });
  });
  return "unconfirmed";
}

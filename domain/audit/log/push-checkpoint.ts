import { desc, eq, sql } from "drizzle-orm";
import { auditCheckpoints, auditPlaces } from "@/db/schema/audit";
import { authorise, type Context } from "../../kernel/context";
import { mayKeepLog } from "../policy";
import type { CheckpointPlace } from "./types";

/** So long a place that failed, or whose worker died, is left alone. */
const AGAIN_SECONDS = 30;

/**
 * Carry the newest checkpoint to a place that does not have it yet; whatever it missed meanwhile, the newest speaks for. One worker at a time tries a place. Returns
 * whether it was taken.
 */
export async function pushCheckpoint(ctx: Context, place: CheckpointPlace, againSeconds = AGAIN_SECONDS): Promise<boolean> {
  authorise(ctx, mayKeepLog);
  const [newest] = await ctx.db
    .select({ size: auditCheckpoints.size, note: auditCheckpoints.note, taken: auditPlaces.size })
    .from(auditCheckpoints)
    .leftJoin(auditPlaces, eq(auditPlaces.name, place.name))
    .orderBy(desc(auditCheckpoints.size))
    .limit(1);
  if (!newest || newest.size <= (newest.taken ?? 0)) return false;
  // Being tried looks like having failed: should this process die now, another goes on after the pause.
  const { rows } = await ctx.db.execute(sql`
    insert into audit_places as p (name, tried_at, failing) values (${place.name}, clock_timestamp(), true)
    on conflict (name) do update set tried_at = excluded.tried_at, failing = true
    where p.size < ${newest.size} and (not p.failing or p.tried_at <= clock_timestamp() - make_interval(secs => ${againSeconds}))
    returning p.name`);
  if (rows.length === 0) return false;
  try {
    await place.push({ size: newest.size, note: newest.note });
  } catch (error) {
    ctx.log.error({ place: place.name, size: newest.size, err: error }, "a checkpoint of the audit log was not taken outside: it is tried again");
    return false;
  }
  await ctx.db.update(auditPlaces).set({ size: newest.size, takenAt: sql`clock_timestamp()`, failing: false }).where(eq(auditPlaces.name, place.name));
  return true;
}

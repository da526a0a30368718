import { sql } from "drizzle-orm";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import { mayFollowClaims } from "./policy";
import { readMentions } from "./read-mentions";

/** Whoever has not said so for this long does not have the page open any more; pages say so every five. */
const SECONDS = 15;

export interface Presence {
  /** Names of the others who have the claim open now. */
  others: string[];
  /** Changes with every change of the claim. */
  version: string;
}

/** Say that one has a claim open, and hear who else does and whether it changed. Its page says so every few seconds; one's mentions in it count as read. @throws {Forbidden} @throws {NotFound} */
export async function notePresence(ctx: Context, claimId: string): Promise<Presence> {
  authorise(ctx, mayFollowClaims);
  const { staffId } = requireStaffActor(ctx);
  const { rows: [claim] } = await ctx.db.execute<{ version: string }>(sql`select xmin::text as version from claims where id = ${requireUuid(claimId, "claim")} and state <> 'draft'`);
  if (!claim) throw new NotFound("claim");
  await ctx.db.execute(sql`insert into claim_presence (claim_id, staff_id) values (${claimId}, ${staffId}) on conflict (claim_id, staff_id) do update set seen_at = clock_timestamp()`);
  await ctx.db.execute(sql`delete from claim_presence where claim_id = ${claimId} and seen_at < clock_timestamp() - make_interval(secs => ${SECONDS})`);
  await readMentions(ctx, { claim: claimId });
  const { rows } = await ctx.db.execute<{ name: string }>(sql`select m.name from claim_presence p join staff_members m on m.id = p.staff_id where p.claim_id = ${claimId} and p.staff_id <> ${staffId} order by m.name`);
  return { others: rows.map(({ name }) => name), version: claim.version };
}

/** What `notePresence` will call the claim while nobody changes it. */
export async function claimVersion(ctx: Pick<Context, "db">, claimId: string): Promise<string> {
  const { rows } = await ctx.db.execute<{ version: string }>(sql`select xmin::text as version from claims where id = ${claimId}`);
  return rows[0]?.version ?? "";
}

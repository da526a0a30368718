import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { audienceCounts } from "@/db/schema/audiences";
import { authorise, type Context } from "../kernel/context";
import { enqueue } from "../kernel/job";
import { isIndexRotating } from "../keys/rotation/steady-index";
import type { IncidentId } from "../kernel/ids";
import { nameQuestion } from "./ask-count";
import { countAudience } from "./count-audience";
import { countAudienceJob } from "./jobs";
import { mayRunAudiences } from "./policy";
import { audience } from "./types";

/** Between two looks whether the key of an incident has been rotated. */
const ROTATING_SECONDS = 30;

/**
 * Count what was asked under this hash. Where a wave that it speaks of reached people meanwhile, the number would be of neither moment: it is dropped, and whoever waits
 * asks again under another hash. Safe to run twice. Numbers that nobody has asked for in a week go.
 */
export async function runCount(ctx: Context, question: string): Promise<void> {
  authorise(ctx, mayRunAudiences);
  const key = Buffer.from(question, "hex");
  const [row] = await ctx.db.select().from(audienceCounts).where(and(eq(audienceCounts.question, key), isNull(audienceCounts.people)));
  if (!row) return;
  if (await isIndexRotating(ctx.db, row.incidentId)) {
    // A list of references would be held against rows of which some are under the next key.
    await enqueue(ctx.db, countAudienceJob, { question }, { key: `${countAudienceJob.name}:${question}`, runAt: ROTATING_SECONDS });
    return;
  }
  const asked = { incidentId: row.incidentId as IncidentId, version: row.version, kind: row.kind, audience: audience.parse(row.audience) };
  const sum = await countAudience(ctx.db, asked.incidentId, asked.version, asked.kind, asked.audience);
  if ((await nameQuestion(ctx.db, asked)).equals(key)) await ctx.db.update(audienceCounts).set({ ...sum, countedAt: sql`clock_timestamp()` }).where(eq(audienceCounts.question, key));
  else await ctx.db.delete(audienceCounts).where(eq(audienceCounts.question, key));
  await ctx.db.delete(audienceCounts).where(lt(audienceCounts.askedAt, sql`clock_timestamp() - interval '7 days'`));
}

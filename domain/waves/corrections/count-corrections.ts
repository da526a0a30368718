import { and, eq, isNull, lt, ne, sql } from "drizzle-orm";
import { correctionCounts as correctionCountRows } from "@/db/schema/audiences";
import { authorise, type Context } from "../../kernel/context";
import { mayRunWaves } from "../policy";
import { askCorrections, nameCorrections } from "./ask-corrections";
import { sumOwed } from "./sum-owed";

/**
 * Count who was told something incomplete or wrong, for the job that was asked to. Where a wave reached people meanwhile the numbers would be of neither moment: they are
 * dropped, and asked for again. Safe to run twice.
 */
export async function countCorrections(ctx: Context, incidentId: string): Promise<void> {
  authorise(ctx, mayRunWaves);
  const asked = await nameCorrections(ctx.db, incidentId);
  if (!asked) return;
  const counts = await sumOwed(ctx.db, incidentId, asked.version);
  const now = await nameCorrections(ctx.db, incidentId);
  if (!now?.question.equals(asked.question)) return askCorrections(ctx, { incidentId });
  const { question, version } = asked;
  await ctx.db.insert(correctionCountRows).values({ question, incidentId, version, counts, countedAt: sql`clock_timestamp()` }).onConflictDoUpdate({ target: correctionCountRows.question, set: { counts, countedAt: sql`clock_timestamp()` } });
  // Earlier answers, and questions whose answer would be of a moment that is over.
  await ctx.db.delete(correctionCountRows).where(and(eq(correctionCountRows.incidentId, incidentId), ne(correctionCountRows.question, question), isNull(correctionCountRows.counts)));
  await ctx.db.delete(correctionCountRows).where(lt(correctionCountRows.askedAt, sql`clock_timestamp() - interval '7 days'`));
}

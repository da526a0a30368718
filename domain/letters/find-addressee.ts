import { and, eq } from "drizzle-orm";
import { letterBatches, letters } from "@/db/schema/letters";
import { waves } from "@/db/schema/waves";
import type { Context } from "../kernel/context";

/** The record that a letter of this incident went to; null where no letter of that number is with the post, or it came back. The caller has made sure that the asker may know. */
export async function findAddressee(ctx: Pick<Context, "db">, incidentId: string, handle: string): Promise<bigint | null> {
  const [row] = await ctx.db
    .select({ subjectId: letters.subjectId, returnedAt: letters.returnedAt })
    .from(letters)
    .innerJoin(letterBatches, eq(letterBatches.id, letters.batchId))
    .innerJoin(waves, eq(waves.id, letterBatches.waveId))
    .where(and(eq(letters.handle, handle), eq(waves.incidentId, incidentId), eq(letterBatches.state, "handed-over")));
  return row && row.returnedAt === null ? row.subjectId : null;
}

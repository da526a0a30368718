import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { wavePaces } from "@/db/schema/waves";
import type { PaceReason } from "@/db/values/wave-states";
import { authorise, type Context } from "../../kernel/context";
import { mayReadWaves } from "../policy";

/** Figures that a reason speaks of; what a later program writes there and this one does not know is left out. */
const detail = z.object({ cause: z.enum(["lookups", "codes", "enquiries"]), figure: z.number(), target: z.number() }).nullable().catch(null);

export interface WavePaceNow {
  /** Messages a second; null is as fast as it goes, 0 is not at all. */
  perSecond: number | null;
  why: PaceReason;
  detail: z.infer<typeof detail>;
  ramp: { left: number; heldSince: Date | null } | null;
  releasedBy: string | null;
}

/** Show how fast a wave may go now, and why. Null before it is frozen. @throws {Forbidden} */
export async function getWavePace(ctx: Context, waveId: string): Promise<WavePaceNow | null> {
  authorise(ctx, mayReadWaves);
  const [row] = await ctx.db.select().from(wavePaces).where(eq(wavePaces.waveId, waveId)).orderBy(asc(wavePaces.domain)).limit(1);
  if (row?.domain !== "") return null;
  return { perSecond: row.perSecond, why: row.why, detail: detail.parse(row.detail), ramp: row.rampLeft === null ? null : { left: row.rampLeft, heldSince: row.rampHeldAt }, releasedBy: row.rampReleasedBy };
}

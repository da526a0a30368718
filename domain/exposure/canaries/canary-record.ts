import { z } from "zod";
import type { Context } from "../../kernel/context";
import { openJson, type SealedPlace } from "../../keys/sealed";

const record = z.object({ e: z.array(z.string()).min(1), p: z.array(z.string()).optional(), a: z.object({ n: z.string(), c: z.string(), l: z.array(z.string()) }).optional() });
export type CanaryRecord = z.infer<typeof record>;

export function canaryPlace(incidentId: string, subjectId: bigint): SealedPlace {
  return { table: "canaries", column: "sealed", scope: incidentId, recordId: subjectId.toString() };
}

/** Open what a planted record says. It is nobody's, and secret all the same. */
export async function openCanary(ctx: Pick<Context, "keys">, row: { incidentId: string; subjectId: bigint; sealed: Buffer }): Promise<CanaryRecord> {
  return record.parse(await openJson(ctx.keys, canaryPlace(row.incidentId, row.subjectId), row.sealed));
}

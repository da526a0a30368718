import { and, eq, isNotNull } from "drizzle-orm";
import { erasures } from "@/db/schema/erasures";
import { mac } from "@/lib/crypto";
import type { KeyProvider } from "@/lib/keys";
import type { Context } from "../../kernel/context";
import { installationRoot } from "../../keys/sealed";

/** References of people who were erased, as keyed values: a later file that names one of them again leaves them out. */
export interface ErasedReferences {
  key: Buffer;
  incidentId: string;
  traces: ReadonlySet<string>;
}

function traceOf(key: Buffer, incidentId: string, ref: string): Buffer {
  return mac(key, `erased|${incidentId}|${ref}`);
}

/** What an erased person's reference is known by: under the installation's first index key, which outlives that of the incident and every rotation: a backup is brought up to a list that is younger than it. */
export async function erasureTrace(keys: KeyProvider, incidentId: string, ref: string): Promise<Buffer> {
  return traceOf(await installationRoot(keys), incidentId, ref);
}

export async function loadErasedReferences(ctx: Pick<Context, "db" | "keys">, incidentId: string): Promise<ErasedReferences | null> {
  const rows = await ctx.db.select({ trace: erasures.refTrace }).from(erasures).where(and(eq(erasures.incidentId, incidentId), isNotNull(erasures.refTrace)));
  if (rows.length === 0) return null;
  const traces = new Set(rows.flatMap(({ trace }) => (trace ? [trace.toString("hex")] : [])));
  return { key: await installationRoot(ctx.keys), incidentId, traces };
}

export function isErased(erased: ErasedReferences | null, ref: string): boolean {
  return erased !== null && erased.traces.has(traceOf(erased.key, erased.incidentId, ref).toString("hex"));
}

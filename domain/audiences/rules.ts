import type { NoticeKind } from "@/db/values/notice-kinds";
import { sha256 } from "@/lib/crypto";
import type { Audience } from "./types";

/** Whether `dataset_cells` can say how many people an audience has: it asks for nothing but what every cell names. */
export function cellsAnswer({ differences, told, owed, misinformedBy, unreachedBy, onList, offList, excluded }: Audience): boolean {
  return differences.length === 0 && told.length + owed.length + misinformedBy.length === 0 && unreachedBy === null && onList === null && offList === null && excluded.length === 0;
}

/** Whether an audience speaks of all waves of its incident, sent or to come: each that reaches somebody changes who is in it. */
export function asksEveryWave({ owed, misinformedBy, unreachedBy }: Audience): boolean {
  return owed.length + misinformedBy.length > 0 || unreachedBy === "any";
}

/** Whether who is in an audience depends on what earlier waves told or whom they reached. */
export function wavesMatter(audience: Audience): boolean {
  return asksEveryWave(audience) || audience.told.length > 0;
}

/** The earlier waves that an audience speaks of: those of which the whole frozen audience is meant, and those where it matters whom they reached. */
export function wavesNamed({ told, unreachedBy, excluded }: Audience): { frozen: string[]; reached: string[] } {
  const of = (who: "all" | "reached") => excluded.filter((each) => each.who === who).map(({ waveId }) => waveId);
  const reached = [...told.map(({ waveId }) => waveId), ...(Array.isArray(unreachedBy) ? unreachedBy : []), ...of("reached")];
  return { frozen: [...new Set(of("all"))], reached: [...new Set(reached)] };
}

/** JSON with sorted keys: the database gives keys back in an order of its own. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

export interface Question {
  incidentId: string;
  version: number;
  kind: NoticeKind;
  audience: Audience;
}

/** One hash over all that a number of people depends on. `reached` tells apart what the waves named had reached: a bounce changes the answer. */
export function hashQuestion({ incidentId, version, kind, audience }: Question, reached: readonly string[]): Buffer {
  return sha256(canonicalJson({ incidentId, version, kind, audience, reached }));
}

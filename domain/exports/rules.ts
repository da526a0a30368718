import type { ExportKind } from "@/db/values/exports";
import type { ExportLimits } from "@/content/exports/limits";
import { Conflict, Forbidden, type Refusal } from "../kernel/errors";
import type { DataExport } from "./types";

/** Whether a file takes a second person: by what is in it, and what else of its kind the same person asked for in a day without one. */
export function takesTwo({ alone }: Pick<ExportLimits, "alone">, kind: ExportKind, people: number, others = 0): boolean {
  return people + others > alone[kind];
}

/** Why somebody cannot decide it: never one's own, and nothing twice. */
export function whyNotDecidable({ state, askedBy }: Pick<DataExport, "state" | "askedBy">, staffId: string): Refusal | null {
  if (askedBy === staffId) return new Forbidden("export-own");
  return state === "waiting" ? null : new Conflict("export-decided");
}

/** Why its asker cannot take it out, or not any more. */
export function whyNotTakeable({ state }: Pick<DataExport, "state">): Refusal | null {
  if (state === "ready") return null;
  return state === "waiting" ? new Conflict("export-waits") : new Conflict("export-gone");
}

import type { DatasetState } from "@/db/schema/exposure";
import { Conflict, Forbidden, type Refusal } from "../kernel/errors";

export interface DatasetFacts {
  state: DatasetState;
  mode: "replace" | "add" | "amend";
  people: number;
  removed: number;
  removalConfirmed: boolean;
  importedBy: string | null;
  /** The access of whoever imported it has ended since. */
  importerLeft: boolean;
  /** The version that was published when the draft was made. */
  baseVersion: number | null;
}

/** Above this share of people removed, both people type the number before a replacement is published. */
const REMOVAL_SHARE = 0.01;

/** Whether a replacement takes so many people out that both persons must type the number. `removed` counts against the people there were before. */
export function needsTypedRemoval(dataset: Pick<DatasetFacts, "mode" | "people" | "removed">): boolean {
  return dataset.mode === "replace" && dataset.removed > (dataset.people + dataset.removed) * REMOVAL_SHARE;
}

/** Say why a dataset cannot be published by this person now, or null. `published` is the version that everybody sees now. */
export function whyNotPublishable(dataset: DatasetFacts, published: number | null, staffId: string, typedRemoved: number | undefined): Refusal | null {
  if (dataset.state === "importing") return new Conflict("dataset-importing");
  if (dataset.state !== "draft") return new Conflict("not-a-draft");
  if (dataset.importedBy === staffId) return new Forbidden("second-person");
  // Then whoever publishes would be the only one who answers for it.
  if (dataset.importerLeft) return new Conflict("dataset-importer-left");
  // It is built on what has been taken back since, and would bring that back.
  if (dataset.baseVersion !== published) return new Conflict("dataset-base-changed");
  if (needsTypedRemoval(dataset)) {
    if (!dataset.removalConfirmed) return new Conflict("removal-unconfirmed");
    if (typedRemoved !== dataset.removed) return new Conflict("removal-number");
  }
  return null;
}

/** Say why this person cannot confirm what a replacement removes, or null. Only whoever imported it can; an operator's import is the operator's. */
export function whyNotRemovalConfirmable(dataset: Omit<DatasetFacts, "importerLeft">, staffId: string | null, typedRemoved: number): Refusal | null {
  if (dataset.state === "importing") return new Conflict("dataset-importing");
  if (dataset.state !== "draft") return new Conflict("not-a-draft");
  if (dataset.importedBy !== staffId) return new Forbidden("importer-only");
  if (!needsTypedRemoval(dataset)) return new Conflict("removal-not-asked");
  return typedRemoved === dataset.removed ? null : new Conflict("removal-number");
}

/** A record's number as staff see it. A planted record's is below zero and shown without the sign, so that who works on a claim for it learns nothing. */
export function shownNumber(subjectId: bigint): string {
  return (subjectId < 0n ? -subjectId : subjectId).toString();
}

/** What names a record in an address or a form of the console: whole numbers for all of them, people's even and planted ones odd, where a sign would be seen. */
export function recordKey(subjectId: bigint): string {
  return (subjectId < 0n ? -2n * subjectId - 1n : 2n * subjectId).toString();
}

/** The number that such a key stands for; null for what is none. */
export function subjectOfKey(key: unknown): bigint | null {
  if (typeof key !== "string" || !/^\d{1,18}$/.test(key)) return null;
  const folded = BigInt(key);
  return folded % 2n === 0n ? folded / 2n : -(folded + 1n) / 2n;
}

import type { Executor } from "../../kernel/transaction";
import { getTerms, listPublishedVersions } from "../../programmes/queries";
import { codePartKey, partsOf, type CodePart } from "./parts";

/** A part of a benefit that claims under some published terms of a programme get a code of. */
export interface ProgrammePart extends CodePart {
  benefit: string;
}

/** The parts of all terms of a programme that were published, those of the newest first: a claim is owed what the terms said under which it was filed. Of one that terms keep good for different times, the longest counts. */
export async function listCodeParts(db: Executor, programmeId: string): Promise<ProgrammePart[]> {
  const parts = new Map<string, ProgrammePart>();
  for (const { number } of await listPublishedVersions(db, programmeId)) {
    const { benefits } = await getTerms(db, programmeId, number);
    for (const part of benefits.flatMap((benefit) => partsOf(benefit).map((one) => ({ benefit: benefit.slug, ...one })))) {
      const key = codePartKey(part);
      parts.set(key, { ...part, validDays: Math.max(part.validDays, parts.get(key)?.validDays ?? 0) });
    }
  }
  return [...parts.values()];
}

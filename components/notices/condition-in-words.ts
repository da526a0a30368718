import type { SectionCondition } from "@/domain/notices/types";

/** The values of one part of a condition, in words; `any` is what stands there when it asks for nothing. */
export interface Choice {
  label: string;
  any: string;
  /** `said` is the value within a sentence, where its label would not do. */
  options: { value: string; label: string; said?: string }[];
}
export type Conditions = Record<keyof SectionCondition, Choice>;

export const conditionNames = ["dataClass", "evidence", "subjectKind"] as const;

/** A condition in a few words; null where it asks for nothing. */
export function conditionInWords(when: SectionCondition, conditions: Conditions): string | null {
  const parts = conditionNames.flatMap((each) => saidOf(conditions[each].options.find(({ value }) => value === when[each])) ?? []);
  return parts.length > 0 ? parts.join(" · ") : null;
}

function saidOf(option: Choice["options"][number] | undefined): string | undefined {
  return option?.said ?? option?.label;
}

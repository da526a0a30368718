"use client";

import type { SectionCondition } from "@/domain/notices/types";
import { useField } from "../form/action-form";
import { conditionInWords, conditionNames, type Choice, type Conditions } from "./condition-in-words";

interface ConditionFieldsProps {
  /** Path of the condition among the form's fields. */
  name: string;
  when: SectionCondition;
  /** The section, in words. */
  part: string;
  conditions: Conditions;
  words: { forWhom: string; forAll: string };
  onChange: (when: SectionCondition) => void;
}

/** Choose whose notice has a section. Closed, it says so in a line. */
export function ConditionFields({ name, when, part, conditions, words, onChange }: ConditionFieldsProps) {
  return (
    <details className="mb-2 rounded-6 border border-line px-3 py-1">
      <summary>
        <span className="text-ink-soft">{words.forWhom}</span> {conditionInWords(when, conditions) ?? words.forAll}
      </summary>
      <div className="mt-2 mb-1 grid gap-3 sm:grid-cols-3">
        {conditionNames.map((each) => (
          <ConditionField key={each} name={`${name}.${each}`} part={part} choice={conditions[each]} value={when[each] ?? ""} onChange={(value) => onChange({ ...when, [each]: value === "" ? undefined : value })} />
        ))}
      </div>
    </details>
  );
}

function ConditionField({ name, part, choice, value, onChange }: { name: string; part: string; choice: Choice; value: string; onChange: (value: string) => void }) {
  const { id, errors } = useField(name);
  return (
    <div>
      <label htmlFor={id} className="text-ink-soft">
        <span className="sr-only">{part}, </span>
        {choice.label}
      </label>
      {errors.length > 0 && (
        <p id={`${id}-error`} className="font-semibold text-leaked">
          {errors.join(" ")}
        </p>
      )}
      {/* What a form gives back after it was sent is what each option says was chosen at first, so that is kept up with what is chosen now. */}
      <select ref={(select) => keepChosen(select, value)} id={id} name={name} value={value} onChange={(event) => onChange(event.target.value)} aria-describedby={errors.length > 0 ? `${id}-error` : undefined} className="w-full rounded-6 border border-edge bg-surface px-2 py-1.5 text-ink">
        <option value="">{choice.any}</option>
        {choice.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function keepChosen(select: HTMLSelectElement | null, value: string): void {
  for (const option of select?.options ?? []) option.defaultSelected = option.value === value;
}

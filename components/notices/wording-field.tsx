"use client";

import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import { useField } from "../form/action-form";

interface WordingFieldProps {
  name: string;
  locale: Locale;
  language: string;
  /** What of the notice it is, for whoever does not see what stands above. */
  part: string;
  /** What keeps the saved words from being approved, by the path of their field. */
  notes: Record<string, string[]>;
  /** What goes before such a note. */
  before: string;
  value: string;
  onChange: (text: string) => void;
  /** One line, however it wraps. */
  single?: boolean;
  /** What the words come to, below them. */
  below?: ReactNode;
}

/** Some words of a notice in one language: what is wrong with them stands above, and the field grows with them. */
export function WordingField({ name, locale, language, part, notes, before, value, onChange, single, below }: WordingFieldProps) {
  const { id, errors } = useField(name);
  const note = errors.length === 0 ? (notes[name] ?? []) : [];
  const described = [errors.length + note.length > 0 ? `${id}-says` : "", below ? `${id}-below` : ""].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col">
      <label htmlFor={id} className="text-ink-soft">
        <span className="sr-only">{part}, </span>
        {language}
      </label>
      {errors.length > 0 && (
        <p id={`${id}-says`} className="font-semibold text-leaked">
          {errors.join(" ")}
        </p>
      )}
      {note.length > 0 && (
        <p id={`${id}-says`} className="text-possible">
          {before} {note.join(" ")}
        </p>
      )}
      <textarea
        id={id}
        name={name}
        lang={locale}
        rows={single ? 1 : 3}
        value={value}
        onChange={(event) => onChange(single ? event.target.value.replaceAll(/[\r\n]+/g, " ") : event.target.value)}
        aria-invalid={errors.length > 0 || undefined}
        aria-describedby={described || undefined}
        className="field-sizing-content w-full grow resize-y rounded-6 border border-edge bg-surface px-3 py-2 text-ink aria-invalid:border-2 aria-invalid:border-leaked"
      />
      {below && (
        <p id={`${id}-below`} className="tabular-nums text-ink-soft">
          {below}
        </p>
      )}
    </div>
  );
}

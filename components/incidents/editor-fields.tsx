"use client";

import type { ReactNode } from "react";
import { locales } from "@/db/values/locales";
import type { RevisionRows } from "@/db/values/revisions";
import { countRows } from "@/domain/incidents/rules";
import type { RevisionForm } from "@/domain/incidents/types";
import { useField } from "../form/action-form";
import { TextArea, TextField, type Option } from "../form/field";
import { RowButton } from "../form/row-button";
import type { EditorWords } from "./editor-words";

/** A part of the editor under its own heading, with an address that other pages can point to. */
export function Part({ name, title, hint, children }: { name: string; title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <section id={`part-${name}`} aria-labelledby={`part-${name}-title`} className="space-y-4 rounded-6 border border-line bg-surface p-4">
      <div>
        <h2 id={`part-${name}-title`} className="text-16">
          {title}
        </h2>
        {hint && <p className="mt-1 text-ink-soft">{hint}</p>}
      </div>
      {children}
    </section>
  );
}

/** One text in every language: side by side, or under each other where it is narrow. With `rows` it has several lines. */
export function Languages({ name, label, words, rows, maxLength }: { name: string; label: string; words: EditorWords; rows?: number; maxLength: number }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {locales.map((locale) => {
        const field = { name: `${name}.${locale}`, label: `${label} · ${words.language[locale]}`, maxLength };
        return rows ? <TextArea key={locale} {...field} rows={rows} /> : <TextField key={locale} {...field} />;
      })}
    </div>
  );
}

/** Rows that can be added, removed and moved up. Each button posts the form, so this works without JavaScript too. */
export function Rows({ part, form, words, children }: { part: RevisionRows; form: RevisionForm; words: EditorWords; children: (path: string) => ReactNode }) {
  const count = countRows(form, part);
  const row = words.row[part];
  return (
    <>
      {count === 0 && <p className="text-ink-soft">{row.none}</p>}
      <ol className="space-y-4">
        {Array.from({ length: count }, (_, index) => (
          <li key={index}>
            <fieldset className="space-y-4 rounded-6 border border-line p-3">
              <legend className="px-1 font-semibold">
                {row.one} {index + 1}
              </legend>
              {children(`${part}.${index}`)}
              <div className="flex gap-2">
                {index > 0 && <RowButton act={`${part}.${index}.up`} text={words.up} of={`${row.one} ${index + 1}`} />}
                <RowButton act={`${part}.${index}.remove`} text={words.remove} of={`${row.one} ${index + 1}`} />
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      <RowButton act={`${part}.add`} text={row.add} />
    </>
  );
}

/** Any number of many, in columns. */
export function CheckGrid({ name, label, hint, options }: { name: string; label: string; hint: string; options: Option[] }) {
  const { id, errors, value } = useField(name);
  const chosen = (value ?? "").split(",");
  return (
    <fieldset id={id} aria-describedby={`${id}-hint`}>
      <legend className="font-semibold">{label}</legend>
      <p id={`${id}-hint`} className="text-ink-soft">
        {hint}
      </p>
      {errors.length > 0 && <p className="font-semibold text-leaked">{errors.join(" ")}</p>}
      {/* Without a choice a form would not say that there was a question, and the last answer would come back. */}
      <input type="hidden" name={name} value="" />
      <div className="mt-2 grid gap-x-4 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
        {options.map((option) => (
          <label key={option.value} className="flex items-start gap-2 py-1">
            <span className="flex h-lh items-center">
              <input type="checkbox" name={name} value={option.value} defaultChecked={chosen.includes(option.value)} className="size-4 accent-(--accent)" />
            </span>
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

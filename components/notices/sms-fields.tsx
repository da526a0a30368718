"use client";

import type { ReactNode } from "react";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import { countSmsParts, withSmsNumber } from "@/domain/notices/rules";
import { useField } from "../form/action-form";
import type { SmsDraft } from "./draft";
import { WordingField, type FieldTools } from "./wording-field";

interface SmsFieldsProps {
  draft: SmsDraft;
  onChange: (draft: SmsDraft) => void;
  languages: Localized;
  notes: Record<string, string[]>;
  tools: FieldTools;
  clashOf: (locale: Locale) => ReactNode;
  /** `parts` and `characters` hold `{count}`. */
  words: Record<"title" | "hint" | "link" | "linkHint" | "parts" | "characters", string>;
}

/** Write the text message of a notice: both languages, the parts as one types, and the permission for the one link. */
export function SmsFields({ draft, onChange, languages, notes, tools, clashOf, words }: SmsFieldsProps) {
  const link = useField("sms.link");
  return (
    <fieldset className="min-w-0 border-t border-line pt-4">
      <legend className="sr-only">{words.title}</legend>
      <p aria-hidden="true" className="font-semibold">
        {words.title}
      </p>
      <p className="mb-2 text-ink-soft">{words.hint}</p>
      <div className="grid gap-2 lg:grid-cols-2 lg:gap-4">
        {locales.map((locale) => (
          <WordingField
            key={locale}
            name={`sms.text.${locale}`}
            locale={locale}
            language={languages[locale]}
            part={words.title}
            notes={notes[`sms.text.${locale}`] ?? []}
            tools={tools}
            value={draft.text[locale]}
            onChange={(text) => onChange({ ...draft, text: { ...draft.text, [locale]: text } })}
            below={lengthOf(withSmsNumber(draft.text[locale], locale), words)}
            clash={clashOf(locale)}
          />
        ))}
      </div>
      <div className="mt-2 flex items-start gap-2">
        <input id={link.id} type="checkbox" name="sms.link" checked={draft.link} onChange={(event) => onChange({ ...draft, link: event.target.checked })} aria-describedby={`${link.id}-hint`} className="mt-1 size-4" />
        <div>
          <label htmlFor={link.id}>{words.link}</label>
          <p id={`${link.id}-hint`} className="text-ink-soft">
            {words.linkHint}
          </p>
        </div>
      </div>
    </fieldset>
  );
}

/** The parts that words take as they stand, and their length in what a part is measured by. */
function lengthOf(text: string, words: SmsFieldsProps["words"]): string {
  const { parts, units } = countSmsParts(text);
  return `${words.parts.replace("{count}", String(parts))}, ${words.characters.replace("{count}", String(units))}`;
}

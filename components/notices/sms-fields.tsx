"use client";

import { locales, type Locale, type Localized } from "@/db/values/locales";
import { countSmsParts } from "@/domain/notices/rules";
import { useField } from "../form/action-form";

/** What stands in the editor for the text message. */
export interface SmsDraft {
  text: Localized;
  link: boolean;
}

interface SmsFieldsProps {
  draft: SmsDraft;
  onChange: (draft: SmsDraft) => void;
  languages: Localized;
  notes: Record<string, string[]>;
  /** `parts` and `characters` hold `{count}`. */
  words: Record<"title" | "hint" | "link" | "linkHint" | "parts" | "characters" | "before", string>;
}

/** Write the text message of a notice: both languages, the parts as one types, and the permission for the one link. */
export function SmsFields({ draft, onChange, languages, notes, words }: SmsFieldsProps) {
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
          <SmsField key={locale} locale={locale} language={languages[locale]} value={draft.text[locale]} notes={notes} words={words} onChange={(text) => onChange({ ...draft, text: { ...draft.text, [locale]: text } })} />
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

interface SmsFieldProps extends Pick<SmsFieldsProps, "notes" | "words"> {
  locale: Locale;
  language: string;
  value: string;
  onChange: (text: string) => void;
}

function SmsField({ locale, language, value, notes, words, onChange }: SmsFieldProps) {
  const name = `sms.text.${locale}`;
  const { id, errors } = useField(name);
  const note = errors.length === 0 ? (notes[name] ?? []) : [];
  const { parts, units } = countSmsParts(value);
  return (
    <div className="flex flex-col">
      <label htmlFor={id} className="text-ink-soft">
        <span className="sr-only">{words.title}, </span>
        {language}
      </label>
      {errors.length > 0 && (
        <p id={`${id}-says`} className="font-semibold text-leaked">
          {errors.join(" ")}
        </p>
      )}
      {note.length > 0 && (
        <p id={`${id}-says`} className="text-possible">
          {words.before} {note.join(" ")}
        </p>
      )}
      <textarea
        id={id}
        name={name}
        lang={locale}
        rows={3}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={errors.length > 0 || undefined}
        aria-describedby={[errors.length + note.length > 0 ? `${id}-says` : "", `${id}-parts`].filter(Boolean).join(" ")}
        className="field-sizing-content w-full grow resize-y rounded-6 border border-edge bg-surface px-3 py-2 text-ink aria-invalid:border-2 aria-invalid:border-leaked"
      />
      <p id={`${id}-parts`} className="tabular-nums text-ink-soft">
        {words.parts.replace("{count}", String(parts))}, {words.characters.replace("{count}", String(units))}
      </p>
    </div>
  );
}

"use client";

import Link from "next/link";
import { sectionNames } from "@/db/values/revisions";
import type { RevisionForm } from "@/domain/incidents/types";
import { Select, TextField } from "../form/field";
import { CheckGrid, Languages, Part, Rows } from "./editor-fields";
import { fieldName } from "./field-name";
import type { EditorOptions, EditorWords } from "./editor-words";

interface EditorPartsProps {
  form: RevisionForm;
  version: number;
  words: EditorWords;
  options: EditorOptions;
}

const parts = ["head", "dates", "data", "texts", "updates", "apology", "contact"] as const;

/** The parts of a draft in the order in which they are known on the first day: what, when, which data; then words, changes, apology, whom to ask. */
export function EditorParts(props: EditorPartsProps) {
  const { words } = props;
  return (
    <>
      <nav aria-label={words.parts}>
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {parts.map((part) => (
            <li key={part}>
              <a href={`#part-${part}`}>{words.part[part]}</a>
            </li>
          ))}
        </ul>
      </nav>
      <Head {...props} />
      <Dates {...props} />
      <Data {...props} />
      <Texts {...props} />
      <Updates {...props} />
      <Apology {...props} />
      <Contact {...props} />
    </>
  );
}

/** The name of a field without its part, which the heading says already. */
function label(words: EditorWords, path: string): string {
  return fieldName(words.field, words.language, path).split(" · ").at(-1) ?? path;
}

function Head({ words }: EditorPartsProps) {
  return (
    <Part name="head" title={words.part.head ?? ""} hint={words.hint.head}>
      <Languages name="organisation" label={label(words, "organisation")} words={words} maxLength={120} />
      <Languages name="title" label={label(words, "title")} words={words} maxLength={200} />
    </Part>
  );
}

function Dates({ form, words, options }: EditorPartsProps) {
  return (
    <Part name="dates" title={words.part.dates ?? ""}>
      <div className="grid gap-4 sm:grid-cols-3">
        {["started", "ended", "discovered"].map((name) => (
          <TextField key={name} name={`dates.${name}`} type="date" label={label(words, `dates.${name}`)} />
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="knewLeak" type="datetime-local" label={`${label(words, "knewLeak")} (${form.timeZone ?? ""})`} hint={words.hint.knewLeak} />
        <Select name="timeZone" label={label(words, "timeZone")} hint={words.hint.timeZone} options={options.timeZones} />
      </div>
    </Part>
  );
}

function Data({ form, version, words, options }: EditorPartsProps) {
  return (
    <Part name="data" title={words.part.data ?? ""}>
      <h3 className="text-14 font-semibold">{label(words, "leaked")}</h3>
      <p className="text-ink-soft">{words.hint.leaked}</p>
      <Rows key={version} part="leaked" form={form} words={words}>
        {(path) => (
          <div className="grid gap-4 sm:grid-cols-2">
            <Select name={`${path}.slug`} label={label(words, "leaked.slug")} options={options.classes} empty="" />
            <Select name={`${path}.urgency`} label={label(words, "leaked.urgency")} options={options.urgencies} />
          </div>
        )}
      </Rows>
      <CheckGrid name="notLeaked" label={label(words, "notLeaked")} hint={words.hint.notLeaked ?? ""} options={options.classes} />
    </Part>
  );
}

function Texts({ words, options }: EditorPartsProps) {
  return (
    <Part name="texts" title={words.part.texts ?? ""} hint={words.hint.prose}>
      <details>
        <summary className="font-semibold text-accent">{words.facts.title}</summary>
        <p className="my-2 text-ink-soft">
          {words.facts.text} <Link href="/console/incidents/facts" prefetch={false}>{words.facts.open}</Link>
        </p>
        {options.facts.length === 0 && <p>{words.facts.none}</p>}
        <dl className="divide-y divide-line">
          {options.facts.map(({ placeholder, says }) => (
            <div key={placeholder} className="grid gap-x-4 py-1 sm:grid-cols-[20rem_1fr]">
              <dt>
                <code className="break-all">{placeholder}</code>
              </dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
      </details>
      {sectionNames.map((name) => (
        <Languages key={name} name={`sections.${name}`} label={label(words, `sections.${name}`)} words={words} rows={8} maxLength={8000} />
      ))}
    </Part>
  );
}

function Updates({ form, version, words }: EditorPartsProps) {
  return (
    <Part name="updates" title={words.part.updates ?? ""} hint={words.hint.updates}>
      <Rows key={version} part="updates" form={form} words={words}>
        {(path) => (
          <>
            <div className="sm:max-w-80">
              <TextField name={`${path}.at`} type="datetime-local" label={`${label(words, "updates.at")} (${form.timeZone ?? ""})`} />
            </div>
            <Languages name={`${path}.title`} label={label(words, "updates.title")} words={words} maxLength={200} />
            <Languages name={`${path}.text`} label={label(words, "updates.text")} words={words} rows={3} maxLength={4000} />
          </>
        )}
      </Rows>
    </Part>
  );
}

function Apology({ words }: EditorPartsProps) {
  return (
    <Part name="apology" title={words.part.apology ?? ""} hint={words.hint.apology}>
      <Languages name="apology.text" label={label(words, "apology.text")} words={words} rows={12} maxLength={8000} />
      <Languages name="apology.role" label={label(words, "apology.role")} words={words} maxLength={120} />
      <Languages name="apology.signatory" label={label(words, "apology.signatory")} words={words} maxLength={120} />
    </Part>
  );
}

function Contact({ words }: EditorPartsProps) {
  return (
    <Part name="contact" title={words.part.contact ?? ""} hint={words.hint.contact}>
      <Languages name="contact.department" label={label(words, "contact.department")} words={words} maxLength={120} />
      <div className="grid gap-4 lg:grid-cols-2">
        <TextField name="contact.phone" type="tel" label={label(words, "contact.phone")} maxLength={40} />
        <TextField name="contact.email" type="email" label={label(words, "contact.email")} spellCheck={false} />
      </div>
      <Languages name="contact.hours" label={label(words, "contact.hours")} words={words} maxLength={200} />
      <Languages name="contact.post" label={label(words, "contact.post")} words={words} rows={3} maxLength={300} />
    </Part>
  );
}

"use client";

import { useActionState, useState } from "react";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import type { NoticeSection, NoticeWording } from "@/domain/notices/types";
import { ActionFormWithState } from "../form/action-form";
import { idle, type FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { ConditionFields } from "./condition-fields";
import type { Conditions } from "./condition-in-words";
import { SmsFields, type SmsDraft } from "./sms-fields";
import { WordingField } from "./wording-field";
import { useUnsavedWarning } from "../form/use-unsaved-warning";

/** Templates hold `{number}` and `{language}`, which are filled in here. */
type EditorWord = "subject" | "section" | "forWhom" | "forAll" | "add" | "up" | "remove" | "save" | "submit" | "beforeApproval" | "unsaved" | "leave" | "smsTitle" | "smsHint" | "smsLink" | "smsLinkHint" | "smsParts" | "smsCharacters";

interface WordingEditorProps {
  action: FormAction;
  hidden: Record<string, string>;
  content: NoticeWording;
  /** What keeps the saved words from being approved, by the path of their field. */
  problems: Record<string, string[]>;
  languages: Localized;
  /** Whether a text message is written too. */
  sms: boolean;
  /** What a section may depend on, in words. */
  conditions: Conditions;
  words: Record<EditorWord, string>;
}

interface Row extends NoticeSection {
  key: number;
}

const blank = { when: {}, text: { ko: "", en: "" } };

/** Write a draft's subject and sections, the languages side by side so that neither says what the other does not. */
export function WordingEditor({ action, hidden, content, problems, languages, sms: texts, conditions, words }: WordingEditorProps) {
  const [state, submit, pending] = useActionState(action, idle);
  const [subject, setSubject] = useState(content.subject);
  const [rows, setRows] = useState<Row[]>(() => rowsOf(content));
  const [sms, setSms] = useState(() => smsOf(content));
  const written = asText(subject, rows, sms);
  const [sent, setSent] = useState(written);
  // What the page was last given is saved, also where asking for approval was refused after saving.
  const unsaved = !pending && written !== asText(content.subject, rowsOf(content), smsOf(content)) && !(state.status === "done" && written === sent);
  useUnsavedWarning(unsaved, words.leave, "[name='subject.ko']");
  // Problems are told by place; once sections have moved, those of the last answer would stand at the wrong ones.
  const [movedSince, setMovedSince] = useState<unknown>(null);
  const notes = movedSince === state ? {} : problems;
  const change = (next: Row[]) => {
    setRows(next);
    setMovedSince(state);
  };
  const write = (row: Row, locale: Locale, text: string) => setRows(rows.map((other) => (other === row ? { ...row, text: { ...row.text, [locale]: text } } : other)));
  const swap = (i: number) => change([...rows.slice(0, i - 1), ...rows.slice(i, i + 1), ...rows.slice(i - 1, i), ...rows.slice(i + 1)]);
  // That it is saved stands beside the button, which may be a screen below the head of the form.
  const shown = { ...state, fields: movedSince === state ? {} : state.fields, message: state.status === "done" ? undefined : state.message };
  return (
    <ActionFormWithState state={shown} submit={submit} hidden={hidden} onSubmit={() => setSent(written)} className="space-y-4">
      <Pair legend={words.subject}>
        {locales.map((locale) => (
          <WordingField key={locale} single name={`subject.${locale}`} locale={locale} language={languages[locale]} part={words.subject} notes={notes} before={words.beforeApproval} value={subject[locale]} onChange={(text) => setSubject({ ...subject, [locale]: text })} />
        ))}
      </Pair>
      {rows.map((row, i) => {
        const part = words.section.replace("{number}", String(i + 1));
        return (
          <Pair
            key={row.key}
            legend={part}
            tools={
              <>
                {i > 0 && <Tool label={words.up.replace("{number}", String(i + 1))} sign="↑" onPress={() => swap(i)} />}
                {rows.length > 1 && <Tool label={words.remove.replace("{number}", String(i + 1))} sign="✕" onPress={() => change(rows.filter((other) => other !== row))} />}
              </>
            }
            head={<ConditionFields name={`sections.${i}.when`} when={row.when} part={part} conditions={conditions} words={{ forWhom: words.forWhom, forAll: words.forAll }} onChange={(when) => setRows(rows.map((other) => (other === row ? { ...row, when } : other)))} />}
          >
            {locales.map((locale) => (
              <WordingField key={locale} name={`sections.${i}.text.${locale}`} locale={locale} language={languages[locale]} part={part} notes={notes} before={words.beforeApproval} value={row.text[locale]} onChange={(text) => write(row, locale, text)} />
            ))}
          </Pair>
        );
      })}
      <button type="button" onClick={() => change([...rows, { key: nextKey(rows), ...blank }])} className="rounded-6 border border-edge bg-surface px-3 py-1 font-semibold hover:underline">
        {words.add}
      </button>
      {texts && <SmsFields draft={sms} onChange={setSms} languages={languages} notes={notes} words={{ title: words.smsTitle, hint: words.smsHint, link: words.smsLink, linkHint: words.smsLinkHint, parts: words.smsParts, characters: words.smsCharacters, before: words.beforeApproval }} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-4">
        <SubmitButton>{words.save}</SubmitButton>
        <SubmitButton kind="secondary" name="then" value="submit">
          {words.submit}
        </SubmitButton>
        <p role="status" className={unsaved ? "text-possible" : "text-ink-soft"}>
          {unsaved ? words.unsaved : state.status === "done" ? state.message : ""}
        </p>
      </div>
    </ActionFormWithState>
  );
}

function rowsOf({ sections }: NoticeWording): Row[] {
  return (sections.length > 0 ? sections : [blank]).map((section, key) => ({ key, ...section }));
}

function smsOf({ sms }: NoticeWording): SmsDraft {
  return { text: sms?.text ?? { ko: "", en: "" }, link: sms?.link ?? false };
}

/** The words alone, to see whether they are the same. */
function asText(subject: Localized, rows: readonly Row[], sms: SmsDraft): string {
  return JSON.stringify([subject.ko, subject.en, rows.map(({ when, text }) => [when.dataClass, when.evidence, when.subjectKind, text.ko, text.en]), sms.text.ko, sms.text.en, sms.link]);
}

function nextKey(rows: readonly Row[]): number {
  return Math.max(...rows.map(({ key }) => key)) + 1;
}

function Pair({ legend, tools, head, children }: { legend: string; tools?: React.ReactNode; head?: React.ReactNode; children: React.ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{legend}</legend>
      <div className="mb-1 flex items-center gap-1">
        <span aria-hidden="true" className="font-semibold">
          {legend}
        </span>
        <span className="ml-auto flex gap-1">{tools}</span>
      </div>
      {head}
      <div className="grid gap-2 lg:grid-cols-2 lg:gap-4">{children}</div>
    </fieldset>
  );
}

function Tool({ label, sign, onPress }: { label: string; sign: string; onPress: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onPress} className="size-7 rounded-6 border border-edge bg-surface text-ink-soft">
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

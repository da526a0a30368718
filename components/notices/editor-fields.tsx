"use client";

import type { ReactNode } from "react";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import { ClashBox, type ClashWords } from "./clash-box";
import { ConditionFields } from "./condition-fields";
import { conditionInWords, type Conditions } from "./condition-in-words";
import { movedUp, withCondition, without, withSections, withSubject, withText, type Row } from "./draft";
import type { DraftSnapshot, DraftStore } from "./draft-store";
import type { StatusWords } from "./save-status";
import { SmsFields } from "./sms-fields";
import { WordingField, type FieldTools } from "./wording-field";

/** Templates hold `{number}`, `{count}` and `{written}`, which are filled in here. */
type EditorWord = "subject" | "section" | "forWhom" | "forAll" | "add" | "up" | "remove" | "save" | "submit" | "openPoints" | "beforeApproval" | "insert" | "showPlace" | "leave" | "signedOut" | "smsTitle" | "smsHint" | "smsLink" | "smsLinkHint" | "smsParts" | "smsCharacters";
export type EditorWords = Record<EditorWord, string> & { status: StatusWords; clash: ClashWords };

interface EditorFieldsProps {
  now: DraftSnapshot;
  store: DraftStore;
  problems: Record<string, string[]>;
  languages: Localized;
  sms: boolean;
  conditions: Conditions;
  tools: FieldTools;
  words: EditorWords;
}

/** Subject and sections, the languages side by side so that neither says what the other does not, and the text message. */
export function EditorFields(props: EditorFieldsProps) {
  const { now, store, problems, languages, sms, tools, words } = props;
  const { draft } = now;
  return (
    <>
      <Pair legend={words.subject}>
        {locales.map((locale) => (
          <WordingField
            key={locale}
            single
            name={`subject.${locale}`}
            locale={locale}
            language={languages[locale]}
            part={words.subject}
            notes={problems[`subject.${locale}`] ?? []}
            tools={tools}
            value={draft.subject[locale]}
            onChange={(text) => store.change((old) => withSubject(old, locale, text))}
            clash={<TextClash {...props} at="subject" locale={locale} />}
          />
        ))}
      </Pair>
      {draft.rows.map((row, i) => (
        <SectionFields key={row.key} {...props} row={row} i={i} />
      ))}
      <button type="button" onClick={() => store.change((old) => withSections(old, null))} className="rounded-6 border border-edge bg-surface px-3 py-1 font-semibold hover:underline">
        {words.add}
      </button>
      {sms && (
        <SmsFields
          draft={draft.sms}
          onChange={(text) => store.change((old) => ({ ...old, sms: text }))}
          languages={languages}
          notes={problems}
          tools={tools}
          clashOf={(locale) => <TextClash {...props} at="sms" locale={locale} />}
          words={{ title: words.smsTitle, hint: words.smsHint, link: words.smsLink, linkHint: words.smsLinkHint, parts: words.smsParts, characters: words.smsCharacters }}
        />
      )}
    </>
  );
}

function SectionFields(props: EditorFieldsProps & { row: Row; i: number }) {
  const { now, store, problems, languages, conditions, tools, words, row, i } = props;
  const part = words.section.replace("{number}", String(i + 1));
  return (
    <Pair
      legend={part}
      tools={
        <>
          {i > 0 && <Tool label={words.up.replace("{number}", String(i + 1))} sign="↑" onPress={() => store.change((old) => movedUp(old, i))} />}
          {now.draft.rows.length > 1 && <Tool label={words.remove.replace("{number}", String(i + 1))} sign="✕" onPress={() => store.change((old) => without(old, row.key))} />}
        </>
      }
      head={
        <>
          <ConditionClash {...props} at={row.key} />
          <ConditionFields name={`sections.${i}.when`} when={row.when} part={part} conditions={conditions} words={{ forWhom: words.forWhom, forAll: words.forAll }} onChange={(when) => store.change((old) => withCondition(old, row.key, when))} />
        </>
      }
    >
      {locales.map((locale) => (
        <WordingField
          key={locale}
          name={`sections.${i}.text.${locale}`}
          locale={locale}
          language={languages[locale]}
          part={part}
          notes={problems[`sections.${i}.text.${locale}`] ?? []}
          tools={tools}
          value={row.text[locale]}
          onChange={(text) => store.change((old) => withText(old, row.key, locale, text))}
          onBlock={({ sections }) => store.change((old) => withSections(old, row.key, sections))}
          clash={<TextClash {...props} at={row.key} locale={locale} />}
        />
      ))}
    </Pair>
  );
}

/** The choice between two texts of a field, where there is one to make. */
function TextClash({ now, store, words, at, locale }: EditorFieldsProps & { at: number | "subject" | "sms"; locale: Locale }) {
  const clash = now.clashes.find((each) => each.key === at && "locale" in each && each.locale === locale);
  if (!clash || !("locale" in clash)) return null;
  const { by, mine, theirs } = clash;
  const both = at === "subject" ? {} : { onBoth: () => store.choose(clash, "both") };
  return <ClashBox locale={locale} by={by} at={clash.at} mine={mine} theirs={theirs} onMine={() => store.choose(clash, "mine")} onTheirs={() => store.choose(clash, "theirs")} {...both} words={words.clash} />;
}

function ConditionClash({ now, store, conditions, words, at }: EditorFieldsProps & { at: number }) {
  const clash = now.clashes.find((each) => each.key === at && "condition" in each);
  if (!clash || !("condition" in clash)) return null;
  const { by, condition } = clash;
  const said = (side: "mine" | "theirs") => `${words.forWhom} ${conditionInWords(condition[side], conditions) ?? words.forAll}`;
  return <ClashBox locale={null} by={by} at={clash.at} mine={said("mine")} theirs={said("theirs")} onMine={() => store.choose(clash, "mine")} onTheirs={() => store.choose(clash, "theirs")} words={words.clash} />;
}

function Pair({ legend, tools, head, children }: { legend: string; tools?: ReactNode; head?: ReactNode; children: ReactNode }) {
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

"use client";

import { useRef, type ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import { useField } from "../form/action-form";
import { buttonClass } from "../ui/button";
import { changeFor, openPlaces, typeInto } from "./editor-text";
import { InsertMenu, type MenuGroup, type MenuItem } from "./insert-menu";

/** What is the same for every field of an editor. `before` goes before what keeps words from being approved; `showPlace` holds `{written}`. */
export interface FieldTools {
  /** The field that was written in last; the menu stands at that one. */
  active: string | null;
  onActive: (name: string) => void;
  onLeave: () => void;
  groups: MenuGroup[];
  /** Placeholders that are filled in. */
  known: readonly string[];
  words: Record<"before" | "insert" | "showPlace", string>;
}

interface WordingFieldProps {
  name: string;
  locale: Locale;
  language: string;
  /** What of the notice it is, for whoever does not see what stands above. */
  part: string;
  /** What keeps these words from being approved. */
  notes: readonly string[];
  value: string;
  onChange: (text: string) => void;
  tools: FieldTools;
  /** Put sections in behind this one, where there are any. */
  onBlock?: (item: Extract<MenuItem["insert"], { kind: "block" }>) => void;
  /** One line, however it wraps. */
  single?: boolean;
  /** What the words come to, below them. */
  below?: ReactNode;
  /** The choice between these words and somebody else's. */
  clash?: ReactNode;
}

/** Some words of a notice in one language: what is wrong with them stands above, and the field grows with them. */
export function WordingField({ name, locale, language, part, notes, value, onChange, tools, onBlock, single, below, clash }: WordingFieldProps) {
  const { id, errors } = useField(name);
  const field = useRef<HTMLTextAreaElement>(null);
  const note = errors.length === 0 ? notes : [];
  const open = note.length > 0 ? openPlaces(value, tools.known) : [];
  const described = [errors.length + note.length > 0 ? `${id}-says` : "", below ? `${id}-below` : ""].filter(Boolean).join(" ");
  const active = tools.active === name;
  const pick = ({ insert }: MenuItem) => {
    if (insert.kind === "block") onBlock?.(insert);
    else if (field.current) typeInto(field.current, changeFor(insert, field.current.value, field.current.selectionStart, field.current.selectionEnd));
  };
  // In a line there are no paragraphs, and no marks.
  const groups = onBlock ? tools.groups : tools.groups.map((group) => ({ ...group, items: group.items.filter(({ insert }) => insert.kind === "inline") })).filter(({ items }) => items.length > 0);
  return (
    <div className="flex min-w-0 flex-col">
      <div className="flex min-h-8 items-center gap-2">
        <label htmlFor={id} className="grow text-ink-soft">
          <span className="sr-only">{part}, </span>
          {language}
        </label>
        {active && <InsertMenu label={tools.words.insert} where={`${part}, ${language}`} groups={groups} onPick={pick} onCancel={() => field.current?.focus()} />}
      </div>
      {errors.length > 0 && (
        <p id={`${id}-says`} className="font-semibold text-leaked">
          {errors.join(" ")}
        </p>
      )}
      {note.length > 0 && (
        <p id={`${id}-says`} className="text-possible">
          {tools.words.before} {note.join(" ")}
        </p>
      )}
      {open.length > 0 && (
        <p className="mb-1 flex flex-wrap gap-1">
          {open.map(({ from, to }) => (
            <button key={from} type="button" onClick={() => show(field.current, from, to)} className={`${buttonClass("secondary", "small")} max-w-full truncate`}>
              {tools.words.showPlace.replace("{written}", value.slice(from, to))}
            </button>
          ))}
        </p>
      )}
      {clash}
      <textarea
        ref={field}
        id={id}
        name={name}
        lang={locale}
        rows={single ? 1 : 3}
        value={value}
        onChange={(event) => onChange(single ? event.target.value.replaceAll(/[\r\n]+/g, " ") : event.target.value)}
        onFocus={() => tools.onActive(name)}
        onBlur={tools.onLeave}
        aria-invalid={errors.length > 0 || undefined}
        aria-describedby={described || undefined}
        className="field-sizing-content w-full grow scroll-mb-24 resize-y rounded-6 border border-edge bg-surface px-3 py-2 text-ink aria-invalid:border-2 aria-invalid:border-leaked"
      />
      {below && (
        <p id={`${id}-below`} className="tabular-nums text-ink-soft">
          {below}
        </p>
      )}
    </div>
  );
}

function show(field: HTMLTextAreaElement | null, from: number, to: number): void {
  field?.focus();
  field?.setSelectionRange(from, to);
}

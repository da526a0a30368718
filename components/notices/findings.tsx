"use client";

import { useState } from "react";
import type { Locale } from "@/db/values/locales";
import { ActionForm } from "../form/action-form";
import { TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { buttonClass } from "../ui/button";

/** One finding in words. */
export interface FindingInWords {
  id: string;
  /** Under which it can be passed over. */
  key: string;
  title: string;
  why: string;
  place: string;
  locale: Locale;
  /** Field of the editor and the characters in it; null for what is about the whole. */
  at: { field: string; from: number; to: number } | null;
  quote: string | null;
  law: string[];
  /** The law asks for it: nobody may pass over it. */
  demanded: boolean;
  instead: { words: string; put: string; label: string } | null;
}

interface FindingsProps {
  findings: FindingInWords[];
  /** What passes over a finding, for whoever may decide that. */
  override: { action: FormAction; hidden: Record<string, string> } | null;
  words: { law: string; demanded: string; show: string; fixed: string; moved: string; override: { open: string; hint: string; reason: string; submit: string } };
}

/** What the check of a wording found, each with its reason and, beside an editor, the way to its words. */
export function Findings({ findings, override, words }: FindingsProps) {
  const [said, setSaid] = useState<Record<string, string>>({});
  const say = (id: string, text: string) => setSaid({ ...said, [id]: text });
  return (
    <ol className="divide-y divide-line">
      {findings.map((finding) => (
        <li key={finding.id} className="py-3 first:pt-0 last:pb-0">
          <p className="font-semibold">
            <span aria-hidden="true" className={finding.demanded ? "text-leaked" : "text-possible"}>
              {finding.demanded ? "■" : "▲"}
            </span>{" "}
            {finding.title}
          </p>
          <p className="text-ink-soft">{finding.place}</p>
          {finding.quote !== null && (
            <blockquote lang={finding.locale} className="my-1 border-l-2 border-edge pl-3 wrap-anywhere">
              {finding.quote}
            </blockquote>
          )}
          <p>{finding.why}</p>
          {finding.law.length > 0 && (
            <p className="text-ink-soft">
              {words.law}: {finding.law.join("; ")}
            </p>
          )}
          {finding.demanded && <p className="text-leaked">{words.demanded}</p>}
          {finding.at !== null && (
            <p className="mt-2 flex flex-wrap items-center gap-2">
              <button type="button" className={buttonClass("secondary", "small")} onClick={() => say(finding.id, showWords(finding) ? "" : words.moved)}>
                {words.show}
              </button>
              {finding.instead !== null && (
                <button type="button" className={buttonClass("secondary", "small")} onClick={() => say(finding.id, replaceWords(finding) ? words.fixed : words.moved)}>
                  {finding.instead.label}
                </button>
              )}
              <span role="status">{said[finding.id]}</span>
            </p>
          )}
          {override && !finding.demanded && (
            <details className="mt-2">
              <summary className="text-accent">{words.override.open}</summary>
              <p className="my-2 text-ink-soft">{words.override.hint}</p>
              <ActionForm action={override.action} hidden={{ ...override.hidden, finding: finding.key }} className="space-y-3">
                <TextArea name="reason" label={words.override.reason} rows={2} maxLength={2000} />
                <SubmitButton kind="secondary">{words.override.submit}</SubmitButton>
              </ActionForm>
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

function fieldOf({ at }: FindingInWords): HTMLTextAreaElement | null {
  const found = at === null ? null : document.getElementsByName(at.field)[0];
  return found instanceof HTMLTextAreaElement ? found : null;
}

/** Show the words of a finding in the editor. False where somebody has written there since. */
function showWords(finding: FindingInWords): boolean {
  const field = fieldOf(finding);
  if (!field || !finding.at || field.value.length < finding.at.to) return false;
  field.focus();
  field.setSelectionRange(finding.at.from, finding.at.to);
  field.scrollIntoView({ block: "center" });
  return true;
}

/** Put other words into the editor, as if they had been typed. False where somebody has written there since. */
function replaceWords(finding: FindingInWords): boolean {
  const field = fieldOf(finding);
  const { at, instead } = finding;
  if (!field || !at || !instead || field.value.slice(at.from, at.to) !== instead.words) return false;
  field.setRangeText(instead.put, at.from, at.to, "select");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.focus();
  return true;
}

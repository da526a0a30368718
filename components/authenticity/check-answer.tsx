import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import { KeyValues } from "../ui/lists";
import { Callout } from "../ui/text";

/** A stretch of a text; `differs` where the other text has it not. */
export interface Piece {
  text: string;
  differs: boolean;
}

/** What a check found, in the words of whoever asked. */
export interface CheckAnswer {
  tone: "info" | "leaked" | "possible";
  title: string;
  lines: string[];
  facts: { name: string; value: string }[];
  /** What a forger put in: where somebody is led, whom they call. */
  dangers: string[];
  comparison: { ours: Piece[]; yours: Piece[] } | null;
  leftOut: string[];
  wordings: { title: string; locale: Locale; subject: string; text: string }[];
}

export interface CheckAnswerWords {
  dangers: string;
  ours: string;
  yours: string;
  legend: string;
  leftOut: string;
}

export function CheckAnswerView({ answer, words }: { answer: CheckAnswer; words: CheckAnswerWords }) {
  return (
    <div className="space-y-4">
      <Callout kind={answer.tone} title={answer.title}>
        {answer.lines.map((line) => (
          <p key={line} className="mt-2">
            {line}
          </p>
        ))}
        {answer.dangers.length > 0 && (
          <>
            <p className="mt-3 font-semibold text-leaked">{words.dangers}</p>
            <ul className="list-disc pl-6">
              {answer.dangers.map((danger) => (
                <li key={danger} className="wrap-anywhere">
                  {danger}
                </li>
              ))}
            </ul>
          </>
        )}
      </Callout>
      {answer.facts.length > 0 && <KeyValues rows={answer.facts} />}
      {answer.comparison && <SideBySide comparison={answer.comparison} words={words} />}
      {answer.leftOut.length > 0 && (
        <div className="text-16 text-ink-soft">
          <p>{words.leftOut}</p>
          <ul className="list-disc pl-6">
            {answer.leftOut.map((line, i) => (
              <li key={i} className="wrap-anywhere">
                {line}
              </li>
            ))}
          </ul>
        </div>
      )}
      {answer.wordings.map((wording) => (
        <details key={wording.title} className="border-y border-line py-2">
          <summary className="font-semibold text-accent">{wording.title}</summary>
          <div lang={wording.locale} className="mt-3 text-16">
            {wording.subject !== "" && <p className="font-semibold">{wording.subject}</p>}
            <p className="mt-3 whitespace-pre-wrap wrap-anywhere">{wording.text}</p>
          </div>
        </details>
      ))}
    </div>
  );
}

function SideBySide({ comparison, words }: { comparison: NonNullable<CheckAnswer["comparison"]>; words: CheckAnswerWords }) {
  return (
    <div>
      <p className="mb-2 text-16 text-ink-soft">{words.legend}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Text title={words.ours} pieces={comparison.ours} mark={(text) => <del className="font-semibold text-ink decoration-2">{text}</del>} />
        <Text title={words.yours} pieces={comparison.yours} mark={(text) => <ins className="font-semibold text-leaked decoration-2">{text}</ins>} />
      </div>
    </div>
  );
}

function Text({ title, pieces, mark }: { title: string; pieces: Piece[]; mark: (text: string) => ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-6 border border-line bg-surface p-4 text-16">
      <h3 className="mb-2 text-16 font-semibold">{title}</h3>
      <p className="wrap-anywhere text-ink-soft">
        {pieces.map(({ text, differs }, i) => (
          <span key={i}>{differs ? mark(text) : text} </span>
        ))}
      </p>
    </section>
  );
}

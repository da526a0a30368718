import type { ReactNode } from "react";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import { Badge } from "../ui/text";

/** A stretch of words that stands in both versions or in one. */
interface Change {
  kind: "same" | "added" | "removed";
  text: string;
}

/** A section of two versions, in words. */
export interface SectionInWords {
  kind: "same" | "changed" | "added" | "removed";
  title: string;
  /** What became of it, in a word or two. */
  state: string;
  /** Whose notice has it, then and now; null where it is for everybody in both. */
  forWhom: { before: string | null; after: string | null } | null;
  words: Localized<Change[]>;
}

interface ComparedWordingProps {
  subject: Localized<Change[]>;
  sections: SectionInWords[];
  sms: Localized<Change[]> | null;
  /** `removed` and `added` are read out before words that only one version has. */
  words: Record<"subject" | "sms" | "before" | "after" | "removed" | "added" | "end" | "nothing", string>;
  languages: Localized;
}

const tones = { same: "plain", changed: "accent", added: "good", removed: "leaked" } as const;

/** Two versions side by side, section by section and language by language; one above the other where it is narrow. Sections that are the same are closed. */
export function ComparedWording({ subject, sections, sms, words, languages }: ComparedWordingProps) {
  const pairs = (texts: Localized<Change[]>) => locales.map((locale) => <Pair key={locale} locale={locale} language={languages[locale]} changes={texts[locale]} words={words} />);
  return (
    <div className="space-y-5">
      <Part title={words.subject}>{pairs(subject)}</Part>
      {sections.map(({ kind, title, state, forWhom, words: texts }, i) =>
        kind === "same" ? (
          <details key={i}>
            <summary className="text-ink-soft">
              {title} <Badge>{state}</Badge>
            </summary>
            <div className="mt-2 space-y-3">{pairs(texts)}</div>
          </details>
        ) : (
          <Part key={i} title={title} badge={<Badge tone={tones[kind]}>{state}</Badge>}>
            {forWhom && (
              <p className="text-possible">
                {forWhom.before !== null && <Removed words={words}>{forWhom.before}</Removed>} {forWhom.after !== null && <Added words={words}>{forWhom.after}</Added>}
              </p>
            )}
            {pairs(texts)}
          </Part>
        ),
      )}
      {sms && <Part title={words.sms}>{pairs(sms)}</Part>}
    </div>
  );
}

function Part({ title, badge, children }: { title: string; badge?: ReactNode; children: ReactNode }) {
  return (
    <section className="break-inside-avoid-page border-t border-line pt-3">
      <h3 className="flex flex-wrap items-center gap-2 text-16">
        {title} {badge}
      </h3>
      <div className="mt-2 space-y-3">{children}</div>
    </section>
  );
}

function Pair({ locale, language, changes, words }: { locale: Locale; language: string; changes: Change[]; words: ComparedWordingProps["words"] }) {
  if (changes.length === 0) return null;
  const side = (label: string, hidden: "added" | "removed") => {
    const shown = changes.filter(({ kind }) => kind !== hidden);
    return (
      <div className="min-w-0">
        <p className="text-ink-soft">
          {language} · {label}
        </p>
        <p lang={locale} className="whitespace-pre-wrap wrap-anywhere">
          {shown.length === 0
            ? words.nothing
            : shown.map(({ kind, text }, i) =>
                kind === "same" ? (
                  text
                ) : kind === "added" ? (
                  <Added key={i} words={words}>
                    {text}
                  </Added>
                ) : (
                  <Removed key={i} words={words}>
                    {text}
                  </Removed>
                ),
              )}
        </p>
      </div>
    );
  };
  // What did not change stands once.
  if (changes.every(({ kind }) => kind === "same")) return side(`${words.before} = ${words.after}`, "added");
  return (
    <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
      {side(words.before, "added")}
      {side(words.after, "removed")}
    </div>
  );
}

function Removed({ children, words }: { children: string; words: ComparedWordingProps["words"] }) {
  return (
    <del className="text-leaked line-through decoration-2">
      <span className="sr-only"> {words.removed} </span>
      {children}
      <span className="sr-only"> {words.end} </span>
    </del>
  );
}

function Added({ children, words }: { children: string; words: ComparedWordingProps["words"] }) {
  return (
    <ins className="font-semibold text-good underline decoration-2 underline-offset-2">
      <span className="sr-only"> {words.added} </span>
      {children}
      <span className="sr-only"> {words.end} </span>
    </ins>
  );
}

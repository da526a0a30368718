import type { Locale } from "@/db/values/locales";

interface LetterProps {
  locale: Locale;
  subject: string;
  text: string;
  words: { subject: string; to?: string };
  /** Masked. */
  to?: string;
}

/** A text message as a phone shows it, with the parts it takes. */
export function TextMessage({ locale, text, words }: { locale: Locale; text: string; words: { title: string; parts: string } }) {
  return (
    <article lang={locale} className="min-w-0 rounded-6 border border-line bg-paper px-4 py-3">
      <p className="text-ink-soft">
        {words.title} · <span className="tabular-nums">{words.parts}</span>
      </p>
      <p className="mt-2 whitespace-pre-wrap wrap-anywhere">{text}</p>
    </article>
  );
}

/** One message as its reader sees it: head and text. */
export function Letter({ locale, subject, text, words, to }: LetterProps) {
  return (
    <article lang={locale} className="min-w-0 rounded-6 border border-line bg-paper">
      <dl className="border-b border-line px-4 py-2">
        {to !== undefined && (
          <div className="flex flex-wrap gap-x-2">
            <dt className="text-ink-soft">{words.to}</dt>
            <dd>{to}</dd>
          </div>
        )}
        <div className="flex flex-wrap gap-x-2">
          <dt className="text-ink-soft">{words.subject}</dt>
          <dd className="font-semibold">{subject}</dd>
        </div>
      </dl>
      <div className="space-y-3 px-4 py-3">
        {text
          .trim()
          .split("\n\n")
          .map((paragraph, i) => (
            <p key={i} className="whitespace-pre-wrap">
              {paragraph}
            </p>
          ))}
      </div>
    </article>
  );
}

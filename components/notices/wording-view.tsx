import { locales, type Localized } from "@/db/values/locales";
import type { NoticeWording } from "@/domain/notices/types";
import { conditionInWords, type Conditions } from "./condition-in-words";

/** A wording as it is written, the languages side by side, with nothing to change in it. */
export function WordingView({ content, languages, conditions, words }: { content: NoticeWording; languages: Localized; conditions: Conditions; words: { sms: string; link: string; forWhom: string } }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {locales.map((locale) => (
        <article key={locale} lang={locale} className="min-w-0">
          <p className="text-ink-soft">{languages[locale]}</p>
          <h3 className="mt-1 text-16">{content.subject[locale]}</h3>
          {content.sections.map(({ when, text }, i) => (
            <div key={i} className="mt-3">
              <ForWhom condition={conditionInWords(when, conditions)} label={words.forWhom} />
              <p className="whitespace-pre-wrap wrap-anywhere">{text[locale]}</p>
            </div>
          ))}
          {content.sms && (
            <section className="mt-4 border-t border-line pt-3">
              <h3 className="text-16">{words.sms}</h3>
              <p className="mt-2 whitespace-pre-wrap wrap-anywhere">{content.sms.text[locale]}</p>
              {content.sms.link && <p className="mt-2 text-possible">{words.link}</p>}
            </section>
          )}
        </article>
      ))}
    </div>
  );
}

/** In the reader's own language, which is not always that of the wording. */
function ForWhom({ condition, label }: { condition: string | null; label: string }) {
  return condition === null ? null : (
    <p className="text-possible">
      {label} {condition}
    </p>
  );
}

import { locales, type Localized } from "@/db/values/locales";
import type { NoticeWording } from "@/domain/notices/types";

/** A wording as it is written, the languages side by side, with nothing to change in it. */
export function WordingView({ content, languages, words }: { content: NoticeWording; languages: Localized; words: { sms: string; link: string } }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {locales.map((locale) => (
        <article key={locale} lang={locale} className="min-w-0">
          <p className="text-ink-soft">{languages[locale]}</p>
          <h3 className="mt-1 text-16">{content.subject[locale]}</h3>
          {content.paragraphs[locale].map((paragraph, i) => (
            <p key={i} className="mt-3 whitespace-pre-wrap">
              {paragraph}
            </p>
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

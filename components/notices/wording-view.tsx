import { locales, type Localized } from "@/db/values/locales";
import type { NoticeWording } from "@/domain/notices/types";

/** A wording as it is written, the languages side by side, with nothing to change in it. */
export function WordingView({ content, languages }: { content: NoticeWording; languages: Localized }) {
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
        </article>
      ))}
    </div>
  );
}

import type { Locale } from "@/db/values/locales";
import type { RevisionContent } from "@/domain/incidents/types";
import { Time } from "../ui/text";
import { Prose } from "./prose";

/** What changed and when, the newest first. */
export function Updates({ content, locale, most }: { content: Pick<RevisionContent, "updates" | "timeZone">; locale: Locale; most?: number }) {
  const newestFirst = [...content.updates].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, most);
  return (
    <ol className="space-y-5 border-l-2 border-line pl-5">
      {newestFirst.map((update) => (
        <li key={update.at + update.title.ko}>
          <p className="text-16 text-ink-soft">
            <Time at={new Date(update.at)} locale={locale} timeZone={content.timeZone} />
          </p>
          <p className="font-semibold">{update.title[locale]}</p>
          <Prose text={update.text[locale]} />
        </li>
      ))}
    </ol>
  );
}

import { getTranslations } from "next-intl/server";
import { formatBytes, formatTime } from "@/content/formats";
import type { Locale } from "@/db/values/locales";
import type { ProgrammeDocument } from "@/domain/programmes/types";

interface DocumentListProps {
  documents: readonly ProgrammeDocument[];
  /** Other versions of the terms that were published. */
  versions: readonly { number: number; publishedAt: Date }[];
  /** Address of the programme's page, below which its documents lie. */
  at: string;
  locale: Locale;
  timeZone: string;
}

/** What goes with the terms, as files to keep, and the terms that held before, as pages to print. */
export async function DocumentList({ documents, versions, at, locale, timeZone }: DocumentListProps) {
  if (documents.length === 0 && versions.length === 0) return null;
  const t = await getTranslations({ locale, namespace: "programmes" });
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const list = new Intl.ListFormat(locale);
  return (
    <section className={`my-8 ${documents.length === 0 ? "no-print" : ""}`}>
      <h2 className="mb-2 text-22">{t("documents")}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {documents.map(({ sha256, size, languages, title }) => (
          <li key={sha256} className="py-3">
            <a href={`${at}/documents/${sha256}`} className="font-semibold">
              {title[locale] || t("untitled")}
            </a>
            <span className="block text-16 text-ink-soft">{["PDF", ...(languages.length > 0 ? [list.format(languages.map((language) => names.of(language) ?? language))] : []), formatBytes(size, locale)].join(" · ")}</span>
          </li>
        ))}
        {versions.map(({ number, publishedAt }) => (
          <li key={number} className="no-print py-3">
            <a href={`${at}?version=${number}`} className="font-semibold">
              {t("version", { number, at: formatTime(publishedAt, locale, timeZone) })}
            </a>
            <span className="block text-16 text-ink-soft">{t("version-page")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

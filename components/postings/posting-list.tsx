import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { postingPath } from "@/domain/postings/rules";
import type { PublicPosting } from "@/domain/postings/types";
import { Time } from "../ui/text";

/** Public notices on the web, the newest first, each with the hash by which anybody can tell that it is still the same. */
export async function PostingList({ postings, locale, slug, timeZone }: { postings: PublicPosting[]; locale: Locale; slug: string; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "messages" });
  const href = (number: number) => postingPath({ slug, number, locale });
  return (
    <ol className="space-y-6">
      {postings.map((posting) => (
        <li key={posting.id} className="border-l-2 border-line pl-5">
          <p className="text-16 text-ink-soft">
            {t(`kind.${posting.kind}`)} · <Time at={posting.publishedFrom} locale={locale} timeZone={timeZone} />
          </p>
          <p className="font-semibold">
            <a href={href(posting.number)}>{posting.title[locale]}</a>
          </p>
          <p className="text-16">
            {posting.archived ? t("archived") : t("stands-until")} {!posting.archived && <Time at={posting.mustStayUntil} locale={locale} timeZone={timeZone} />}
          </p>
          {posting.supersedes !== null && (
            <p className="text-16">
              {t("supersedes")} <a href={href(posting.supersedes)}>{t("posting", { number: posting.supersedes })}</a>
            </p>
          )}
          <p className="text-14 text-ink-soft">
            SHA-256 <code className="break-all">{posting.hash[locale]}</code>
          </p>
        </li>
      ))}
    </ol>
  );
}

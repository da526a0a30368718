import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { RevisionContent } from "@/domain/incidents/types";
import { Badge, Time, formatTime } from "../ui/text";
import { Prose } from "./prose";

type Content = Pick<RevisionContent, "facts" | "updates" | "timeZone">;

/** Published figures; each says how sure it is, who established it and when that was true. */
export async function Facts({ content, locale }: { content: Content; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "incidents" });
  return (
    <>
      <dl className="divide-y divide-line border-y border-line">
        {content.facts.map((fact) => (
          <div key={fact.name.ko} className="grid gap-x-4 py-3 sm:grid-cols-[14rem_1fr]">
            <dt className="text-ink-soft">{fact.name[locale]}</dt>
            <dd>
              <span className="mr-2 font-semibold tabular-nums">{fact.value[locale]}</span>
              <Badge tone={fact.status === "disputed" ? "leaked" : fact.status === "claimed" ? "possible" : "plain"}>{t(`status.${fact.status}`)}</Badge>
              <p className="text-16 text-ink-soft">
                {t("as-of", { at: formatTime(new Date(fact.asOf), locale, content.timeZone) })} · {t("fact-source", { source: fact.source[locale] })}
              </p>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-16 text-ink-soft">{t("status-note")}</p>
    </>
  );
}

/** What changed and when, the newest first. */
export function Updates({ content, locale, most }: { content: Content; locale: Locale; most?: number }) {
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

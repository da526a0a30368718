import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { CurrentFact, FactChange } from "@/domain/facts/types";
import { Time } from "../ui/text";
import { FactSaid } from "./fact-said";

interface Shown {
  locale: Locale;
  timeZone: string;
}

/** Published figures; each says how sure it is, who established it and when that was true. */
export async function PublishedFacts({ facts, locale, timeZone }: Shown & { facts: CurrentFact[] }) {
  const t = await getTranslations({ locale, namespace: "facts" });
  return (
    <>
      <dl className="divide-y divide-line border-y border-line">
        {facts.map((fact) => (
          <div key={fact.name} className="grid gap-x-4 py-3 sm:grid-cols-[14rem_1fr]">
            <dt className="text-ink-soft">{fact.label[locale]}</dt>
            <dd className="text-16 [&>span:first-child]:text-18">
              <FactSaid said={fact} locale={locale} timeZone={timeZone} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-16 text-ink-soft">{t("status-note")}</p>
    </>
  );
}

/** What was said before, and what is said instead, the latest change first. Nothing that was once public is left out. */
export async function FactChanges({ changes, locale, timeZone }: Shown & { changes: FactChange[] }) {
  const t = await getTranslations({ locale, namespace: "facts" });
  return (
    <ol className="space-y-5 border-l-2 border-line pl-5">
      {changes.map(({ name, before, after }) => (
        <li key={`${name}-${after.number}`} className="break-inside-avoid text-16">
          <p className="text-ink-soft">
            <Time at={after.approvedAt} locale={locale} timeZone={timeZone} />
          </p>
          <p className="text-18 font-semibold">{after.label[locale]}</p>
          <dl className="mt-1 space-y-2">
            <div>
              <dt className="text-ink-soft">{t("said-before")}</dt>
              <dd>
                {before.label[locale] !== after.label[locale] && <span className="block">{before.label[locale]}</span>}
                <FactSaid said={before} locale={locale} timeZone={timeZone} />
              </dd>
            </div>
            <div>
              <dt className="text-ink-soft">{t("says-now")}</dt>
              <dd>
                <FactSaid said={after} locale={locale} timeZone={timeZone} />
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ol>
  );
}

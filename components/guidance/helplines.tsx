import { getTranslations } from "next-intl/server";
import { helplines } from "@/content/guidance/helplines";
import type { Locale } from "@/db/values/locales";

/** Official lines, with what each is for and when it answers. */
export async function Helplines({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "guidance" });
  return (
    <section>
      <h2 className="mb-3 text-22">{t("helplines")}</h2>
      <dl className="divide-y divide-line border-y border-line">
        {Object.entries(helplines).map(([id, line]) => (
          <div key={id} className="grid gap-x-4 py-3 sm:grid-cols-[14rem_1fr]">
            <dt>
              {line.name[locale]} <a href={`tel:${line.phone}`} className="font-semibold tabular-nums">{line.phone}</a>
            </dt>
            <dd>
              {line.for[locale]} <span className="text-16 text-ink-soft">({line.hours[locale]})</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

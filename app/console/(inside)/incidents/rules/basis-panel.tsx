import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { Panel } from "@/components/console/page-head";
import { classNames } from "@/components/rules/reason-words";
import { KeyValues } from "@/components/ui/lists";
import { formatCount, formatTime, Time } from "@/components/ui/text";
import { loadRulebook } from "@/content/rules/rulebook";
import type { Locale } from "@/db/values/locales";
import type { IncidentSituation } from "@/domain/rules/queries";

interface BasisPanelProps extends IncidentSituation {
  locale: Locale;
  placeName: (place: string) => string;
  who: (staffId: string | null) => string;
  mayEdit: boolean;
}

/** What the verdicts stand on, with the way to where each part of it is recorded. */
export async function BasisPanel({ locale, situation, recorded, timeZone, placeName, who, mayEdit }: BasisPanelProps) {
  const t = await getTranslations({ locale, namespace: "rules" });
  const { data, countries, anchors } = situation;
  const knewLeak = anchors["knew-leak"];
  const classes = (slugs: string[]) => (slugs.length > 0 ? classNames(slugs, locale) : t("basis.nothing"));
  return (
    <Panel title={t("basis.title")}>
      <KeyValues
        rows={[
          { name: t("basis.knew-leak"), value: knewLeak ? <Time at={knewLeak} locale={locale} timeZone={timeZone} /> : t("basis.unset"), action: mayEdit && <Link href="/console/incidents/edit#part-dates" prefetch={false}>{t("basis.knew-leak-change")}</Link> },
          { name: t("basis.leaked"), value: classes(data.confirmed) },
          ...(data.possible.length > 0 ? [{ name: t("basis.possible"), value: classes(data.possible) }] : []),
          { name: t("basis.from"), value: t(`basis.${data.basis}`) },
          { name: t("basis.people"), value: countries ? peopleWords(countries, locale, placeName, t) : t("basis.people-none") },
          { name: t("basis.saved"), value: recorded.savedAt ? t("basis.saved-by", { at: formatTime(recorded.savedAt, locale, timeZone), name: who(recorded.savedBy) }) : t("basis.never") },
        ]}
      />
    </Panel>
  );
}

/** People by jurisdiction, of whom a leak is at least possible, and how many live where no rule that we know holds. */
function peopleWords(countries: NonNullable<IncidentSituation["situation"]["countries"]>, locale: Locale, placeName: (place: string) => string, t: (key: string, values: Record<string, string>) => string): string {
  const whole = loadRulebook().jurisdictions.filter(({ within }) => !within);
  const sum = (codes: string[]) => codes.reduce((people, code) => people + (countries[code]?.possible ?? 0), 0);
  const parts = whole.map(({ id, countries: codes }) => ({ id, people: sum(codes) })).filter(({ people }) => people > 0);
  const elsewhere = sum(Object.keys(countries)) - parts.reduce((all, { people }) => all + people, 0);
  const words = parts.sort((a, b) => b.people - a.people).map(({ id, people }) => t("basis.people-in", { place: placeName(id), people: formatCount(people, locale) }));
  return [...words, ...(elsewhere > 0 ? [t("basis.elsewhere", { people: formatCount(elsewhere, locale) })] : [])].join(" · ") || "0";
}

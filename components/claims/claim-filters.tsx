import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { benefitKinds } from "@/db/values/benefits";
import { claimFlags } from "@/db/values/claim-facets";
import { filedClaimStates } from "@/db/values/claim-states";
import { localeNames, locales, type Locale } from "@/db/values/locales";
import { claimSorts, type ClaimFilter } from "@/domain/claims/desk/input";
import { isFiltered } from "@/domain/claims/desk/rules";
import { Choices, Select, TextField } from "../form/field";
import { buttonClass } from "../ui/button";

interface ClaimFiltersProps {
  filter: ClaimFilter;
  locale: Locale;
  people: { id: string; name: string }[];
  programmes: { slug: string; name: string }[];
}

/** Everything that the queue can be narrowed and ordered by. A form that is sent as an address, so that what is shown can be kept and handed on. */
export async function ClaimFilters({ filter, locale, people, programmes }: ClaimFiltersProps) {
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const states = await getTranslations({ locale, namespace: "claims" });
  return (
    <details className="mt-3 rounded-6 border border-line bg-surface">
      <summary className="px-3 py-2 font-semibold text-accent">{t("filter.open")}</summary>
      <form action="/console/claims" className="space-y-4 border-t border-line p-3" key={JSON.stringify(filter)}>
        <Choices inline multiple name="state" label={t("filter.state")} initial={filter.state.join()} options={filedClaimStates.map((value) => ({ value, label: states(`console.short.${value}`) }))} />
        <Choices inline multiple name="benefit" label={t("filter.benefit")} initial={filter.benefit.join()} options={benefitKinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        <Choices inline multiple name="flag" label={t("filter.flag")} initial={filter.flag.join()} options={claimFlags.map((value) => ({ value, label: t(`flag.${value}`) }))} />
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4 *:flex *:flex-col *:justify-end">
          <Select name="assigned" label={t("filter.assigned")} initial={filter.assigned} empty={t("filter.any")} options={[...(["me", "nobody", "somebody"] as const).map((value) => ({ value, label: t(`filter.${value}`) })), ...people.map(({ id, name }) => ({ value: id, label: name }))]} />
          <Select name="locale" label={t("filter.locale")} initial={filter.locale} empty={t("filter.any")} options={locales.map((value) => ({ value, label: localeNames[value] }))} />
          <Select name="programme" label={t("filter.programme")} initial={filter.programme} empty={t("filter.any")} options={programmes.map(({ slug, name }) => ({ value: slug, label: name }))} />
          <TextField name="from" type="date" label={t("filter.from")} initial={filter.from} />
          <TextField name="until" type="date" label={t("filter.until")} initial={filter.until} />
          <TextField name="over" inputMode="numeric" label={t("filter.over")} hint={t("filter.over-hint")} initial={filter.over} maxLength={12} />
          <Select name="sort" label={t("sort")} initial={filter.sort} options={claimSorts.map((value) => ({ value, label: t(`sorts.${value}`) }))} />
        </div>
        <div className="flex flex-wrap items-center gap-4">
          <button className={buttonClass("secondary")}>{t("filter.submit")}</button>
          {isFiltered(filter) && (
            <Link href="/console/claims" prefetch={false}>
              {t("filter.clear")}
            </Link>
          )}
        </div>
      </form>
    </details>
  );
}

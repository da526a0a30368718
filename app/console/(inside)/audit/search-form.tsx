import { getTranslations } from "next-intl/server";
import { Select, TextField } from "@/components/form/field";
import { buttonClass } from "@/components/ui/button";
import type { Locale } from "@/db/values/locales";
import type { IncidentSummary } from "@/domain/incidents/types";

interface SearchFormProps {
  filters: Record<string, string | undefined>;
  names: ReadonlyMap<string, string>;
  /** In which times are typed and shown. */
  zone: string;
  locale: Locale;
  open: boolean;
}

/** What to search by. It goes into the address, so that a search can be sent to a colleague, and works without script. */
export async function SearchForm({ filters, names, zone, locale, open }: SearchFormProps) {
  const t = await getTranslations({ locale, namespace: "audit" });
  const people = [...names].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, locale));
  return (
    <details open={open} className="no-print mb-4 rounded-6 border border-line bg-surface px-4 py-2">
      <summary className="cursor-pointer font-semibold">{t("search")}</summary>
      <form method="get" action="/console/audit" className="mt-3 mb-2">
        <div className="grid items-end gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
          <Select name="actor" label={t("filter.actor")} initial={filters.actor ?? ""} empty={t("anybody")} options={people} />
          <TextField name="action" label={t("filter.action")} initial={filters.action ?? ""} autoComplete="off" spellCheck={false} />
          <TextField name="kind" label={t("filter.kind")} initial={filters.kind ?? ""} autoComplete="off" spellCheck={false} />
          <TextField name="object" label={t("filter.object")} initial={filters.object ?? ""} autoComplete="off" spellCheck={false} />
          <TextField name="from" type="datetime-local" label={t("filter.from")} initial={filters.from ?? ""} />
          <TextField name="until" type="datetime-local" label={t("filter.until")} initial={filters.until ?? ""} />
          <TextField name="request" label={t("filter.request")} initial={filters.request ?? ""} autoComplete="off" spellCheck={false} />
          <p>
            <button className={buttonClass("primary")}>{t("search-submit")}</button>
          </p>
        </div>
        <p className="mt-3 text-ink-soft">{t("search-hint", { zone })}</p>
      </form>
    </details>
  );
}

/** Whose record, to see who looked at it. The number stands on the claim; a name is nothing to search by. */
export async function RecordForm({ incidents, locale }: { incidents: readonly IncidentSummary[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "audit" });
  const [only, second] = incidents;
  if (!only) return null;
  return (
    <details className="no-print mb-4 rounded-6 border border-line bg-surface px-4 py-2">
      <summary className="cursor-pointer font-semibold">{t("record.title")}</summary>
      <form method="get" action="/console/audit/timeline" className="mt-3 mb-2 grid items-end gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        {second ? <Select name="incident" label={t("incident")} initial={only.id} options={incidents.map(({ id, title }) => ({ value: id, label: title[locale] }))} /> : <input type="hidden" name="incident" value={only.id} />}
        <TextField name="number" label={t("record.number")} inputMode="numeric" maxLength={18} autoComplete="off" width={20} />
        <p>
          <button className={buttonClass("primary")}>{t("record.submit")}</button>
        </p>
      </form>
      <p className="my-2 text-ink-soft">{t("record.hint")}</p>
    </details>
  );
}

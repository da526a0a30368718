import { getTranslations } from "next-intl/server";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { FilterChips, Pager } from "@/components/ui/lists";
import { zoneName } from "@/components/ui/text";
import { auditFilter } from "@/domain/audit/input";
import { mayReadAudit } from "@/domain/audit/policy";
import { searchEvents } from "@/domain/audit/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { auditZone } from "./audit-zone";
import { EventTable } from "./event-table";
import { auditLink } from "./name-actor";
import { readTimes } from "./read-times";
import { RecordForm, SearchForm } from "./search-form";

export const generateMetadata = staffTitle("audit", "title");

export default async function AuditPage({ searchParams }: PageProps<"/console/audit">) {
  const { ctx, member } = await requireStaff(mayReadAudit);
  const { locale } = member;
  const asked = await searchParams;
  const { before, ...typed } = auditFilter.parse(asked);
  const timeZone = await auditZone(ctx);
  const times = readTimes(asked, timeZone);
  const t = await getTranslations({ locale, namespace: "audit" });
  const [{ events, next }, names, { all: incidents }] = await Promise.all([searchEvents(ctx, { ...typed, ...times.moments, before }), listStaffNames(ctx), findCurrentIncident(ctx)]);
  const filters: Record<string, string | undefined> = { ...typed, ...times.typed };
  const active = Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const says = (name: string, value: string) => `${t(`filter.${name}`)}: ${name === "actor" ? (names.get(value) ?? value) : value.replace("T", " ")} ✕`;
  return (
    <>
      <PageHead title={t("title")} actions={<ButtonLink kind="secondary" href="/console/audit/export">{t("export.title")}</ButtonLink>}>
        {t("intro")}
      </PageHead>
      <SearchForm filters={filters} names={names} zone={zoneName(ctx.clock.now(), locale, timeZone)} locale={locale} open={active.length > 0} />
      <RecordForm incidents={incidents} locale={locale} />
      {active.length > 0 && (
        <div className="mb-3">
          <FilterChips label={t("filters")} chips={[...active.map(([name, value]) => ({ href: auditLink({ ...filters, [name]: undefined }), text: says(name, value), current: true })), { href: "/console/audit", text: t("all"), current: false }]} />
        </div>
      )}
      <EventTable caption={t("title")} events={events} names={names} locale={locale} timeZone={timeZone} />
      <Pager label={t("pages")} previous={before ? auditLink(filters) : null} next={next ? auditLink({ ...filters, before: next }) : null} words={{ previous: t("newest"), next: t("older") }} />
    </>
  );
}

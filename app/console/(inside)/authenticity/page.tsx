import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { DataTable, FilterChips, Pager } from "@/components/ui/lists";
import { Badge, EmptyState, Time } from "@/components/ui/text";
import { reportVerdicts } from "@/db/values/authenticity";
import { localeNames } from "@/db/values/locales";
import { reportFilter } from "@/domain/authenticity/input";
import { mayReadRegister, mayReadReports } from "@/domain/authenticity/policy";
import { listReports } from "@/domain/authenticity/reports/queries";
import { may } from "@/domain/kernel/context";
import { VERDICT_TONES } from "./verdict-tones";

export const generateMetadata = staffTitle("authenticity", "title");

export default async function ReportsPage({ searchParams }: PageProps<"/console/authenticity">) {
  const { ctx, member } = await requireStaff(mayReadReports);
  const { locale } = member;
  const filter = reportFilter.parse(await searchParams);
  const state = filter.state ?? "open";
  const t = await getTranslations({ locale, namespace: "authenticity" });
  const words = await getTranslations({ locale, namespace: "verify" });
  const { reports, next } = await listReports(ctx, filter);
  const link = (wanted: string, after?: string) => `/console/authenticity?state=${wanted}${after ? `&after=${after}` : ""}`;
  return (
    <>
      <PageHead title={t("title")} actions={may(ctx.actor, mayReadRegister) && <ButtonLink href="/console/authenticity/register">{t("register.title")}</ButtonLink>}>
        {t("intro")}
      </PageHead>
      <div className="mb-3">
        <FilterChips label={t("filters")} chips={(["open", ...reportVerdicts] as const).map((one) => ({ href: link(one), text: t(`verdict.${one}`), current: one === state }))} />
      </div>
      <DataTable
        caption={t("title")}
        rows={reports}
        rowKey={(report) => report.id}
        rowHref={(report) => `/console/authenticity/${report.id}`}
        empty={<EmptyState title={t(state === "open" ? "none-open" : "none")} />}
        columns={[
          { head: t("reference"), cell: (report) => <span className="whitespace-nowrap tabular-nums">{report.reference}</span> },
          { head: t("state"), cell: ({ verdict }) => <Badge tone={VERDICT_TONES[verdict ?? "open"]}>{t(`verdict.${verdict ?? "open"}`)}</Badge> },
          { head: t("received"), cell: (report) => <Time brief at={report.createdAt} locale={locale} /> },
          { head: t("way"), cell: (report) => words(`way.${report.way}`) },
          { head: t("picture"), cell: (report) => (report.picture ? t("yes") : t("no")) },
          { head: t("language"), cell: (report) => localeNames[report.locale] },
        ]}
      />
      <Pager label={t("pages")} previous={filter.after ? link(state) : null} next={next ? link(state, next) : null} words={{ previous: t("first"), next: t("next") }} />
    </>
  );
}

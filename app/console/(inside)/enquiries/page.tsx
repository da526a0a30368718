import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { DataTable, FilterChips, Pager } from "@/components/ui/lists";
import { Badge, EmptyState, Time } from "@/components/ui/text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { localeNames } from "@/db/values/locales";
import { enquiryStates } from "@/db/values/enquiry-states";
import { enquiryFilter } from "@/domain/enquiries/input";
import { mayReadEnquiries } from "@/domain/enquiries/policy";
import { listEnquiries } from "@/domain/enquiries/queries";

export const generateMetadata = staffTitle("enquiries", "title");

export default async function EnquiriesPage({ searchParams }: PageProps<"/console/enquiries">) {
  const { ctx, member, incident } = await requireIncident(mayReadEnquiries);
  const { locale } = member;
  const filter = enquiryFilter.parse(await searchParams);
  const t = await getTranslations({ locale, namespace: "enquiries" });
  const { enquiries, next } = await listEnquiries(ctx, incident.id, filter);
  const link = (changes: { state?: string; after?: string }) => {
    const query = new URLSearchParams(Object.entries(changes).filter((entry): entry is [string, string] => Boolean(entry[1])));
    return `/console/enquiries${query.size > 0 ? `?${query.toString()}` : ""}`;
  };
  return (
    <>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      <div className="mb-3">
        <FilterChips label={t("filters")} chips={[{ href: link({}), text: t("all"), current: !filter.state }, ...enquiryStates.map((state) => ({ href: link({ state }), text: t(`state.${state}`), current: filter.state === state }))]} />
      </div>
      <DataTable
        caption={t("title")}
        rows={enquiries}
        rowKey={(enquiry) => enquiry.id}
        rowHref={(enquiry) => `/console/enquiries/${enquiry.id}`}
        empty={<EmptyState title={t(filter.state ? "none" : "none-yet")} />}
        columns={[
          { head: t("reference"), cell: (enquiry) => <span className="whitespace-nowrap tabular-nums">{enquiry.reference}</span> },
          { head: t("state-label"), cell: (enquiry) => <Badge tone={enquiry.state === "open" ? "accent" : "plain"}>{t(`state.${enquiry.state}`)}</Badge> },
          { head: t("received"), cell: (enquiry) => <Time brief at={enquiry.createdAt} locale={locale} timeZone={incident.timeZone} /> },
          { head: t("about"), cell: (enquiry) => (isDataClass(enquiry.dataClass) ? dataClasses[enquiry.dataClass].label[locale] : t("whole-result")) },
          { head: t("dataset"), cell: (enquiry) => enquiry.datasetVersion ?? "", align: "right" },
          { head: t("language"), cell: (enquiry) => localeNames[enquiry.locale] },
        ]}
      />
      <Pager label={t("pages")} previous={filter.after ? link({ state: filter.state }) : null} next={next ? link({ state: filter.state, after: next }) : null} words={{ previous: t("first"), next: t("next") }} />
    </>
  );
}

import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { ClaimsTable } from "@/components/claims/claims-table";
import { ClaimSearch } from "@/components/claims/claim-search";
import { PageHead } from "@/components/console/page-head";
import { FilterChips, Pager } from "@/components/ui/lists";
import { EmptyState, formatCount } from "@/components/ui/text";
import { filedClaimStates } from "@/db/values/claim-states";
import { claimFilterInput } from "@/domain/claims/input";
import { mayReadClaims } from "@/domain/claims/policy";
import { countClaims, listClaims } from "@/domain/claims/queries/list-claims";
import { listStaffNames } from "@/domain/staff/queries";
import { searchClaimsAction } from "./actions";

export const generateMetadata = staffTitle("claims", "console.title");

export default async function ClaimsPage({ searchParams }: PageProps<"/console/claims">) {
  const { ctx, member, incident } = await requireIncident(mayReadClaims);
  const { locale } = member;
  const filter = claimFilterInput.parse(await searchParams);
  const t = await getTranslations({ locale, namespace: "claims" });
  const [page, counts, names] = await Promise.all([listClaims(ctx, incident.id, filter), countClaims(ctx, incident.id), listStaffNames(ctx)]);
  const link = (changes: Partial<Record<"state" | "mine" | "after" | "before", string>>) => {
    const { state, mine, locale: language, benefit } = filter;
    const next = { state, mine, locale: language, benefit, ...changes };
    const query = new URLSearchParams(Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1])));
    return `/console/claims${query.size > 0 ? `?${query.toString()}` : ""}`;
  };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const filtered = filter.state !== undefined || filter.mine !== undefined || filter.locale !== undefined || filter.benefit !== undefined;
  return (
    <>
      <PageHead title={t("console.title")}>{t("console.intro")}</PageHead>
      <ClaimSearch action={searchClaimsAction} words={{ label: t("console.search"), hint: t("console.search-hint"), submit: t("console.search") }} />
      <div className="my-4">
        <FilterChips
          label={t("console.filters")}
          chips={[
            { href: link({ state: undefined, mine: undefined }), text: `${t("console.all")} ${formatCount(total, locale)}`, current: !filter.state && !filter.mine },
            { href: link({ mine: filter.mine ? undefined : "1" }), text: t("console.mine"), current: filter.mine === "1" },
            ...filedClaimStates.filter((state) => (counts[state] ?? 0) > 0 || filter.state === state).map((state) => ({ href: link({ state: filter.state === state ? undefined : state }), text: `${t(`console.short.${state}`)} ${formatCount(counts[state] ?? 0, locale)}`, current: filter.state === state })),
          ]}
        />
      </div>
      <ClaimsTable claims={page.claims} names={names} locale={locale} timeZone={incident.timeZone} empty={<EmptyState title={t(filtered ? "console.none" : "console.none-yet")} />} />
      <Pager label={t("console.pages")} previous={page.previous ? link({ before: page.previous }) : null} next={page.next ? link({ after: page.next }) : null} words={{ previous: t("console.previous"), next: t("console.next") }} />
    </>
  );
}

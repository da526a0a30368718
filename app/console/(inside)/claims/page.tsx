import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { ClaimFilters } from "@/components/claims/claim-filters";
import { ClaimViews } from "@/components/claims/claim-views";
import { ClaimsTable } from "@/components/claims/claims-table";
import { PICKS, PicksForm } from "@/components/claims/picks-form";
import { RememberList } from "@/components/claims/remember-list";
import { ClaimSearch } from "@/components/claims/claim-search";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { FilterChips, Pager } from "@/components/ui/lists";
import { EmptyState, formatCount } from "@/components/ui/text";
import { filedClaimStates } from "@/db/values/claim-states";
import { claimListInput, type ClaimFilter } from "@/domain/claims/desk/input";
import { filterQuery, isFiltered } from "@/domain/claims/desk/rules";
import { clockReader } from "@/domain/claims/clocks/read-clock";
import { mayLeadDesk, mayFollowClaims, mayWorkClaims } from "@/domain/claims/desk/policy";
import { countUnreadMentions } from "@/domain/claims/desk/queries";
import { listViews } from "@/domain/claims/desk/views/list-views";
import { mayEnterPaperClaims, mayReadClaims } from "@/domain/claims/policy";
import { countClaims, listClaims } from "@/domain/claims/queries/list-claims";
import { may } from "@/domain/kernel/context";
import { listOpenProgrammes } from "@/domain/programmes/queries";
import { listClaimStaff, listStaffNames } from "@/domain/staff/queries";
import { searchClaimsAction } from "./actions";
import { dropViewAction, renameViewAction, restoreViewAction, saveViewAction } from "./view-actions";

export const generateMetadata = staffTitle("claims", "console.title");

export default async function ClaimsPage({ searchParams }: PageProps<"/console/claims">) {
  const { ctx, member, incident } = await requireIncident(mayReadClaims);
  const { locale } = member;
  const params = await searchParams;
  const { after, before, ...filter } = claimListInput.parse(params);
  const dropped = typeof params.dropped === "string" ? params.dropped : null;
  const works = may(ctx.actor, mayWorkClaims);
  const query = filterQuery(filter).toString();
  const t = await getTranslations({ locale, namespace: "claims" });
  const clocks = await getTranslations({ locale, namespace: "claims-clocks" });
  const desk = await getTranslations({ locale, namespace: "claims-desk" });
  const [page, counts, names, people, programmes, mentions, views] = await Promise.all([listClaims(ctx, incident.id, { ...filter, after, before }, incident.timeZone), countClaims(ctx, incident.id), listStaffNames(ctx), listClaimStaff(ctx), listOpenProgrammes(ctx.db, incident.id), countUnreadMentions(ctx), listViews(ctx, incident.id)]);
  const link = (changes: Partial<ClaimFilter>, place: Partial<Record<"after" | "before", string>> = {}) => {
    const query = filterQuery({ ...filter, ...changes });
    for (const [name, value] of Object.entries(place)) query.set(name, value);
    return `/console/claims${query.size > 0 ? `?${query.toString()}` : ""}`;
  };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const only = (state: ClaimFilter["state"][number]) => filter.state.length === 1 && filter.state[0] === state;
  return (
    <>
      <PageHead
        title={t("console.title")}
        actions={
          <>
            {may(ctx.actor, mayEnterPaperClaims) && <ButtonLink kind="secondary" href="/console/claims/paper">{(await getTranslations({ locale, namespace: "claims-paper" }))("link")}</ButtonLink>}
            <ButtonLink kind="secondary" href="/console/claims/board">{clocks("board.link")}</ButtonLink>
            {may(ctx.actor, mayFollowClaims) && <ButtonLink kind="secondary" href="/console/claims/mentions">{`${desk("mentions.link")} ${formatCount(mentions, locale)}`}</ButtonLink>}
            {works && <ButtonLink kind="secondary" href={`/console/claims/bulk${query === "" ? "" : `?${query}`}`}>{desk("bulk.open")}</ButtonLink>}
            {may(ctx.actor, mayLeadDesk) && <ButtonLink kind="secondary" href="/console/claims/macros">{desk("macros.link")}</ButtonLink>}
            {works && <ButtonLink kind="secondary" href="/console/claims/desk">{desk("desk.link")}</ButtonLink>}
          </>
        }
      >
        {desk("intro")}
      </PageHead>
      <RememberList query={query} />
      <ClaimSearch action={searchClaimsAction} words={{ label: t("console.search"), hint: t("console.search-hint"), submit: t("console.search") }} />
      <div className="my-4">
        <FilterChips
          label={desk("quick")}
          chips={[
            { href: "/console/claims", text: `${desk("all")} ${formatCount(total, locale)}`, current: !isFiltered(filter) },
            ...(["me", "nobody"] as const).map((who) => ({ href: link({ assigned: filter.assigned === who ? undefined : who }), text: desk(`of-${who}`), current: filter.assigned === who })),
            ...filedClaimStates.filter((state) => (counts[state] ?? 0) > 0 || filter.state.includes(state)).map((state) => ({ href: link({ state: only(state) ? [] : [state] }), text: `${t(`console.short.${state}`)} ${formatCount(counts[state] ?? 0, locale)}`, current: filter.state.includes(state) })),
          ]}
        />
        <ClaimViews views={views} query={query} dropped={dropped} locale={locale} actions={{ save: saveViewAction, rename: renameViewAction, drop: dropViewAction, restore: restoreViewAction }} />
        <ClaimFilters filter={filter} locale={locale} people={people} programmes={programmes.map(({ slug, terms }) => ({ slug, name: terms.texts.name[locale] }))} />
      </div>
      <p className="mb-2 text-14 text-ink-soft">{desk(`sorts.${filter.sort}`)}</p>
      {works && page.claims.length > 0 && <PicksForm query={filterQuery(filter)} words={{ assign: desk("picks.assign"), more: desk("picks.more"), says: { assign: desk("picks.assign-key"), more: desk("picks.more-key") } }} />}
      <ClaimsTable
        {...(works ? { picks: PICKS } : {})}
        claims={page.claims}
        names={names}
        due={await clockReader(ctx.db, incident.id, ctx.clock.now())}
        locale={locale}
        timeZone={incident.timeZone}
        empty={isFiltered(filter) ? <EmptyState title={desk("none")}><Link href="/console/claims" prefetch={false}>{desk("filter.clear")}</Link></EmptyState> : <EmptyState title={desk("none-yet")} />}
      />
      <Pager label={t("console.pages")} previous={page.previous ? link({}, { before: page.previous }) : null} next={page.next ? link({}, { after: page.next }) : null} words={{ previous: t("console.previous"), next: t("console.next") }} />
    </>
  );
}

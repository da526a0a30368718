import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { ClockBoard } from "@/components/claims/clock-board";
import { PageHead } from "@/components/console/page-head";
import { BackLink, FilterChips, Pager } from "@/components/ui/lists";
import { EmptyState, formatCount, formatTime } from "@/components/ui/text";
import { clockKinds } from "@/db/values/claim-clocks";
import { boardFilterInput, type BoardFilter } from "@/domain/claims/clocks/input";
import { countBoard, getOfficeDays, listBoard, MOST_CLOCKS } from "@/domain/claims/clocks/queries";
import { mayReadClaims } from "@/domain/claims/policy";
import { listStaffNames } from "@/domain/staff/queries";

export const generateMetadata = staffTitle("claims-clocks", "board.title");

export default async function ClaimsBoardPage({ searchParams }: PageProps<"/console/claims/board">) {
  const { ctx, member, incident } = await requireIncident(mayReadClaims);
  const { locale } = member;
  const filter = boardFilterInput.parse(await searchParams);
  const t = await getTranslations({ locale, namespace: "claims-clocks" });
  const [page, counts, names, office] = await Promise.all([listBoard(ctx, incident.id, filter), countBoard(ctx, incident.id), listStaffNames(ctx), getOfficeDays(ctx, incident.id)]);
  const link = (changes: { [K in keyof BoardFilter]?: BoardFilter[K] | undefined }) => {
    const next = { stage: filter.stage, kind: filter.kind, agent: filter.agent, ...changes };
    return `/console/claims/board?${new URLSearchParams(Object.entries(next).filter((entry): entry is [string, string] => typeof entry[1] === "string")).toString()}`;
  };
  const figure = (count: number) => (count > MOST_CLOCKS ? `${formatCount(MOST_CLOCKS, locale)}+` : formatCount(count, locale));
  const { stage } = filter;
  const agents = counts.agents.filter((one) => one[stage] > 0 || (one.agentId ?? "none") === filter.agent);
  return (
    <>
      <BackLink href="/console/claims">{t("board.back")}</BackLink>
      <PageHead title={t("board.title")}>{t("board.intro")}</PageHead>
      <div className="my-4 grid gap-2">
        <FilterChips label={t("board.stages")} chips={(["late", "soon"] as const).map((each) => ({ href: link({ stage: each }), text: `${t(`board.${each}`)} ${figure(counts[each])}`, current: stage === each }))} />
        <FilterChips
          label={t("board.kinds")}
          chips={[
            { href: link({ kind: undefined }), text: t("board.all-kinds"), current: !filter.kind },
            ...clockKinds.filter((kind) => counts.kinds[kind][stage] > 0 || filter.kind === kind).map((kind) => ({ href: link({ kind }), text: `${t(`kind.${kind}`)} ${figure(counts.kinds[kind][stage])}`, current: filter.kind === kind })),
          ]}
        />
        {agents.length > 0 && (
          <FilterChips
            label={t("board.agents")}
            chips={[
              { href: link({ agent: undefined }), text: t("board.all-agents"), current: !filter.agent },
              ...agents.map((one) => ({ href: link({ agent: one.agentId ?? "none" }), text: `${one.agentId === null ? t("board.nobody") : (names.get(one.agentId) ?? "–")} ${figure(one[stage])}`, current: filter.agent === (one.agentId ?? "none") })),
            ]}
          />
        )}
      </div>
      <ClockBoard rows={page.rows} names={names} locale={locale} timeZone={incident.timeZone} empty={<EmptyState title={t(`board.none-${stage}`)} />} />
      <Pager label={t("board.pages")} previous={page.previous ? link({ before: page.previous }) : null} next={page.next ? link({ after: page.next }) : null} words={{ previous: t("board.previous"), next: t("board.next") }} />
      <p className="mt-4 max-w-160 text-14 text-ink-soft">
        {office ? t("board.office", { country: office.country[locale], from: office.hours.from, to: office.hours.to, known: String(office.knownTo) }) : t("board.no-office")}
        {office && office.closed.length > 0 && ` ${t("board.closed", { days: new Intl.ListFormat(locale).format(office.closed.map(({ date, name }) => `${formatTime(new Date(`${date}T00:00:00Z`), locale, "UTC", true)} (${name[locale]})`)) })}`}
      </p>
    </>
  );
}

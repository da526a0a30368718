import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { AlarmBadge } from "@/components/alarms/alarm-badge";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { DataTable, FilterChips, Pager } from "@/components/ui/lists";
import { Badge, Callout, EmptyState, formatCount, Time } from "@/components/ui/text";
import { alarmKinds, alarmSeverities, alarmStates } from "@/db/values/alarms";
import { alarmFilter } from "@/domain/alarms/input";
import { mayReadAlarms, mayReadPlantedKeys } from "@/domain/alarms/policy";
import { isGuarded, listAlarms, readLastTurn } from "@/domain/alarms/queries";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { nameObject } from "./name-object";
import { WatchedKinds } from "./watched-kinds";

export const generateMetadata = staffTitle("alarms", "title");

export default async function AlarmsPage({ searchParams }: PageProps<"/console/alarms">) {
  const { ctx, member } = await requireStaff(mayReadAlarms);
  const { locale } = member;
  const filter = alarmFilter.parse(await searchParams);
  const { state, kind, severity } = filter;
  const t = await getTranslations({ locale, namespace: "alarms" });
  const [{ alarms, next }, names, turn, guarded] = await Promise.all([listAlarms(ctx, filter), listStaffNames(ctx), readLastTurn(ctx), isGuarded(ctx)]);
  const link = (changes: Record<string, string | undefined>) => {
    const wanted: Record<string, string | undefined> = { state, kind, severity, ...changes };
    return `/console/alarms?${new URLSearchParams(Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))).toString()}`;
  };
  const narrowed = kind !== undefined || severity !== undefined;
  return (
    <>
      <PageHead title={t("title")} actions={may(ctx.actor, mayReadPlantedKeys) && <ButtonLink kind="secondary" href="/console/alarms/keys">{t("keys.title")}</ButtonLink>}>
        {t("intro")}
      </PageHead>
      {!guarded && (
        <div className="mb-4" role="alert">
          <Callout kind="leaked" title={t("unguarded.title")}>
            {t("unguarded.text")}
          </Callout>
        </div>
      )}
      {turn.late && (
        <div className="mb-4" role="alert">
          <Callout kind="leaked" title={t("late.title")}>
            {turn.at ? t.rich("late.since", { at: () => <Time at={turn.at ?? new Date(0)} locale={locale} /> }) : t("late.never")}
          </Callout>
        </div>
      )}
      <div className="mb-4 space-y-2">
        <FilterChips label={t("filter.state")} chips={(["standing", ...alarmStates] as const).map((one) => ({ href: link({ state: one }), text: t(`state.${one}`), current: one === state }))} />
        <FilterChips label={t("filter.severity")} chips={[{ href: link({ severity: undefined }), text: t("filter.any-severity"), current: severity === undefined }, ...alarmSeverities.map((one) => ({ href: link({ severity: one }), text: t(`severity.${one}`), current: one === severity }))]} />
        <FilterChips label={t("filter.kind")} chips={[{ href: link({ kind: undefined }), text: t("filter.any-kind"), current: kind === undefined }, ...alarmKinds.map((one) => ({ href: link({ kind: one }), text: t(`kind.${one}`), current: one === kind }))]} />
      </div>
      <DataTable
        caption={t("title")}
        rows={alarms}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/console/alarms/${id}`}
        empty={<EmptyState title={t(narrowed || state !== "standing" ? "none-fits" : "none")}>{!narrowed && state === "standing" && t("none-hint")}</EmptyState>}
        columns={[
          { head: t("what-head"), cell: (alarm) => t(`kind.${alarm.kind}`) },
          { head: t("severity-head"), cell: (alarm) => <AlarmBadge severity={alarm.severity}>{t(`severity.${alarm.severity}`)}</AlarmBadge> },
          { head: t("about"), cell: (alarm) => nameObject(alarm, names, t) },
          { head: t("state-head"), cell: (alarm) => <Badge tone={alarm.state === "open" ? "leaked" : "plain"}>{t(`state.${alarm.state}`)}</Badge> },
          { head: t("hits"), align: "right", cell: ({ hits }) => formatCount(hits, locale) },
          { head: t("first"), cell: ({ firstAt }) => <Time brief at={firstAt} locale={locale} /> },
          { head: t("last"), cell: ({ lastAt }) => <Time brief at={lastAt} locale={locale} /> },
        ]}
      />
      <Pager label={t("pages")} previous={filter.before ? link({}) : null} next={next ? link({ before: next }) : null} words={{ previous: t("newest"), next: t("older") }} />
      <WatchedKinds locale={locale} />
    </>
  );
}

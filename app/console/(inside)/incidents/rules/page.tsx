import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { DeadlineLines } from "@/components/rules/deadline-lines";
import { RuleCard } from "@/components/rules/rule-card";
import { SituationForm } from "@/components/rules/situation-form";
import { ButtonLink } from "@/components/ui/button";
import { BackLink, FilterChips } from "@/components/ui/lists";
import { Callout, EmptyState, zoneName } from "@/components/ui/text";
import { loadRulebook } from "@/content/rules/rulebook";
import { mayEditIncidents } from "@/domain/incidents/policy";
import { may } from "@/domain/kernel/context";
import { ruleFilterInput } from "@/domain/rules/input";
import { mayReadRules, maySaveSituation } from "@/domain/rules/policy";
import { getIncidentRules } from "@/domain/rules/queries";
import { byUrgency, countedPlaces } from "@/domain/rules/rules";
import { writeSituationForm } from "@/domain/rules/situation-form";
import type { Answer } from "@/domain/rules/types";
import { listStaffNames } from "@/domain/staff/queries";
import { saveSituationAction } from "./actions";
import { BasisPanel } from "./basis-panel";
import { placeNames } from "./place-names";

export const generateMetadata = staffTitle("rules", "title");

const answers: Answer[] = ["applies", "undecided", "does-not-apply"];

export default async function RulesPage({ searchParams }: PageProps<"/console/incidents/rules">) {
  const { ctx, member, incident } = await requireIncident(mayReadRules);
  const { locale } = member;
  const filter = ruleFilterInput.parse(await searchParams);
  const t = await getTranslations({ locale, namespace: "rules" });
  const words = await getTranslations({ locale, namespace: "incident-console" });
  const notices = await getTranslations({ locale, namespace: "notices" });
  const [found, names, placeName] = await Promise.all([getIncidentRules(ctx, incident.id), listStaffNames(ctx), placeNames(locale)]);
  const { verdicts, recorded, timeZone } = found;
  const { jurisdictions, rules } = loadRulebook();
  const link = (changes: Partial<typeof filter>) => {
    const query = new URLSearchParams(Object.entries({ ...filter, ...changes }).filter((entry): entry is [string, string] => Boolean(entry[1])));
    return `/console/incidents/rules${query.size > 0 ? `?${query.toString()}` : ""}`;
  };
  const there = verdicts.filter(({ rule }) => !filter.place || rule.jurisdiction === filter.place);
  const shown = there.filter(({ answer }) => !filter.answer || answer === filter.answer).sort(byUrgency);
  const mayEdit = may(ctx.actor, maySaveSituation);
  const now = ctx.clock.now();
  return (
    <>
      <BackLink href="/console/incidents">{words("title")}</BackLink>
      <PageHead title={t("title")} actions={mayEdit && <ButtonLink href="#circumstances" kind={recorded.version === 0 ? "primary" : "secondary"}>{t("circumstances")}</ButtonLink>}>
        {t("intro")}
      </PageHead>
      <div className="mb-6 max-w-200">
        <Callout kind="possible">{t("not-advice")}</Callout>
      </div>
      <BasisPanel {...found} locale={locale} placeName={placeName} who={(id) => names.get(id ?? "") ?? words("unknown")} mayEdit={may(ctx.actor, mayEditIncidents)} />
      <div className="mb-4 space-y-2">
        <FilterChips label={t("filter.answer")} chips={[{ href: link({ answer: undefined }), text: t("filter.all", { count: there.length }), current: !filter.answer }, ...answers.map((answer) => ({ href: link({ answer }), text: `${t(`answer.${answer}`)} ${there.filter((verdict) => verdict.answer === answer).length}`, current: filter.answer === answer }))]} />
        <FilterChips label={t("filter.place")} chips={[{ href: link({ place: undefined }), text: t("filter.everywhere"), current: !filter.place }, ...jurisdictions.filter(({ id }) => rules.some(({ jurisdiction }) => jurisdiction === id)).map(({ id, name }) => ({ href: link({ place: id }), text: name[locale], current: filter.place === id }))]} />
      </div>
      {shown.length === 0 && <EmptyState title={t("none")}>{t("none-text")}</EmptyState>}
      {shown.map((verdict) => (
        <RuleCard
          key={verdict.rule.id}
          verdict={verdict}
          locale={locale}
          say={t}
          placeName={placeName}
          recordAt={mayEdit ? "#circumstances" : null}
          kindName={(kind) => notices(`kind.${kind}`)}
          deadline={verdict.deadline && <DeadlineLines verdict={verdict} locale={locale} timeZone={timeZone} now={now} say={t} away={words} />}
        />
      ))}
      <div id="circumstances" className="mt-8 scroll-mt-4">
        <Panel title={t("situation.title")}>
          <p className="mb-6 max-w-200">{mayEdit ? t("situation.intro", { zone: `${timeZone} (${zoneName(now, locale, timeZone)})` }) : t("situation.read-only")}</p>
          {mayEdit && <SituationForm action={saveSituationAction} hidden={{ incidentId: incident.id, version: String(recorded.version) }} initial={writeSituationForm(recorded.facts, timeZone)} places={countedPlaces(loadRulebook()).map((place) => ({ place, name: t.has(`situation.place.${place}`) ? t(`situation.place.${place}`) : placeName(place) }))} say={t} />}
        </Panel>
      </div>
    </>
  );
}

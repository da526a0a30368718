import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { Bar, DataTable, Pager } from "@/components/ui/lists";
import { Callout, EmptyState, formatCount, formatTime, Time } from "@/components/ui/text";
import { audienceWords } from "@/components/waves/audience-words";
import { LiveRefresh } from "@/components/waves/live-refresh";
import { RelayPanel } from "@/components/waves/relay-panel";
import { WaveStateMark } from "@/components/waves/wave-state";
import { may } from "@/domain/kernel/context";
import { mayReadSuppressions } from "@/domain/suppressions/policy";
import { findCorrections } from "@/domain/waves/corrections/find-corrections";
import { mayEditWaves, mayReadWaves } from "@/domain/waves/policy";
import { listRelays } from "@/domain/waves/queries/list-relays";
import { listWaves } from "@/domain/waves/queries/list-waves";
import { audienceNames } from "./audience-names";
import { nextEvent } from "./next-event";
import { refreshOf } from "./refresh-of";

export const generateMetadata = staffTitle("waves", "title");

export default async function WavesPage({ searchParams }: PageProps<"/console/waves">) {
  const { ctx, member, incident } = await requireIncident(mayReadWaves);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "waves" });
  const notices = await getTranslations({ locale, namespace: "notices" });
  const { before } = await searchParams;
  const { waves, next } = await listWaves(ctx, incident.id, { before: typeof before === "string" ? before : undefined });
  const audiences = await getTranslations({ locale, namespace: "audiences" });
  const names = await audienceNames(ctx, incident, locale);
  const entered = (wave: (typeof waves)[number]) => Object.values(wave.deliveries).reduce((sum, count) => sum + count, 0);
  const paces = waves.map(refreshOf);
  const { counts } = await findCorrections(ctx, incident.id);
  const owed = counts ? counts.leftOut.people + counts.toldWrongly.people : 0;
  const count = (people: number | null) => (people === null ? "–" : formatCount(people, locale));
  return (
    <>
      <PageHead title={t("title")} actions={<><ButtonLink kind="secondary" href="/console/waves/corrections">{t("corrections")}</ButtonLink>{may(ctx.actor, mayReadSuppressions) && <ButtonLink kind="secondary" href="/console/waves/suppressions">{t("suppressed")}</ButtonLink>}{may(ctx.actor, mayEditWaves) && <ButtonLink href="/console/waves/new">{t("new.open")}</ButtonLink>}</>}>
        {t("intro")}
      </PageHead>
      <LiveRefresh pace={paces.includes("moving") ? "moving" : paces.includes("waiting") ? "waiting" : null} />
      {owed > 0 && (
        <div className="mb-4">
          <Callout kind="possible" title={t("owed", { people: owed })}>
            <Link href="/console/waves/corrections">{t("owed-open")}</Link>
          </Callout>
        </div>
      )}
      {incident.noticeDue && <p className="mb-3 tabular-nums">{t("outlook.law-line", { at: formatTime(incident.noticeDue, locale, incident.timeZone) })}</p>}
      <DataTable
        caption={t("title")}
        rows={waves}
        rowKey={(wave) => wave.id}
        rowHref={(wave) => `/console/waves/${wave.id}`}
        empty={<EmptyState title={t("none")}>{t("none-text")}</EmptyState>}
        columns={[
          { head: t("notice"), cell: ({ template }) => t("notice-of", { name: template.name, number: template.number }) },
          { head: t("kind-label"), cell: ({ template }) => notices(`kind.${template.kind}`) },
          { head: t("state-label"), cell: ({ state }) => <WaveStateMark state={state}>{t(`state.${state}`)}</WaveStateMark> },
          { head: t("audience"), cell: ({ audience, template }) => audienceWords(audience, template.kind, locale, audiences, names) },
          { head: t("people"), cell: ({ found, expected }) => count(found ?? expected), align: "right" },
          { head: t("progress-label"), cell: (wave) => <Progress done={wave.deliveries.accepted} of={entered(wave)} words={wave.frozenAt ? t("progress-of", { accepted: count(wave.deliveries.accepted), entered: count(entered(wave)) }) : "–"} />, align: "right" },
          { head: t("list.next"), cell: (wave) => nextEvent(wave, locale, incident.timeZone, t) },
          { head: t("facts.created"), cell: ({ createdAt }) => <Time brief at={createdAt} locale={locale} timeZone={incident.timeZone} /> },
        ]}
      />
      <Pager label={t("list.pages")} previous={before === undefined ? null : "/console/waves"} next={next && `/console/waves?before=${next}`} words={{ previous: t("list.newest"), next: t("list.older") }} />
      <RelayPanel relays={await listRelays(ctx)} locale={locale} />
    </>
  );
}

/** A figure with its share as a line under it. */
function Progress({ done, of, words }: { done: number; of: number; words: string }) {
  return (
    <>
      {words}
      {of > 0 && (
        <span aria-hidden="true" className="block h-1 overflow-hidden rounded-6 bg-line">
          <Bar parts={[{ name: "done", from: 0, share: done / of, tone: "good" }]} />
        </span>
      )}
    </>
  );
}

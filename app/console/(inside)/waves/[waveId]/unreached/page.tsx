import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { BackLink, DataTable } from "@/components/ui/lists";
import { EmptyState, formatCount, formatTime } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayExportUnreached, mayReadWaves } from "@/domain/waves/policy";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { listUnreached, type Unreached } from "@/domain/waves/queries/list-unreached";
import { replyCode, unfinishedStates } from "@/domain/waves/rules";
import { AskExport } from "../../../exports/ask-export";
import { PostingsForWave } from "./postings-for-wave";

export const generateMetadata = staffTitle("waves", "unreached.title");

export default async function UnreachedPage({ params }: PageProps<"/console/waves/[waveId]/unreached">) {
  const { ctx, member, incident } = await requireIncident(mayReadWaves);
  const { locale } = member;
  const wave = await notFoundOr(getWaveOverview(ctx, (await params).waveId));
  if (wave.incidentId !== incident.id) notFound();
  const t = await getTranslations({ locale, namespace: "waves" });
  const { total, people } = await listUnreached(ctx, wave.id);
  const said = ({ messages }: Unreached, channel: (typeof wave.channels)[number]) => {
    const message = messages.find((each) => each.channel === channel);
    if (!message) return t("unreached.no-message");
    return [t(`delivery.${message.state}`), ...(message.reply === null ? [] : [replyCode(message.reply)]), ...(message.at ? [formatTime(message.at, locale, incident.timeZone)] : [])].join(" · ");
  };
  const page = `/console/waves/${wave.id}`;
  return (
    <div className="max-w-240">
      <BackLink href={page}>{t("notice-of", { name: wave.template.name, number: wave.template.number })}</BackLink>
      <PageHead title={t("unreached.title")}>{total === 0 ? null : t("unreached.text", { people: total })}</PageHead>
      {total === 0 ? (
        <EmptyState title={t("unreached.none")} />
      ) : (
        <>
          {unfinishedStates.includes(wave.state) && <p className="mb-4 text-possible">{t("unreached.moving")}</p>}
          <PostingsForWave ctx={ctx} locale={locale} wave={wave} timeZone={incident.timeZone} />
          <Panel title={t("unreached.export")}>
            <p className="mb-3 text-ink-soft">{t("unreached.export-text")}</p>
            {may(ctx.actor, mayExportUnreached) ? (
              <AskExport ctx={ctx} kind="unreached" objectId={wave.id} people={total} locale={locale} />
            ) : (
              <p>{t("unreached.not-yours")}</p>
            )}
          </Panel>
          <h2 className="mb-2 text-16">{people.length < total ? t("unreached.list", { count: formatCount(people.length, locale) }) : t("unreached.all")}</h2>
          <DataTable
            caption={t("unreached.title")}
            rows={people}
            rowKey={({ subjectId }) => subjectId}
            empty={null}
            columns={[
              { head: t("unreached.person"), cell: ({ subjectId }) => <Link href={`${page}?person=${subjectId}#person`} prefetch={false} className="tabular-nums">{subjectId}</Link> },
              ...wave.channels.map((channel) => ({ head: t(`channel.${channel}`), cell: (person: Unreached) => said(person, channel) })),
            ]}
          />
        </>
      )}
    </div>
  );
}

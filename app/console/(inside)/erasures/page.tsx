import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { ClaimSearch } from "@/components/claims/claim-search";
import { PageHead, Panel } from "@/components/console/page-head";
import { ErasedSubject } from "@/components/erasure/erased-subject";
import { ErasureStateBadge } from "@/components/erasure/erasure-state";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/lists";
import { Callout, EmptyState, Time } from "@/components/ui/text";
import { mayFindPeople, mayReadErasures } from "@/domain/erasure/policy";
import { listErasures, listIncidentErasures } from "@/domain/erasure/queries";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { loadEnv } from "@/lib/env";
import { findPersonAction } from "./actions";

export const generateMetadata = staffTitle("erasures", "title");

/** Who was erased, and where asking for it begins. */
export default async function ErasuresPage() {
  const { ctx, member, incident } = await requireIncident(mayReadErasures);
  const { locale } = member;
  const [t, tRetention, list, whole, names] = await Promise.all([getTranslations({ locale, namespace: "erasures" }), getTranslations({ locale, namespace: "retention" }), listErasures(ctx, incident.id), listIncidentErasures(ctx), listStaffNames(ctx)]);
  const { ERASURE_LIST_FILE, BACKUP_RETENTION_DAYS } = loadEnv();
  const time = (at: Date | null) => (at ? <Time brief at={at} locale={locale} timeZone={incident.timeZone} /> : "–");
  return (
    <div className="max-w-240">
      <PageHead title={t("title")} actions={<ButtonLink kind="secondary" href="/console/erasures/retention">{tRetention("link")}</ButtonLink>}>{t("intro")}</PageHead>
      {(ERASURE_LIST_FILE === undefined || BACKUP_RETENTION_DAYS === undefined) && (
        <div className="mb-4">
          <Callout kind="possible" title={t("setting.title")}>
            {ERASURE_LIST_FILE === undefined && <p>{t("setting.list")}</p>}
            {BACKUP_RETENTION_DAYS === undefined && <p>{t("setting.backups")}</p>}
          </Callout>
        </div>
      )}
      {may(ctx.actor, mayFindPeople) && (
        <Panel title={t("find.title")}>
          <p className="mb-3">{t("find.intro")}</p>
          <ClaimSearch action={findPersonAction} words={{ label: t("find.label"), hint: t("find.hint"), submit: t("find.submit") }} />
        </Panel>
      )}
      <Panel title={t("list.title")}>
        <DataTable
          caption={t("list.title")}
          rows={list}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/console/erasures/${id}`}
          empty={<EmptyState title={t("list.none")}>{t("list.none-text")}</EmptyState>}
          columns={[
            { head: t("list.what"), cell: (erasure) => <ErasedSubject erasure={erasure} whole={t("whole.this")} locale={locale} /> },
            { head: t("list.state"), cell: ({ state }) => <ErasureStateBadge state={state}>{t(`state.${state}`)}</ErasureStateBadge> },
            { head: t("list.proposed"), cell: ({ proposedBy, proposedAt }) => <>{names.get(proposedBy) ?? "–"} {time(proposedAt)}</> },
            { head: t("list.decided"), cell: ({ decidedBy, decidedAt }) => (decidedBy ? <>{names.get(decidedBy) ?? "–"} {time(decidedAt)}</> : "–") },
            { head: t("list.backups"), cell: ({ backupsGone }) => time(backupsGone) },
          ]}
        />
      </Panel>
      <Panel title={t("whole.list")}>
        <DataTable
          caption={t("whole.list")}
          rows={whole}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/console/erasures/${id}`}
          empty={<p className="text-ink-soft">{t("whole.none")}</p>}
          columns={[
            { head: t("list.what"), cell: ({ slug }) => slug },
            { head: t("list.state"), cell: ({ state }) => <ErasureStateBadge state={state}>{t(`state.${state}`)}</ErasureStateBadge> },
            { head: t("done.at"), cell: ({ doneAt }) => time(doneAt) },
            { head: t("list.backups"), cell: ({ backupsGone }) => time(backupsGone) },
          ]}
        />
        {may(ctx.actor, mayFindPeople) && (
          <p className="mt-3">
            <Link href="/console/erasures/incident" prefetch={false}>
              {t("whole.link")}
            </Link>
          </p>
        )}
      </Panel>
    </div>
  );
}

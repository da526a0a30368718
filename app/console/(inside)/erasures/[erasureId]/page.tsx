import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ErasedSubject } from "@/components/erasure/erased-subject";
import { ErasureStateBadge } from "@/components/erasure/erasure-state";
import { ObstacleList } from "@/components/erasure/obstacle-list";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { PrintButton } from "@/components/ui/print-button";
import { formatCount, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { mayApproveErasures, mayReadErasures } from "@/domain/erasure/policy";
import { findSlug, getErasure, readObstacles } from "@/domain/erasure/queries";
import type { Erasure } from "@/domain/erasure/types";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { approveErasureAction, withdrawErasureAction } from "../actions";

export const generateMetadata = staffTitle("erasures", "record-title");

/** One erasure: what it rests on and who decides; once it is done, the record of it, to be printed. */
export default async function ErasurePage({ params }: PageProps<"/console/erasures/[erasureId]">) {
  const { ctx, member } = await requireStaff(mayReadErasures);
  const { locale } = member;
  const erasure = await notFoundOr(getErasure(ctx, (await params).erasureId));
  const [t, names, slug] = await Promise.all([getTranslations({ locale, namespace: "erasures" }), listStaffNames(ctx), findSlug(ctx, erasure.incidentId)]);
  const { state, proposedBy, decidedBy } = erasure;
  const by = (staffId: string | null, at: Date | null) => staffId && at && <>{names.get(staffId) ?? staffId} <Time at={at} locale={locale} /></>;
  return (
    <div className="max-w-240">
      <BackLink href="/console/erasures">{t("title")}</BackLink>
      <PageHead title={t("record-title")} actions={state === "done" && <PrintButton>{t("print")}</PrintButton>}>
        <ErasureStateBadge state={state}>{t(`state.${state}`)}</ErasureStateBadge> {slug ?? erasure.incidentId}
      </PageHead>
      <Panel title={t("about")}>
        <KeyValues
          rows={[
            { name: t("list.what"), value: <ErasedSubject erasure={erasure} whole={t("whole.of", { name: slug ?? erasure.incidentId })} locale={locale} /> },
            { name: t("ground-label"), value: t(`ground.${erasure.ground}`) },
            ...(erasure.reason ? [{ name: t("new.reason"), value: <span className="whitespace-pre-line">{erasure.reason}</span> }] : []),
            { name: t("list.proposed"), value: by(proposedBy, erasure.proposedAt) },
            ...(decidedBy ? [{ name: t(state === "withdrawn" ? "withdrawn-by" : "approved-by"), value: by(decidedBy, erasure.decidedAt) }] : []),
          ]}
        />
      </Panel>
      {state === "proposed" && (
        <Panel title={t("decide.title")}>
          <ObstacleList obstacles={await readObstacles(ctx, erasure)} locale={locale} />
          {may(ctx.actor, mayApproveErasures) && (
            <>
              <p className="mb-4">{t(proposedBy === member.staffId ? "decide.own" : erasure.kind === "incident" ? "whole.goes" : "decide.text")}</p>
              <div className="flex flex-wrap gap-3">
                {proposedBy !== member.staffId && (
                  <ActionForm action={approveErasureAction} hidden={{ erasureId: erasure.id }} className="space-y-4">
                    {erasure.kind === "incident" && <TextField name="name" label={t("whole.name")} hint={t("whole.name-hint", { name: slug ?? "" })} maxLength={200} autoComplete="off" spellCheck={false} />}
                    <SubmitButton>{t("decide.approve")}</SubmitButton>
                  </ActionForm>
                )}
                <ActionForm action={withdrawErasureAction} hidden={{ erasureId: erasure.id }} className="">
                  <SubmitButton kind="secondary">{t(proposedBy === member.staffId ? "decide.withdraw" : "decide.refuse")}</SubmitButton>
                </ActionForm>
              </div>
            </>
          )}
        </Panel>
      )}
      {state === "approved" && <p role="status">{t("under-way")}</p>}
      {state === "stopped" && (
        <Panel title={t("stopped-title")}>
          <ObstacleList obstacles={erasure.obstacles} locale={locale} />
          <p>{t("stopped-text")}</p>
        </Panel>
      )}
      {state === "done" && <Done erasure={erasure} now={ctx.clock.now()} locale={locale} />}
    </div>
  );
}

/** What went, what stayed, and until when a backup may still hold it. */
async function Done({ erasure: { kind, number, doneAt, erased, backupsGone, replayedAt }, now, locale }: { erasure: Erasure; now: Date; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "erasures" });
  const went = Object.entries(erased).filter(([, count]) => count > 0);
  const time = (at: Date, dateOnly = false) => <Time at={at} locale={locale} dateOnly={dateOnly} />;
  return (
    <>
      <Panel title={t("done.title")}>
        <KeyValues
          rows={[
            { name: t("done.number"), value: number },
            { name: t("done.at"), value: doneAt && time(doneAt) },
            ...went.map(([kind, count]) => ({ name: t(`went.${kind}`), value: formatCount(count, locale) })),
            ...(replayedAt ? [{ name: t("done.replayed"), value: time(replayedAt) }] : []),
          ]}
        />
        <p className="mt-3 text-ink-soft">{t(kind === "incident" ? "whole.stays" : kind === "contact" ? "preview.contact-stays" : "preview.stays")}</p>
      </Panel>
      <Panel title={t("backups.title")}>
        {backupsGone === null ? (
          <p>{t("backups.unknown")}</p>
        ) : (
          <>
            <p>
              {t(backupsGone > now ? "backups.until" : "backups.gone")} <strong>{time(backupsGone, true)}</strong>
            </p>
            {backupsGone > now && <p className="mt-2">{t(kind === "incident" ? "whole.replay" : "backups.replay")}</p>}
          </>
        )}
      </Panel>
    </>
  );
}

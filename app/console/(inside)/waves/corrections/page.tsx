import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { EmptyState, formatCount, formatTime } from "@/components/ui/text";
import { LiveRefresh } from "@/components/waves/live-refresh";
import { dataClasses, isDataClass } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayEditNotices } from "@/domain/notices/policy";
import { listStaffNames } from "@/domain/staff/queries";
import { findCorrections, type Corrections } from "@/domain/waves/corrections/find-corrections";
import { mayAskCorrections, mayReadWaves } from "@/domain/waves/policy";
import { askCorrectionsAction } from "./actions";
import { StartCorrection } from "./start-correction";

export const generateMetadata = staffTitle("corrections", "title");

export default async function CorrectionsPage() {
  const { ctx, member, incident } = await requireIncident(mayReadWaves);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "corrections" });
  const waves = await getTranslations({ locale, namespace: "waves" });
  const corrections = await findCorrections(ctx, incident.id);
  const view = { ctx, locale, incident, corrections };
  return (
    <div className="max-w-240">
      <BackLink href="/console/waves">{waves("title")}</BackLink>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      <LiveRefresh pace={corrections.state === "counting" ? "moving" : null} />
      {corrections.state === "nothing-sent" && <EmptyState title={t("nothing-sent")}>{t("nothing-sent-text")}</EmptyState>}
      {(corrections.state === "not-counted" || corrections.state === "counting") && <Counting {...view} />}
      {corrections.counts && <Counted {...view} />}
      {corrections.defects.length > 0 && <Defects {...view} />}
    </div>
  );
}

interface View {
  ctx: StaffContext;
  locale: Locale;
  incident: { id: string; timeZone: string };
  corrections: Corrections;
}

async function Counting({ ctx, locale, incident, corrections: { state } }: View) {
  const t = await getTranslations({ locale, namespace: "corrections" });
  return (
    <Panel title={t("count.title")}>
      {state === "counting" ? (
        <p role="status">{t("count.counting")}</p>
      ) : (
        <>
          <p className="mb-3">{t("count.text")}</p>
          {may(ctx.actor, mayAskCorrections) && (
            <ActionForm action={askCorrectionsAction} hidden={{ incidentId: incident.id }}>
              <SubmitButton>{t("count.submit")}</SubmitButton>
            </ActionForm>
          )}
        </>
      )}
    </Panel>
  );
}

async function Counted(view: View) {
  const { ctx, locale, incident, corrections } = view;
  const t = await getTranslations({ locale, namespace: "corrections" });
  const { counts, countedAt, version } = corrections;
  if (!counts) return null;
  const label = (slug: string) => (isDataClass(slug) ? dataClasses[slug].label[locale] : slug);
  const parts = [
    { what: "left-out" as const, count: counts.leftOut },
    { what: "told-wrongly" as const, count: counts.toldWrongly },
  ];
  return (
    <>
      {parts.map(({ what, count }) => (
        <Panel key={what} title={t(`${what}.title`)}>
          <p className="mb-3">{count.people === 0 ? t(`${what}.none`) : t(`${what}.people`, { people: count.people })}</p>
          {count.people > 0 && (
            <>
              <DataTable
                caption={t(`${what}.title`)}
                rows={Object.entries(count.byClass)}
                rowKey={([slug]) => slug}
                empty={null}
                columns={[
                  { head: t("class"), cell: ([slug]) => label(slug) },
                  { head: t("people"), cell: ([, people]) => formatCount(people, locale), align: "right" },
                ]}
              />
              {may(ctx.actor, mayEditNotices) && <StartCorrection {...{ locale, incident, corrections }} owed={Object.keys(count.byClass).map((dataClass) => ({ what, dataClass }))} />}
            </>
          )}
        </Panel>
      ))}
      <p className="text-ink-soft">
        {countedAt && version !== null && t("counted", { version, at: formatTime(countedAt, locale, incident.timeZone) })} {t("removed")}
      </p>
    </>
  );
}

async function Defects({ ctx, locale, incident, corrections }: View) {
  const t = await getTranslations({ locale, namespace: "corrections" });
  const names = await listStaffNames(ctx);
  const whole = corrections.defects.filter(({ dataClass }) => dataClass === null);
  return (
    <Panel title={t("defects.title")}>
      <ul className="divide-y divide-line">
        {corrections.defects.map(({ id, dataClass, note, notice, reportedBy, reportedAt }) => (
          <li key={id} className="py-3 first:pt-0">
            <p className="font-semibold">
              <Link href={`/console/notices/${notice.templateId}?version=${notice.number}`}>{t("notice-of", { name: notice.name, number: notice.number })}</Link>
              {dataClass !== null && isDataClass(dataClass) && <> · {t("defects.left-out", { name: dataClasses[dataClass].label[locale] })}</>}
            </p>
            <p className="wrap-anywhere whitespace-pre-line">{note}</p>
            <p className="text-ink-soft">{t("defects.by", { name: names.get(reportedBy) ?? "–", at: formatTime(reportedAt, locale, incident.timeZone) })}</p>
          </li>
        ))}
      </ul>
      {whole.length > 0 && may(ctx.actor, mayEditNotices) && <StartCorrection {...{ locale, incident, corrections: { ...corrections, sent: corrections.sent.filter(({ versionId }) => whole.some((each) => each.versionId === versionId)) } }} owed={[]} />}
    </Panel>
  );
}

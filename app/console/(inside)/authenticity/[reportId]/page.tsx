import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { RevealFileForm, RevealForm } from "@/components/ui/reveal-form";
import { Badge, Masked, Time } from "@/components/ui/text";
import { reportVerdicts } from "@/db/values/authenticity";
import { localeNames } from "@/db/values/locales";
import { mayDecideReports, mayProposeEntries, mayReadReports, mayRevealReporters } from "@/domain/authenticity/policy";
import { getReport } from "@/domain/authenticity/reports/queries";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { OwnBudget } from "../../reveals/own-budget";
import { decideReportAction, revealReporterAction } from "../actions";
import { VERDICT_TONES } from "../verdict-tones";

export const generateMetadata = staffTitle("authenticity", "title");

export default async function ReportPage({ params }: PageProps<"/console/authenticity/[reportId]">) {
  const { ctx, member } = await requireStaff(mayReadReports);
  const { locale } = member;
  const report = await notFoundOr(getReport(ctx, (await params).reportId));
  const t = await getTranslations({ locale, namespace: "authenticity" });
  const words = await getTranslations({ locale, namespace: "verify" });
  const names = await listStaffNames(ctx);
  const contact = report.words?.contact ?? "";
  const reveals = may(ctx.actor, mayRevealReporters);
  return (
    <div className="max-w-180">
      <BackLink href="/console/authenticity">{t("title")}</BackLink>
      <PageHead title={<span className="tabular-nums">{report.reference}</span>}>
        <Badge tone={VERDICT_TONES[report.verdict ?? "open"]}>{t(`verdict.${report.verdict ?? "open"}`)}</Badge>
      </PageHead>
      <Panel title={t("said")}>
        <KeyValues
          rows={[
            { name: t("received"), value: <Time at={report.createdAt} locale={locale} /> },
            { name: t("way"), value: words(`way.${report.way}`) },
            { name: t("language"), value: localeNames[report.locale] },
            ...(report.words && report.words.sender !== "" ? [{ name: t("sender"), value: <span className="wrap-anywhere">{report.words.sender}</span> }] : []),
            ...(contact === "" ? [] : [{ name: t("contact"), value: <Masked>{contact}</Masked> }]),
            ...(report.erasedAt ? [{ name: t("erased"), value: <Time at={report.erasedAt} locale={locale} /> }] : []),
          ]}
        />
        {/* As it came: nothing in it is a link here. */}
        {report.words && (
          <p className="mt-4 whitespace-pre-wrap wrap-anywhere text-16" lang={report.locale}>
            {report.words.text}
          </p>
        )}
        {contact !== "" && reveals && (
          <div className="mt-4">
            <RevealForm action={revealReporterAction} hidden={{ reportId: report.id }} words={{ open: t("reveal"), hint: t("reveal-hint"), reason: t("reveal-reason"), submit: t("reveal-submit"), revealed: t("revealed") }} fields={[{ name: "contact", label: t("contact") }]} budget={<OwnBudget ctx={ctx} locale={locale} />} />
          </div>
        )}
      </Panel>
      {report.picture && (
        <Panel title={t("picture")}>
          {reveals ? (
            <RevealFileForm action={`/console/authenticity/${report.id}/picture`} words={{ hint: t("picture-hint"), reason: t("picture-reason") }} budget={<OwnBudget ctx={ctx} locale={locale} />}>
              <SubmitButton kind="secondary">{t("get-picture")}</SubmitButton>
            </RevealFileForm>
          ) : (
            <p>{t("picture-closed")}</p>
          )}
        </Panel>
      )}
      {report.verdict === null && may(ctx.actor, mayDecideReports) && (
        <Panel title={t("decide")}>
          <ActionForm action={decideReportAction} hidden={{ reportId: report.id }} className="space-y-4">
            <Choices name="verdict" label={t("decide-label")} options={reportVerdicts.map((verdict) => ({ value: verdict, label: t(`verdict.${verdict}`), hint: t(`verdict-hint.${verdict}`) }))} />
            <SubmitButton>{t("decide-submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      {report.decidedAt && report.decidedBy && (
        <Panel title={t("decided")}>
          <p>
            {t(`verdict.${report.verdict ?? "open"}`)} · {names.get(report.decidedBy) ?? ""} · <Time at={report.decidedAt} locale={locale} />
          </p>
          {report.verdict === "fake" && may(ctx.actor, mayProposeEntries) && (
            <p className="mt-4">
              <ButtonLink kind="secondary" href="/console/authenticity/register/new?kind=fake">
                {t("make-entry")}
              </ButtonLink>
            </p>
          )}
        </Panel>
      )}
    </div>
  );
}

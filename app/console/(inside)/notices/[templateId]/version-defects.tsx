import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { formatTime } from "@/components/ui/text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import { getIncidentForStaff } from "@/domain/incidents/queries";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayReportDefects } from "@/domain/notices/policy";
import { listDefects } from "@/domain/notices/queries";
import type { TemplateVersion } from "@/domain/notices/types";
import { listStaffNames } from "@/domain/staff/queries";
import { reportDefectAction, withdrawDefectAction } from "../actions";

interface VersionDefectsProps {
  ctx: StaffContext;
  locale: Locale;
  timeZone: string;
  version: TemplateVersion;
}

/** What was found wrong with an approved version, and the form for whoever finds something. */
export async function VersionDefects({ ctx, locale, timeZone, version }: VersionDefectsProps) {
  const t = await getTranslations({ locale, namespace: "notices" });
  const defects = (await listDefects(ctx, version.incidentId)).filter(({ versionId }) => versionId === version.id);
  const [names, { classes }] = await Promise.all([listStaffNames(ctx), getIncidentForStaff(ctx, version.incidentId)]);
  const label = (slug: string) => (isDataClass(slug) ? dataClasses[slug].label[locale] : slug);
  const reports = may(ctx.actor, mayReportDefects);
  if (defects.length === 0 && !reports) return null;
  const hidden = { versionId: version.id, templateId: version.templateId, number: String(version.number) };
  return (
    <Panel title={t("defects.title")}>
      {defects.length > 0 && (
        <>
          <p className="mb-3 text-leaked">{t("defects.locked")}</p>
          <ul className="mb-4 divide-y divide-line">
            {defects.map(({ id, dataClass, note, reportedBy, reportedAt }) => (
              <li key={id} className="py-3 first:pt-0">
                {dataClass !== null && <p className="font-semibold">{t("defects.left-out", { name: label(dataClass) })}</p>}
                <p className="wrap-anywhere whitespace-pre-line">{note}</p>
                <p className="text-ink-soft">{t("defects.by", { name: names.get(reportedBy) ?? "–", at: formatTime(reportedAt, locale, timeZone) })}</p>
                {reports && (
                  <ActionForm action={withdrawDefectAction} hidden={{ ...hidden, defectId: id }} className="mt-2">
                    <SubmitButton kind="secondary">{t("defects.withdraw")}</SubmitButton>
                  </ActionForm>
                )}
              </li>
            ))}
          </ul>
          <p className="mb-4">{t.rich("defects.next", { page: (words) => <Link href="/console/waves/corrections">{words}</Link> })}</p>
        </>
      )}
      {reports && (
        <details>
          <summary className="text-accent">{t("defects.open")}</summary>
          <p className="my-3 text-ink-soft">{t("defects.text")}</p>
          <ActionForm action={reportDefectAction} hidden={hidden} className="space-y-4">
            <Select name="dataClass" label={t("defects.class")} empty={t("defects.class-none")} options={classes.map(({ slug }) => ({ value: slug, label: label(slug) }))} />
            <TextArea name="note" label={t("defects.note")} rows={2} maxLength={2000} />
            <SubmitButton kind="secondary">{t("defects.submit")}</SubmitButton>
          </ActionForm>
        </details>
      )}
    </Panel>
  );
}

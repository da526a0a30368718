import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { zoneName } from "@/components/ui/text";
import { mayExportAudit } from "@/domain/audit/policy";
import { auditZone } from "../audit-zone";
import { readTimes } from "../read-times";
import { askForRangeAction } from "./actions";

export const generateMetadata = staffTitle("audit", "export.title");

export default async function AuditExportPage({ searchParams }: PageProps<"/console/audit/export">) {
  const { ctx, member } = await requireStaff(mayExportAudit);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "audit" });
  const timeZone = await auditZone(ctx);
  const { typed } = readTimes(await searchParams, timeZone);
  return (
    <div className="max-w-180">
      <BackLink href="/console/audit">{t("title")}</BackLink>
      <PageHead title={t("export.title")}>{t("export.intro")}</PageHead>
      <Panel title={t("export.what")}>
        <ActionForm action={askForRangeAction} className="space-y-4">
          <TextField name="from" type="datetime-local" label={t("filter.from")} hint={t("export.zone", { zone: zoneName(ctx.clock.now(), locale, timeZone) })} initial={typed.from ?? ""} />
          <TextField name="until" type="datetime-local" label={t("filter.until")} hint={t("export.until-hint")} initial={typed.until ?? ""} />
          <TextArea name="reason" label={t("export.reason")} hint={t("export.reason-hint")} rows={2} maxLength={1_000} />
          <SubmitButton>{t("export.submit")}</SubmitButton>
        </ActionForm>
      </Panel>
      <p className="text-ink-soft">{t("export.check")}</p>
    </div>
  );
}

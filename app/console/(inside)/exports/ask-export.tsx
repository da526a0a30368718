import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { loadExportLimits } from "@/content/exports/limits";
import type { ExportKind } from "@/db/values/exports";
import type { Locale } from "@/db/values/locales";
import { countAlone } from "@/domain/exports/queries";
import { takesTwo } from "@/domain/exports/rules";
import type { StaffContext } from "@/domain/kernel/context";
import { askExportAction } from "./actions";

interface AskExportProps {
  ctx: StaffContext;
  kind: ExportKind;
  objectId: string;
  people: number;
  locale: Locale;
  /** What is chosen without a field. */
  choice?: Record<string, string>;
  /** Fields of what is chosen besides. */
  children?: ReactNode;
}

/** Asking for a file with many people in it: how many they are, whether a second person has to agree, and why. */
export async function AskExport({ ctx, kind, objectId, people, locale, choice = {}, children }: AskExportProps) {
  const t = await getTranslations({ locale, namespace: "exports" });
  const limits = loadExportLimits();
  const others = await countAlone(ctx.db, ctx, kind, { objectId, choice });
  const unit = (count: number) => t(`unit.${kind}`, { count });
  return (
    <>
      <p className="mb-3">
        {takesTwo(limits, kind, people, others) ? t("ask.two", { what: unit(people), alone: unit(limits.alone[kind]), days: limits.answer.days }) : t("ask.one", { what: unit(people) })} {t("ask.file", limits.file)}
      </p>
      <ActionForm action={askExportAction} hidden={{ kind, objectId, ...choice }} className="max-w-160 space-y-4">
        {children}
        <TextArea name="reason" label={t("ask.reason")} hint={t("ask.reason-hint")} rows={2} maxLength={1000} />
        <SubmitButton>{t("ask.submit", { what: unit(people) })}</SubmitButton>
      </ActionForm>
    </>
  );
}

import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { Callout } from "@/components/ui/text";
import { letterFiles } from "@/db/values/letter-states";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import type { LetterBatch } from "@/domain/letters/types";
import { AskExport } from "../../../exports/ask-export";
import { discardLettersAction, handOverLettersAction } from "../../letter-actions";

interface WaitingBatchProps {
  ctx: StaffContext;
  batch: LetterBatch;
  cancelled: boolean;
  locale: Locale;
  timeZone: string;
  now: Date;
}

/** A batch that waits for a person: its files, and the two ways in which it ends. */
export async function WaitingBatch({ ctx, batch, cancelled, locale, timeZone, now }: WaitingBatchProps) {
  const t = await getTranslations({ locale, namespace: "letters" });
  const { letters } = batch;
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(now);
  return (
    <Panel title={t("waiting-title", { number: batch.number, letters, pages: batch.pages ?? 0 })}>
      {batch.outdated && <Callout kind="possible">{t("outdated")}</Callout>}
      <p className="my-3">{t("files-text", { letters })}</p>
      <details className="mb-4">
        <summary className="text-accent">{t("files-ask", { number: batch.number })}</summary>
        <div className="mt-3">
          <AskExport ctx={ctx} kind="letters" objectId={batch.id} people={letters} locale={locale}>
            <Choices name="file" label={t("files-which")} initial="pdf" options={letterFiles.map((file) => ({ value: file, label: t(`file.${file}`) }))} />
          </AskExport>
        </div>
      </details>
      <ActionForm action={handOverLettersAction} hidden={{ batchId: batch.id }} className="space-y-4 border-t border-line pt-4">
        <TextField name="handedOn" type="date" label={t("hand-over.on")} hint={t("hand-over.hint", { letters })} initial={today} width={20} />
        <SubmitButton>{t("hand-over.submit", { number: batch.number })}</SubmitButton>
      </ActionForm>
      <details className="mt-4 border-t border-line pt-4">
        <summary className="text-accent">{t("discard.title")}</summary>
        <ActionForm action={discardLettersAction} hidden={{ batchId: batch.id }} className="mt-3 max-w-160 space-y-4">
          <p>{cancelled ? t("discard.text-cancelled", { letters }) : t("discard.text", { letters })}</p>
          <TextArea name="reason" label={t("discard.reason")} rows={2} maxLength={2000} />
          <SubmitButton kind="danger">{t("discard.submit", { number: batch.number })}</SubmitButton>
        </ActionForm>
      </details>
    </Panel>
  );
}

import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { formatMoney } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { BatchDetail } from "@/domain/payments/queries";
import { cancelBatchAction, releaseBatchAction } from "../actions";

/** What can be done with a draft. What will happen, and to how many, stands before the button. */
export async function BatchActs({ batch, own, locale }: { batch: BatchDetail; own: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "payments" });
  const hidden = { batchId: batch.id };
  const changed = batch.list.filter((payment) => payment.changed).length;
  return (
    <Panel title={t("release.title")}>
      {own ? (
        <p className="mb-4">{t("release.own")}</p>
      ) : (
        <>
          <p className="mb-3">{t("release.text", { payments: batch.payments, amount: formatMoney(batch.cashMinor, batch.currency, locale), codes: formatMoney(batch.codesMinor, batch.currency, locale) })}</p>
          {changed > 0 && <p className="mb-3 font-semibold text-leaked">{t("release.changed", { count: changed })}</p>}
          <div className="mb-4">
            <ActionForm action={releaseBatchAction} hidden={hidden} className="space-y-3">
              <SubmitButton>{t("release.submit")}</SubmitButton>
            </ActionForm>
          </div>
        </>
      )}
      <ActionForm action={cancelBatchAction} hidden={hidden} className="space-y-3">
        <p className="text-ink-soft">{t("cancel.text")}</p>
        <SubmitButton kind="danger">{t("cancel.submit")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

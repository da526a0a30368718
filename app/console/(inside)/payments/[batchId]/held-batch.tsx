import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { formatMoney } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { BatchDetail } from "@/domain/payments/queries";
import { releaseBatchAgainAction } from "../actions";

/** A batch whose release does not count any more. The money that is set aside for it stays set aside. */
export async function HeldBatch({ batch, releases, locale }: { batch: BatchDetail; releases: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "off-boarding" });
  return (
    <Panel title={t("held.title")}>
      <p className="mb-4">{t("held.text", { payments: batch.payments, amount: formatMoney(batch.cashMinor, batch.currency, locale) })}</p>
      {releases ? (
        <ActionForm action={releaseBatchAgainAction} hidden={{ batchId: batch.id }} className="space-y-3">
          <SubmitButton>{t("held.submit")}</SubmitButton>
        </ActionForm>
      ) : (
        <p>{t("held.waits")}</p>
      )}
    </Panel>
  );
}

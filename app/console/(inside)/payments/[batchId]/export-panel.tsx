import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { Choices, TextArea } from "@/components/form/field";
import { buttonClass } from "@/components/ui/button";
import { formatCount, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { paymentFormats } from "@/db/values/payments";
import type { BatchDetail } from "@/domain/payments/queries";

interface ExportPanelProps {
  batch: BatchDetail;
  pays: boolean;
  names: Map<string, string>;
  locale: Locale;
  timeZone: string;
  problem: string | undefined;
}

/** The file for the bank, against a reason, and who has taken it out before. */
export async function ExportPanel({ batch, pays, names, locale, timeZone, problem }: ExportPanelProps) {
  const t = await getTranslations({ locale, namespace: "payments" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const wrong = problem === undefined ? undefined : errors.has(problem) ? errors(problem) : errors("fault");
  return (
    <Panel title={t("export.title")}>
      {pays && (
        <form method="post" action={`/console/payments/${batch.id}/export`} className="max-w-160 space-y-4">
          <p>{t("export.text")}</p>
          <Choices name="format" label={t("export.format")} initial="kr-transfer" options={[...paymentFormats].reverse().map((format) => ({ value: format, label: t(`export.formats.${format.replace(".", "-")}`), hint: t(`export.hints.${format.replace(".", "-")}`) }))} />
          <TextArea name="reason" label={t("export.reason")} hint={t("export.reason-hint")} rows={2} minLength={10} maxLength={2000} required problem={wrong} />
          <button className={buttonClass("primary")}>{t("export.submit")}</button>
        </form>
      )}
      {batch.exports.length > 0 && (
        <ul className="mt-4 space-y-1 text-ink-soft">
          {batch.exports.map(({ at, by, format, payments }) => (
            <li key={at.getTime()}>
              <Time at={at} locale={locale} timeZone={timeZone} /> · {t(`export.formats.${format.replace(".", "-")}`)} · {t("export.count", { count: formatCount(payments, locale) })} · {names.get(by) ?? "–"}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

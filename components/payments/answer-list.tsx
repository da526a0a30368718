import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { AnswerSummary } from "@/domain/payments/types";
import { DataTable } from "../ui/lists";
import { formatCount, Time } from "../ui/text";

/** The bank's answers that were read, newest first, with the lines that fit to nothing. */
export async function AnswerList({ answers, names, locale, timeZone }: { answers: AnswerSummary[]; names: Map<string, string>; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "payments" });
  if (answers.length === 0) return null;
  const left = answers.filter(({ unknown }) => unknown.length > 0);
  return (
    <>
      <DataTable
        caption={t("answer.list")}
        rows={answers}
        rowKey={({ id }) => id}
        empty={null}
        columns={[
          { head: t("answer.read-at"), cell: ({ readAt }) => <Time brief at={readAt} locale={locale} timeZone={timeZone} /> },
          { head: t("answer.format"), cell: ({ format }) => (format === "csv" ? "CSV" : format) },
          ...(["paid", "returned", "pending", "repeated"] as const).map((what) => ({ head: t(`answer.${what}`), align: "right" as const, cell: (answer: AnswerSummary) => formatCount(answer[what], locale) })),
          { head: t("answer.unknown"), align: "right", cell: ({ unknown }) => formatCount(unknown.length, locale) },
          { head: t("answer.read-by"), cell: ({ readBy }) => names.get(readBy) ?? "–" },
        ]}
      />
      {left.map(({ id, readAt, unknown }) => (
        <details key={id} className="mt-3">
          <summary>
            {t("answer.left", { count: unknown.length })} · <Time brief at={readAt} locale={locale} timeZone={timeZone} />
          </summary>
          <ul className="mt-1 list-disc pl-6">
            {unknown.slice(0, 100).map(({ line, reference, why }) => (
              <li key={`${line}-${reference}`}>{t("answer.line", { line, reference: reference || "–", why: t(`answer.why.${why}`) })}</li>
            ))}
            {unknown.length > 100 && <li>{t("answer.more", { count: unknown.length - 100 })}</li>}
          </ul>
        </details>
      ))}
    </>
  );
}

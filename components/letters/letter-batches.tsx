import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { LetterBatchState } from "@/db/values/letter-states";
import type { LetterBatch } from "@/domain/letters/types";
import { DataTable } from "../ui/lists";
import { Badge, formatCount, Time } from "../ui/text";

const tones = { making: "plain", waiting: "possible", "handed-over": "good", discarded: "plain" } as const satisfies Record<LetterBatchState, string>;

/** Batches of letters, newest first. */
export async function LetterBatches({ batches, locale, timeZone }: { batches: LetterBatch[]; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "letters" });
  return (
    <DataTable
      caption={t("batches")}
      rows={batches}
      rowKey={({ id }) => id}
      empty={<p className="text-ink-soft">{t("none")}</p>}
      columns={[
        { head: t("number"), cell: ({ number }) => t("batch", { number }) },
        { head: t("state-label"), cell: ({ state }) => <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge> },
        { head: t("letters"), cell: ({ letters }) => formatCount(letters, locale), align: "right" },
        { head: t("pages"), cell: ({ pages }) => (pages === null ? "–" : formatCount(pages, locale)), align: "right" },
        { head: t("returned-head"), cell: ({ returned }) => formatCount(returned, locale), align: "right" },
        { head: t("printed-at"), cell: ({ createdAt }) => <Time brief at={createdAt} locale={locale} timeZone={timeZone} /> },
        { head: t("handed-on-head"), cell: ({ handedOn }) => handedOn ?? "–" },
      ]}
    />
  );
}

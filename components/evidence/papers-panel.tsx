import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import { MEGABYTE } from "@/domain/evidence/rules";
import type { Evidence } from "@/domain/evidence/types";
import { Panel } from "../console/page-head";
import { lookPurposeChoice } from "../reveals/look-purpose-choice";
import { buttonClass } from "../ui/button";
import { DataTable } from "../ui/lists";
import { RevealFileForm } from "../ui/reveal-form";
import { Time } from "../ui/text";

interface PapersPanelProps {
  papers: Evidence[];
  locale: Locale;
  timeZone: string;
  /** Where a paper is asked for, by its id, and how much may still be looked at; null for who may not. */
  fetch: { from: (paperId: string) => string; budget: ReactNode } | null;
  scanned: boolean;
}

const KINDS = { "application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG" } as const;

/** A claim's papers for who decides on it. They have numbers and no names: a name of a file is often that of a person. */
export async function PapersPanel({ papers, locale, timeZone, fetch, scanned }: PapersPanelProps) {
  const t = await getTranslations({ locale, namespace: "evidence" });
  const state = ({ state, defect }: Evidence) => {
    if (state === "unscanned") return scanned ? t("console.state.scan-pending") : t("console.unscanned");
    if (state === "uploading") return "";
    return defect ? `${t("console.state.refused")}: ${t(`refused.${defect}`)}` : t(`console.state.${state}`);
  };
  const rows = papers.map((paper, index) => ({ ...paper, number: index + 1 }));
  const served = (paper: Evidence) => paper.state === "clean" || (paper.state === "unscanned" && !scanned);
  const table = (
    <DataTable
      caption={t("console.title")}
      rows={rows}
      rowKey={({ id }) => id}
      empty={<p className="text-ink-soft">{t("console.none")}</p>}
      columns={[
        { head: t("console.title"), cell: ({ number }) => t("console.paper", { number }) },
        { head: t("console.kind"), cell: ({ type }) => (type ? KINDS[type] : "") },
        { head: t("console.size"), align: "right", cell: ({ size }) => t("console.megabytes", { size: Math.max(size / MEGABYTE, 0.1).toFixed(1) }) },
        { head: t("console.at"), cell: ({ createdAt }) => <Time at={createdAt} locale={locale} timeZone={timeZone} brief /> },
        { head: t("console.state-label"), cell: (paper) => state(paper) },
        {
          head: <span className="sr-only">{t("console.fetch")}</span>,
          cell: (paper) =>
            fetch !== null && served(paper) ? (
              <button type="submit" formAction={fetch.from(paper.id)} className={buttonClass("secondary", "small")} aria-label={`${t("console.paper", { number: paper.number })}: ${t("console.fetch")}`}>
                {t("console.fetch")}
              </button>
            ) : null,
        },
      ]}
    />
  );
  return (
    <Panel title={t("console.title")}>
      {fetch !== null && rows.some(served) ? (
        <RevealFileForm words={{ hint: t("console.reason-hint"), reason: t("console.reason") }} purpose={await lookPurposeChoice("evidence.look", locale)} budget={fetch.budget}>
          {table}
        </RevealFileForm>
      ) : (
        table
      )}
      {rows.length > 0 && <p className="mt-3 text-ink-soft">{t("console.hint")}</p>}
    </Panel>
  );
}

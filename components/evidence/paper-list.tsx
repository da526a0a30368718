import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { Evidence } from "@/domain/evidence/types";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { formatPercent } from "../ui/text";

interface PaperListProps {
  papers: Evidence[];
  locale: Locale;
  /** Where a paper is fetched from: this and its id. */
  from: string;
  /** Whether what was not scanned may be fetched. */
  scanned: boolean;
  /** Absent while nothing is taken back. */
  remove: { action: FormAction; hidden: Record<string, string> } | undefined;
}

/** What somebody has handed in, by the names they gave, with where each paper stands. */
export async function PaperList({ papers, locale, from, scanned, remove }: PaperListProps) {
  const t = await getTranslations({ locale, namespace: "evidence" });
  if (papers.length === 0) return <p className="text-ink-soft">{t("none")}</p>;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {papers.map((paper) => (
        <li key={paper.id} className="py-3">
          <p className="font-semibold wrap-anywhere">{paper.name}</p>
          <p className={paper.state === "refused" ? "text-leaked" : "text-ink-soft"}>
            {paper.state === "unscanned" && scanned ? t("state.scan-pending") : t(`state.${paper.state}`)}
            {paper.defect && `: ${t(`refused.${paper.defect}`)}`}
            {paper.state === "uploading" && ` (${t("part", { percent: formatPercent(paper.received / paper.size, locale, 0) })})`}
          </p>
          <div className="mt-1 flex flex-wrap items-center gap-x-6 gap-y-2">
            {(paper.state === "clean" || (paper.state === "unscanned" && !scanned)) && (
              <a href={`${from}/${paper.id}`} download aria-label={t("fetch-named", { name: paper.name ?? "" })}>
                {t("fetch")}
              </a>
            )}
            {remove && (
              <ActionForm action={remove.action} hidden={{ ...remove.hidden, paperId: paper.id }} className="">
                <SubmitButton kind="danger" small>
                  <span aria-hidden="true">{t("remove")}</span>
                  <span className="sr-only">{t("remove-named", { name: paper.name ?? "" })}</span>
                </SubmitButton>
              </ActionForm>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

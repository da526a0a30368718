import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { describeLoss } from "@/domain/claims/decisions/rules";
import type { ClaimAnswers, DecisionRecord, Judgement } from "@/domain/claims/types";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import { Panel } from "../console/page-head";
import { DataTable } from "../ui/lists";
import { formatTime } from "../ui/text";

interface DecisionHistoryProps {
  decisions: readonly DecisionRecord[];
  /** The claim they are of, where it is another than the page's. */
  of?: string;
  answers: Pick<ClaimAnswers, "losses">;
  terms: ProgrammeTerms;
  /** Papers of the claim, in the order of their list. */
  papers: readonly string[];
  names: ReadonlyMap<string, string>;
  locale: Locale;
  timeZone: string;
}

/** The sheets behind decisions that were made: who judged what, by which paper, and who decided. */
export async function DecisionHistory({ decisions, of, answers, terms, papers, names, locale, timeZone }: DecisionHistoryProps) {
  const t = await getTranslations({ locale, namespace: "claims-decision" });
  const name = (id: string | null) => names.get(id ?? "") ?? "";
  return decisions
    .filter(({ state }) => state === "final")
    .map(({ number, stage, sheet, proposedBy, decidedBy, decidedAt, appealBy }) => {
      const at = decidedAt ? formatTime(decidedAt, locale, timeZone) : "";
      return (
        <Panel key={number} title={`${t("panel")}: ${t(stage)}${of === undefined ? "" : ` · ${of}`}`}>
          <p className="mb-3">
            {proposedBy === decidedBy ? t("by-one", { name: name(decidedBy), at }) : t("by-two", { by: name(proposedBy), name: name(decidedBy), at })}
            {appealBy && ` · ${t("appeal-until", { by: formatTime(appealBy, locale, timeZone, true) })}`}
          </p>
          <DataTable
            caption={t("panel")}
            rows={sheet.judgements}
            rowKey={({ benefit, condition, loss }) => `${benefit} ${condition} ${loss ?? ""}`}
            empty={null}
            columns={[
              { head: t("benefit"), cell: ({ benefit, loss }: Judgement) => (loss ? describeLoss(loss, answers, terms, locale) : (terms.benefits.find(({ slug }) => slug === benefit)?.name[locale] ?? benefit)) },
              { head: t("condition"), cell: ({ condition }) => t(`conditions.${condition}`) },
              { head: t("met"), cell: ({ met }) => t(met ? "yes" : "no") },
              { head: t("paper"), cell: ({ paper }) => (paper && papers.includes(paper) ? t("paper-number", { number: papers.indexOf(paper) + 1 }) : "") },
            ]}
          />
        </Panel>
      );
    });
}

import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { describeLoss } from "../decisions/rules";
import type { ProgrammeTerms } from "../../programmes/types";
import type { ClaimAnswers } from "../types";
import { readRequestItem } from "./rules";

/** What is asked for, a sentence each, as mail, page and console say it. */
export function describeItems(items: readonly string[], answers: Pick<ClaimAnswers, "losses">, terms: Pick<ProgrammeTerms, "benefits" | "currency">, locale: Locale): string[] {
  const t = translator(locale, "claims-requests");
  return items.map((item) => {
    const { name, loss } = readRequestItem(item);
    return t(`items.${name}`, { loss: describeLoss(loss, answers, terms, locale) });
  });
}

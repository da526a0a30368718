import { isCash, lossesOf } from "../../programmes/rules";
import type { ProgrammeTerms } from "../../programmes/types";
import type { ClaimAnswers, ClaimBenefit, RequestItemName } from "../types";

/** What can be asked for of one claim, in the order of its questions: nothing that it has no use for. A loss is named by its id behind a colon. */
export function requestItemsOf(terms: Pick<ProgrammeTerms, "benefits">, answers: Pick<ClaimAnswers, "time" | "losses">, benefits: readonly Pick<ClaimBenefit, "benefit">[]): string[] {
  const paidOut = terms.benefits.some((benefit) => isCash(benefit) && benefits.some((line) => line.benefit === benefit.slug));
  return [
    ...benefits.flatMap(({ benefit }) => lossesOf(terms.benefits, benefits.map((line) => line.benefit), benefit, answers.losses)).flatMap(({ id }) => [`papers:${id}`, `explain-loss:${id}`]),
    ...(answers.time ? ["explain-time"] : []),
    ...(paidOut ? ["account"] : []),
    "other",
  ];
}

/** Take an item apart. */
export function readRequestItem(item: string): { name: RequestItemName; loss: string | undefined } {
  const [name = "", loss] = item.split(":");
  return { name: name as RequestItemName, loss };
}

import { isCash, lossesOf } from "../../programmes/rules";
import type { AskedClaim } from "../decisions/rules";
import type { RequestItemName } from "../types";

/** What can be asked for of one claim, in the order of its questions: nothing that it has no use for. A loss is named by its id behind a colon. */
export function requestItemsOf({ terms, answers, benefits, chosen }: AskedClaim): string[] {
  const paidOut = terms.benefits.some((benefit) => isCash(benefit) && benefits.some((line) => line.benefit === benefit.slug));
  return [
    ...benefits.flatMap(({ benefit }) => lossesOf(terms.benefits, chosen, benefit, answers.losses)).flatMap(({ id }) => [`papers:${id}`, `explain-loss:${id}`]),
    ...(answers.time && benefits.some(({ kind }) => kind === "lost-time") ? ["explain-time"] : []),
    ...(paidOut ? ["account"] : []),
    "other",
  ];
}

/** Take an item apart. */
export function readRequestItem(item: string): { name: RequestItemName; loss: string | undefined } {
  const [name = "", loss] = item.split(":");
  return { name: name as RequestItemName, loss };
}

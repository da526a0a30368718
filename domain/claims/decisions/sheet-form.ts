import { moneyInField, readMoney } from "@/content/formats";
import { Invalid } from "../../kernel/errors";
import type { ClaimSheet, Judgement } from "../types";
import { conditionField, conditionsOf, type AskedClaim } from "./rules";

/** What a form holds before anybody changes it. */
export function writeSheetForm(sheet: ClaimSheet, currency: string): Record<string, string> {
  const judged = sheet.judgements.flatMap((judgement): [string, string][] => [
    [conditionField("met", judgement), judgement.met ? "yes" : "no"],
    ...(judgement.paper === undefined ? [] : [[conditionField("paper", judgement), judgement.paper] as [string, string]]),
  ]);
  return Object.fromEntries([
    ...judged,
    ...Object.entries(sheet.losses).map(([id, minor]) => [`amount.${id}`, moneyInField(minor, currency)]),
    ...(sheet.minutes === undefined ? [] : [["minutes", String(sheet.minutes)]]),
    ["reason", sheet.reason],
  ]) as Record<string, string>;
}

/**
 * Read a form as a sheet. What is not answered is left open, so that a sheet can be saved half done; what is answered has to fit: no more than was claimed, and only papers of this claim.
 * @throws {Invalid} by the names of fields
 */
export function readSheetForm(raw: Record<string, unknown>, asked: AskedClaim & { terms: { currency: string } }, papers: ReadonlySet<string>): ClaimSheet {
  const fields: Record<string, string[]> = {};
  const typed = (name: string) => (typeof raw[name] === "string" ? raw[name].normalize("NFC").trim() : "");
  const judgements = conditionsOf(asked).flatMap((condition): Judgement[] => {
    const met = typed(conditionField("met", condition));
    const paper = typed(conditionField("paper", condition));
    if (paper !== "" && !papers.has(paper)) fields[conditionField("paper", condition)] = ["choose-one"];
    return met === "yes" || met === "no" ? [{ ...condition, met: met === "yes", ...(paper === "" ? {} : { paper }) }] : [];
  });
  const losses: Record<string, bigint> = {};
  for (const { id, amountMinor } of asked.answers.losses) {
    const amount = typed(`amount.${id}`);
    if (amount === "") continue;
    const minor = readMoney(amount, asked.terms.currency);
    if (minor === null) fields[`amount.${id}`] = ["amount"];
    else if (minor > amountMinor) fields[`amount.${id}`] = ["more-than-claimed"];
    else losses[id] = minor;
  }
  const minutes = typed("minutes").normalize("NFKC");
  if (minutes !== "" && !/^\d{1,5}$/.test(minutes)) fields.minutes = ["number"];
  else if (Number(minutes) > (asked.answers.time?.minutes ?? 0)) fields.minutes = ["more-than-claimed"];
  const reason = typed("reason").replaceAll("\r\n", "\n");
  if (reason.length > 2000) fields.reason = ["too-long"];
  if (/[^\P{Cc}\n\t]/u.test(reason)) fields.reason = ["control-characters"];
  if (Object.keys(fields).length > 0) throw new Invalid(fields);
  return { judgements, losses, reason, ...(minutes === "" || asked.answers.time === undefined ? {} : { minutes: Number(minutes) }) };
}

/** A sheet as it is stored: JSON has no integers of the size of money. */
export function storeSheet(sheet: ClaimSheet): unknown {
  return { ...sheet, losses: Object.fromEntries(Object.entries(sheet.losses).map(([id, minor]) => [id, minor.toString()])) };
}

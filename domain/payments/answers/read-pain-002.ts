import type { AnswerLine, ReadAnswer } from "../types";
import { isSentTwice } from "./reason-code";
import { nodesAt, textAt, type XmlNode } from "./read-xml";

/** Codes by which a payment has ended (external code set ExternalPaymentTransactionStatus1Code): settled on the creditor's side, or refused. Everything else is on its way. */
const PAID = ["ACCC", "ACSC"];
const REFUSED = ["RJCT", "CANC"];

/**
 * Read a Customer Payment Status Report, pain.002.001.10 (ISO 20022). A status of the whole group or instruction that refuses it stands for all of its payments; one that accepts it says nothing of any payment yet. Why a payment was refused may stand with its instruction or
 * the group alone.
 */
export function readPain002(root: XmlNode): Omit<ReadAnswer, "format"> {
  const [report] = nodesAt(root, "CstmrPmtStsRpt");
  if (!report) return { lines: [], whole: [] };
  const instructions = nodesAt(report, "OrgnlPmtInfAndSts");
  const wholes = [
    ...nodesAt(report, "OrgnlGrpInfAndSts").map((node) => ({ node, message: textAt(node, "OrgnlMsgId"), status: textAt(node, "GrpSts") })),
    ...instructions.map((node) => ({ node, message: textAt(node, "OrgnlPmtInfId"), status: textAt(node, "PmtInfSts") })),
  ];
  return {
    whole: wholes.filter(({ status }) => REFUSED.includes(status)).map(({ node, message }) => ({ line: node.line, message, says: "refused", money: null, reason: reasonOf(node), booking: null })),
    lines: instructions.flatMap((instruction) => nodesAt(instruction, "TxInfAndSts").map((node) => lineOf(node, [instruction, ...nodesAt(report, "OrgnlGrpInfAndSts")]))),
  };
}

function lineOf(node: XmlNode, around: readonly XmlNode[]): AnswerLine {
  const status = textAt(node, "TxSts");
  const [amount] = nodesAt(node, "OrgnlTxRef/Amt/InstdAmt");
  return {
    line: node.line,
    reference: textAt(node, "OrgnlEndToEndId") || textAt(node, "OrgnlInstrId"),
    says: PAID.includes(status) ? "paid" : REFUSED.includes(status) ? "refused" : "pending",
    money: amount ? { text: amount.text, currency: amount.attributes.Ccy ?? "" } : null,
    reason: [node, ...around].map(reasonOf).find((reason) => reason !== null) ?? null,
    booking: null,
  };
}

/** Of several reasons the first, but that it was sent twice before all others: after it nothing is paid anew. */
function reasonOf(node: XmlNode): string | null {
  const reasons = ["Rsn/Cd", "Rsn/Prtry", "AddtlInf"].flatMap((path) => nodesAt(node, `StsRsnInf/${path}`)).map(({ text }) => text).filter((text) => text !== "");
  return reasons.find(isSentTwice) ?? reasons[0] ?? null;
}

import type { AnswerLine, ReadAnswer } from "../types";
import { nodesAt, textAt, type XmlNode } from "./read-xml";

/** Codes by which a payment has ended (external code set ExternalPaymentTransactionStatus1Code): settled on the creditor's side, or refused. Everything else is on its way. */
const PAID = ["ACCC", "ACSC"];
const REFUSED = ["RJCT", "CANC"];

/**
 * Read a Customer Payment Status Report, pain.002.001.10 (ISO 20022). A status of the whole group or instruction that refuses it stands for all of its payments; one that accepts it says nothing of any payment yet.
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
    whole: wholes.filter(({ status }) => REFUSED.includes(status)).map(({ node, message }) => ({ line: node.line, message, says: "returned", money: null, reason: reasonOf(node) })),
    lines: instructions.flatMap((instruction) => nodesAt(instruction, "TxInfAndSts").map(lineOf)),
  };
}

function lineOf(node: XmlNode): AnswerLine {
  const status = textAt(node, "TxSts");
  const [amount] = nodesAt(node, "OrgnlTxRef/Amt/InstdAmt");
  return {
    line: node.line,
    reference: textAt(node, "OrgnlEndToEndId") || textAt(node, "OrgnlInstrId"),
    says: PAID.includes(status) ? "paid" : REFUSED.includes(status) ? "returned" : "pending",
    money: amount ? { text: amount.text, currency: amount.attributes.Ccy ?? "" } : null,
    reason: reasonOf(node),
  };
}

function reasonOf(node: XmlNode): string | null {
  return textAt(node, "StsRsnInf/Rsn/Cd") || textAt(node, "StsRsnInf/Rsn/Prtry") || null;
}

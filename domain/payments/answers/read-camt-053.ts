import { isPaymentReference } from "../rules";
import type { AnswerLine, ReadAnswer } from "../types";
import { nodesAt, textAt, type XmlNode } from "./read-xml";

/**
 * Read a Bank To Customer Statement, camt.053.001.08 (ISO 20022). Booked debits paid what they name; a credit that names a payment of ours brings its money back. Everything else on the account is somebody else's business and
 * is passed over, and so are entries that are not booked yet.
 */
export function readCamt053(root: XmlNode): Omit<ReadAnswer, "format"> {
  const entries = nodesAt(root, "BkToCstmrStmt/Stmt/Ntry").filter((entry) => (textAt(entry, "Sts/Cd") || textAt(entry, "Sts")) === "BOOK");
  return { refusedWhole: [], lines: entries.flatMap((entry) => nodesAt(entry, "NtryDtls/TxDtls").flatMap((details) => lineOf(entry, details) ?? [])) };
}

/** Where a payment of an entry has its amount; the first versions have it in the details alone. Source: ISO 20022 camt.053, EntryTransaction. */
const AMOUNTS = ["Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"];

function lineOf(entry: XmlNode, details: XmlNode): AnswerLine | null {
  const reference = textAt(details, "Refs/EndToEndId");
  if (!isPaymentReference(reference)) return null;
  const credit = (textAt(details, "CdtDbtInd") || textAt(entry, "CdtDbtInd")) === "CRDT";
  const [amount] = AMOUNTS.flatMap((path) => nodesAt(details, path));
  // Of an entry that is one payment the amount may stand with the entry alone.
  const only = nodesAt(entry, "NtryDtls/TxDtls").length === 1 ? nodesAt(entry, "Amt")[0] : undefined;
  const { text = "", attributes = {} } = amount ?? only ?? {};
  // Of a debit the bank takes back a credit: neither is our money there, nor has it come back.
  const takenBack = !credit && ["true", "1"].includes(textAt(entry, "RvslInd"));
  return {
    line: details.line,
    reference,
    says: credit ? "returned" : takenBack ? "unclear" : "paid",
    // A statement always has amounts: one that is not there is none that fits.
    money: { text, currency: attributes.Ccy ?? "" },
    reason: textAt(details, "RtrInf/Rsn/Cd") || textAt(details, "RtrInf/Rsn/Prtry") || null,
  };
}

import { createHash } from "node:crypto";
import { isMessageName, isPaymentReference } from "../rules";
import type { AnswerLine, ReadAnswer, WholeLine } from "../types";
import { nodesAt, textAt, type XmlNode } from "./read-xml";

/**
 * Read a Bank To Customer Statement, camt.053.001.08 (ISO 20022). Booked debits paid what they name; a credit that names a payment of ours brings its money back. Everything else on the account is somebody else's business and
 * is passed over, and so are entries that are not booked yet.
 */
export function readCamt053(root: XmlNode): Omit<ReadAnswer, "format"> {
  const entries = nodesAt(root, "BkToCstmrStmt/Stmt/Ntry").filter((entry) => (textAt(entry, "Sts/Cd") || textAt(entry, "Sts")) === "BOOK");
  const read = entries.map((entry) => ({ entry, lines: nodesAt(entry, "NtryDtls/TxDtls").flatMap((details) => lineOf(entry, details) ?? []) }));
  return { whole: read.flatMap(({ entry, lines }) => (lines.length === 0 ? (wholeOf(entry) ?? []) : [])), lines: read.flatMap(({ lines }) => lines) };
}

/** Where an entry names the file or the instruction that it books, both of which we call by one name. Source: ISO 20022 camt.053, BatchInformation and References. */
const MESSAGES = ["NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId", "NtryDtls/TxDtls/Refs/PmtInfId", "NtryDtls/TxDtls/Refs/MsgId", "NtryRef"];

/** One entry for a whole batch, as banks write it that book a batch in one sum and do not list what is in it. */
function wholeOf(entry: XmlNode): WholeLine | null {
  const message = MESSAGES.map((path) => textAt(entry, path)).find(isMessageName);
  if (message === undefined) return null;
  const [amount] = nodesAt(entry, "Amt");
  return { line: entry.line, message, says: saysOf(entry), money: { text: amount?.text ?? "", currency: amount?.attributes.Ccy ?? "" }, reason: null, booking: bookingOf(entry) };
}

/** The bank's own number of an entry is the same in every statement that has it. A bank that gives none is known by the day alone. Source: ISO 20022 camt.053, AccountServicerReference and BookingDate. */
function bookingOf(entry: XmlNode, details: XmlNode = entry): string | null {
  const named = textAt(entry, "AcctSvcrRef") || textAt(details, "Refs/AcctSvcrRef") || textAt(entry, "BookgDt/Dt") || textAt(entry, "BookgDt/DtTm").slice(0, 10);
  return named === "" ? null : createHash("sha256").update(named).digest("hex");
}

/** A debit paid; a credit brought money back. A debit by which the bank takes back a credit is neither: our money is not there, and has not come back. */
function saysOf(entry: XmlNode, details: XmlNode = entry): WholeLine["says"] {
  if ((textAt(details, "CdtDbtInd") || textAt(entry, "CdtDbtInd")) === "CRDT") return "returned";
  return ["true", "1"].includes(textAt(entry, "RvslInd")) ? "unclear" : "paid";
}

/** Where a payment of an entry has its amount; the first versions have it in the details alone. Source: ISO 20022 camt.053, EntryTransaction. */
const AMOUNTS = ["Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"];

function lineOf(entry: XmlNode, details: XmlNode): AnswerLine | null {
  const reference = textAt(details, "Refs/EndToEndId");
  if (!isPaymentReference(reference)) return null;
  const [amount] = AMOUNTS.flatMap((path) => nodesAt(details, path));
  // Of an entry that is one payment the amount may stand with the entry alone.
  const only = nodesAt(entry, "NtryDtls/TxDtls").length === 1 ? nodesAt(entry, "Amt")[0] : undefined;
  const { text = "", attributes = {} } = amount ?? only ?? {};
  return {
    line: details.line,
    reference,
    says: saysOf(entry, details),
    // A statement always has amounts: one that is not there is none that fits.
    money: { text, currency: attributes.Ccy ?? "" },
    reason: textAt(details, "RtrInf/Rsn/Cd") || textAt(details, "RtrInf/Rsn/Prtry") || null,
    booking: bookingOf(entry, details),
  };
}

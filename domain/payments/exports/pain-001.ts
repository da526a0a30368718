import { moneyInField } from "@/content/formats";
import type { PayoutAccount } from "../../claims/types";
import type { PaymentExport } from "../types";

type Node = [tag: string, content: string | Node[], attributes?: Record<string, string>];

/**
 * Customer Credit Transfer Initiation, pain.001.001.09 (ISO 20022, 2019): one group, one instruction, a transaction for each payment. A Korean account has no IBAN: its number stands as another identification, its bank as a member of
 * the national clearing system. Amounts have the decimals of their currency, so the won and the yen none.
 */
export const pain001: PaymentExport = {
  contentType: "application/xml",
  extension: "xml",
  whyNot: () => null,
  write: ({ message, payer, currency, payOn, purpose, madeAt, comment }, lines) => {
    const total = moneyInField(lines.reduce((sum, { minor }) => sum + minor, 0n), currency);
    const counts: Node[] = [["NbOfTxs", String(lines.length)], ["CtrlSum", total]];
    const header: Node = ["GrpHdr", [["MsgId", message], ["CreDtTm", madeAt.toISOString().replace(/\.\d+Z$/, "Z")], ...counts, ["InitgPty", [["Nm", text(payer.account.holder, 140)]]]]];
    const instruction: Node = [
      "PmtInf",
      [
        ["PmtInfId", message],
        ["PmtMtd", "TRF"],
        ["BtchBookg", "true"],
        ...counts,
        ["ReqdExctnDt", [["Dt", payOn]]],
        ["Dbtr", [["Nm", text(payer.account.holder, 140)]]],
        ["DbtrAcct", [...accountNodes(payer.account), ["Ccy", currency]]],
        ["DbtrAgt", [["FinInstnId", bankNodes(payer.account, payer.bic)]]],
        ["ChrgBr", "SLEV"],
        ...lines.map(
          ({ reference, minor, account }): Node => [
            "CdtTrfTxInf",
            [
              ["PmtId", [["InstrId", reference], ["EndToEndId", reference]]],
              ["Amt", [["InstdAmt", moneyInField(minor, currency), { Ccy: currency }]]],
              ...(account.kind === "kr-account" ? [["CdtrAgt", [["FinInstnId", bankNodes(account, "")]]] as Node] : []),
              ["Cdtr", [["Nm", text(account.holder, 140)]]],
              ["CdtrAcct", accountNodes(account)],
              ["RmtInf", [["Ustrd", text(`${purpose} ${reference}`, 140)]]],
            ],
          ],
        ),
      ],
    ];
    return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${comment === "" ? "" : `<!-- ${commented(comment)} -->\n`}${written(["Document", [["CstmrCdtTrfInitn", [header, instruction]]], { xmlns: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09" }])}\n`);
  },
};

function accountNodes(account: PayoutAccount): Node[] {
  return [["Id", account.kind === "iban" ? [["IBAN", account.iban]] : [["Othr", [["Id", account.account]]]]]];
}

/** A bank that is named by nothing has to be said so. */
function bankNodes(account: PayoutAccount, bic: string): Node[] {
  if (bic !== "") return [["BICFI", bic]];
  return account.kind === "kr-account" ? [["ClrSysMmbId", [["MmbId", account.bank]]]] : [["Othr", [["Id", "NOTPROVIDED"]]]];
}

/** So many characters at most, none of them cut in two. */
function text(words: string, most: number): string {
  return Array.from(words).slice(0, most).join("");
}

/** A comment of XML 1.0 has no two hyphens in a row and none at its end; no schema says where comments may stand. */
function commented(words: string): string {
  return escaped(words).replaceAll(/-{2,}/g, "-").replace(/-$/, "");
}

function written([tag, content, attributes = {}]: Node): string {
  const head = [tag, ...Object.entries(attributes).map(([name, value]) => `${name}="${escaped(value)}"`)].join(" ");
  return `<${head}>${typeof content === "string" ? escaped(content) : content.map(written).join("")}</${tag}>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as XML carries it; characters that XML 1.0 has not are left out. */
function escaped(words: string): string {
  return words.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "").replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
}

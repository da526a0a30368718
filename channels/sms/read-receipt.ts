import type { Pdu } from "smpp";
import type { SmsReceipt } from "@/domain/correspondence/types";
import { withoutNumbers } from "@/lib/redact";

/** Bits 5 to 2 of esm_class in a deliver_sm that is a receipt (SMPP 3.4 § 5.2.12). */
const RECEIPT = 0x04;
/** message_state (§ 5.2.28), and the word that stands for it in the text of a receipt (appendix B). Others speak of a text that is still under way. */
const finalStates: Record<string, SmsReceipt["kind"]> = { "2": "delivered", "3": "bounced", "4": "bounced", "5": "bounced", "8": "bounced", DELIVRD: "delivered", EXPIRED: "bounced", DELETED: "bounced", UNDELIV: "bounced", REJECTD: "bounced" };

/** Read a deliver_sm as a receipt: by its optional parameters, else by its text. Null for a text that somebody sent to us and for one that says nothing final. */
export function readSmppReceipt(pdu: Pdu): SmsReceipt | null {
  if (((pdu.esm_class ?? 0) & 0x3c) !== RECEIPT) return null;
  const text = plainText(pdu.short_message?.message ?? pdu.message_payload?.message ?? "");
  const handle = pdu.receipted_message_id ?? /\bid:(\S+)/i.exec(text)?.[1];
  const stat = /\bstat:(\w+)/i.exec(text)?.[1]?.toUpperCase();
  const kind = finalStates[String(pdu.message_state ?? "")] ?? finalStates[stat ?? ""];
  if (handle === undefined || handle === "" || kind === undefined) return null;
  const error = /\berr:(\w+)/i.exec(text)?.[1];
  const words = [stat ?? `state ${String(pdu.message_state)}`, ...(error !== undefined && kind === "bounced" ? [`err ${error}`] : [])];
  return { handle, kind, words: withoutNumbers(words.join(" ")) };
}

function plainText(message: string | Buffer): string {
  return typeof message === "string" ? message : message.toString("latin1");
}

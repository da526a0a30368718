import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { insertMessage } from "./insert-message";
import { queueMail, type OutgoingMail } from "./queue-mail";

export interface OutgoingMessage extends Omit<OutgoingMail, "to"> {
  to: { kind: "email" | "phone"; value: string };
  /** What a phone gets instead of subject and text: short, and without a link. */
  sms: string;
}

/** Queue one message to a contact that somebody has proven: a mail to an address, a text message to a phone. Returns its id. */
export async function queueMessage(tx: Executor, ctx: Context, { to, sms, ...mail }: OutgoingMessage): Promise<string> {
  if (to.kind === "email") return queueMail(tx, ctx, { ...mail, to: to.value });
  return insertMessage(tx, ctx, "sms", mail, { to: to.value, locale: mail.locale, text: sms });
}

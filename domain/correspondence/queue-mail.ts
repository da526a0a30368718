import type { Locale } from "@/db/values/locales";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { insertMessage, type MessageFrame } from "./insert-message";

export interface OutgoingMail extends MessageFrame {
  to: string;
  locale: Locale;
  subject: string;
  text: string;
  html?: string;
}

/** Queue one mail to one person in the caller's transaction; the worker sends it in the person lane, ahead of any wave. Returns the mail's id. */
export async function queueMail(tx: Executor, ctx: Context, { purpose, incidentId, claimId, runAt, notAfter, ...content }: OutgoingMail): Promise<string> {
  return insertMessage(tx, ctx, "email", { purpose, incidentId, claimId, runAt, notAfter }, content);
}

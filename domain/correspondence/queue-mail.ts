import { randomUUID } from "node:crypto";
import { correspondenceMails } from "@/db/schema/correspondence";
import type { Locale } from "@/db/values/locales";
import type { Context } from "../kernel/context";
import { enqueue } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { INSTALLATION } from "../keys/key-ring";
import { sealJson } from "../keys/sealed";
import { sendMailJob } from "./jobs";

export interface OutgoingMail {
  /** What the mail is for: `lookup-code`, `claim-received`, … Shown to operators instead of its content. */
  purpose: string;
  incidentId: string | null;
  to: string;
  locale: Locale;
  subject: string;
  text: string;
  html?: string;
  /** Not before this moment: a code over budget waits for its next slot. */
  runAt?: Date;
  /** After this moment the mail is worthless (an expired code) and is dropped instead of sent. */
  notAfter?: Date;
}

/** The place a queued mail's envelope belongs to. */
export function mailPlace(id: string) {
  return { table: "correspondence_mails", column: "sealed", scope: INSTALLATION, recordId: id };
}

/** Queue one mail to one person in the caller's transaction; the worker sends it in the person lane, ahead of any wave. Returns the mail's id. */
export async function queueMail(tx: Executor, ctx: Context, mail: OutgoingMail): Promise<string> {
  const id = randomUUID();
  const { purpose, incidentId, runAt, notAfter, ...content } = mail;
  await tx.insert(correspondenceMails).values({
    id,
    incidentId,
    purpose,
    sealed: await sealJson(ctx.keys, mailPlace(id), content),
    notAfter: notAfter ?? null,
  });
  await enqueue(tx, sendMailJob, { mailId: id }, { runAt });
  return id;
}

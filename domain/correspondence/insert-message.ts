import { randomUUID } from "node:crypto";
import { correspondenceMails } from "@/db/schema/correspondence";
import type { Context } from "../kernel/context";
import { enqueue } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { INSTALLATION } from "../keys/key-ring";
import { sealJson } from "../keys/sealed";
import { sendMailJob } from "./jobs";
import type { MessageContent } from "./types";

/** What is known of a queued message without opening it. */
export interface MessageFrame {
  /** What the message is for: `lookup-code`, `claim-received`, … Shown to operators instead of its content. */
  purpose: string;
  incidentId: string | null;
  /** Not before this moment: a code over budget waits for its next slot. */
  runAt?: Date;
  /** After this moment the message is worthless (an expired code) and is dropped instead of sent. */
  notAfter?: Date;
}

/** The place a queued message's envelope belongs to. */
export function mailPlace(id: string) {
  return { table: "correspondence_mails", column: "sealed", scope: INSTALLATION, recordId: id };
}

/** Write one message, by whatever channel, into the queue of the caller's transaction. Returns its id. */
export async function insertMessage(tx: Executor, ctx: Context, channel: "email" | "sms", { purpose, incidentId, runAt, notAfter }: MessageFrame, content: MessageContent): Promise<string> {
  const id = randomUUID();
  await tx.insert(correspondenceMails).values({ id, incidentId, purpose, channel, sealed: await sealJson(ctx.keys, mailPlace(id), content), notAfter: notAfter ?? null });
  await enqueue(tx, sendMailJob, { mailId: id }, { runAt });
  return id;
}

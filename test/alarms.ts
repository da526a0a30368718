import { correspondenceMails } from "@/db/schema/correspondence";
import { mailPlace } from "@/domain/correspondence/insert-message";
import { messageContent, type MessageContent } from "@/domain/correspondence/types";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { openJson } from "@/domain/keys/sealed";

/** The mails to some addresses that wait to be sent, opened. */
export async function openMailsTo(parts: ProcessParts, addresses: readonly string[]): Promise<MessageContent[]> {
  const rows = await parts.db.select().from(correspondenceMails);
  const mails = await Promise.all(rows.flatMap(({ id, sealed }) => (sealed ? [openJson(parts.keys, mailPlace(id), sealed)] : [])));
  return mails.map((mail) => messageContent.parse(mail)).filter(({ to }) => addresses.includes(to));
}

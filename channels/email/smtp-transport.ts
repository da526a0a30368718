import type { EmailMessage, EmailTransport, Handover } from "@/domain/correspondence/types";
import { classifyHandover } from "./classify-handover";
import { composeMail, encodeMailbox, headerAddress, mailDate } from "./mime-letter";
import { openSmtpRelay, type RelayOptions } from "./smtp-relay";

/** Connections for mails to single people: codes, claim mails, mails to staff. */
export function openSmtpTransport(options: RelayOptions & { from: string }): EmailTransport {
  const relay = openSmtpRelay(options);
  const from = encodeMailbox(options.from);
  const sender = /<([^<>]+)>$/.exec(options.from)?.[1] ?? options.from;
  return {
    async send(mail: EmailMessage): Promise<Handover> {
      const to = headerAddress(mail.to);
      if (to === null) return { outcome: "rejected", reply: "EENVELOPE" };
      const attempt = await relay.send({ from: sender, to }, composeMail({ from, to, messageId: mail.messageId, date: mailDate() }, mail));
      const { outcome, reply } = attempt ? classifyHandover(attempt) : { outcome: "unavailable" as const, reply: "closed" };
      return { outcome: outcome === "unavailable" ? "later" : outcome, reply };
    },
    close: () => relay.close(),
  };
}

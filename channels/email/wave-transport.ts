import type { PreparedLetter, WaveHandover, WaveRecipient, WaveTransport } from "@/domain/waves/types";
import { classifyHandover } from "./classify-handover";
import { composeMessage, encodeMailbox, headerAddress, layOutLetter, mailDate, type MimeLetter } from "./mime-letter";
import { openSmtpRelay, type RelayOptions } from "./smtp-relay";

/** Connections for waves, apart from those for mails to single people. nodemailer is the SMTP client alone: message, signature and connections are ours. */
export function openWaveTransport(options: RelayOptions & { from: string }): WaveTransport {
  const relay = openSmtpRelay(options);
  const from = encodeMailbox(options.from);
  const domain = mailDomain(options.from);
  return {
    channel: "email",
    connections: options.connections,
    prepare: layOutLetter,
    async send(prepared: PreparedLetter, recipient: WaveRecipient): Promise<WaveHandover> {
      const name = `${recipient.token}@${domain}`;
      const to = headerAddress(recipient.to);
      if (to === null) return { outcome: "rejected", reply: "EENVELOPE" };
      const message = composeMessage(prepared as MimeLetter, { from, to, messageId: name, date: mailDate() }, recipient.personal);
      const attempt = await relay.send({ from: name, to }, message);
      return attempt ? classifyHandover(attempt) : { outcome: "unavailable", reply: "closed" };
    },
    close: () => relay.close(),
  };
}

/** The domain of the sender's address; Message-ID and return path stand in it, too. */
function mailDomain(mailbox: string): string {
  return /@([^@<>\s]+?)>?$/.exec(mailbox)?.[1] ?? "localhost";
}

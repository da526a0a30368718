import { Readable } from "node:stream";
import nodemailer from "nodemailer";
import type { PreparedLetter, WaveHandover, WaveRecipient, WaveTransport } from "@/domain/waves/types";
import { encodeMailbox, layOutLetter, writeMessage, type MimeLetter } from "./mime-letter";
import { smtpServer, withoutAddresses, type SmtpError, type SmtpOptions } from "./smtp-transport";

/** A message that knows whether the relay has begun to take it: it is first read when DATA was answered. */
class Outgoing extends Readable {
  begun = false;
  constructor(private readonly bytes: Buffer) {
    super();
  }
  override _read(): void {
    this.begun = true;
    this.push(this.bytes);
    this.push(null);
  }
}

/**
 * Connections for waves, apart from those for mails to single people. nodemailer is the SMTP client alone: the MIME is ours, and `maxRequeues: 0` because it
 * would otherwise send again by itself and the ledger would not know.
 */
export function openWaveTransport(options: SmtpOptions): WaveTransport {
  const pool = nodemailer.createTransport({ ...smtpServer(options), pool: true, maxConnections: options.connections, maxMessages: 10_000, maxRequeues: 0 });
  const outgoing = new WeakMap<Buffer, Outgoing>();
  // The composed message would be piped through three more streams; ours goes out as it is.
  pool.use("stream", (mail, done) => {
    const stream = Buffer.isBuffer(mail.data.raw) ? outgoing.get(mail.data.raw) : undefined;
    if (stream) mail.message.createReadStream = () => stream;
    done();
  });
  const from = encodeMailbox(options.from);
  const domain = /@([^@<>\s]+?)>?$/.exec(options.from)?.[1] ?? "localhost";
  return {
    connections: options.connections,
    prepare: layOutLetter,
    async send(prepared: PreparedLetter, recipient: WaveRecipient): Promise<WaveHandover> {
      const name = `${recipient.token}@${domain}`;
      let message: Outgoing | undefined;
      try {
        const raw = writeMessage(prepared as MimeLetter, { from, to: recipient.to, messageId: name, date: mailDate() }, recipient.personal);
        message = new Outgoing(raw);
        outgoing.set(raw, message);
        const info = await pool.sendMail({ envelope: { from: name, to: recipient.to }, raw, disableFileAccess: true, disableUrlAccess: true });
        return { outcome: "accepted", reply: withoutAddresses(info.response) };
      } catch (error) {
        return classifyHandover(error as SmtpError, message?.begun ?? false);
      }
    },
    close: () => pool.close(),
  };
}

/** Replies that speak of this recipient or this message; any other 5yz is the relay refusing us, and everybody after would be refused alike. */
const ofTheMessage = new Set(["RCPT TO", "DATA"]);

/**
 * Whether a 5yz reply speaks of a mailbox that is full now: X.2.2 (RFC 3463 § 3.3), or 552 without an enhanced code, which RFC 5321 § 4.2.2 gives the same
 * meaning. 5.3.4 and the like speak of the message, which grows no smaller.
 */
function isMailboxFull(code: number, reply: string): boolean {
  const enhanced = /\b[45]\.(\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  return enhanced === undefined ? code === 552 : enhanced === "2.2";
}

/**
 * Sort a failed hand-over. A reply with a code is the relay's own word (RFC 5321 § 4.2.1). Without one it depends on whether the message had begun: before that
 * nothing was handed over, after that only the relay knows.
 */
export function classifyHandover(error: SmtpError, begun: boolean): WaveHandover {
  const reply = withoutAddresses(error.response ?? error.code ?? error.name);
  const code = error.responseCode ?? 0;
  // Refused on our side: no connection can carry this address.
  if (error.code === "EENVELOPE" && error.command === "API") return { outcome: "rejected", reply: "EENVELOPE" };
  if (code >= 400 && code < 600) {
    if (code >= 500 && (begun || ofTheMessage.has(error.command ?? ""))) return { outcome: isMailboxFull(code, reply) ? "later" : "rejected", reply };
    if (begun || error.command === "RCPT TO" || error.command === "DATA") return { outcome: code === 421 ? "unavailable" : "later", reply };
    return { outcome: "unavailable", reply };
  }
  return { outcome: begun ? "in-doubt" : "unavailable", reply };
}

let dated = { second: 0, text: "" };

/** The Date header (RFC 5322 § 3.3), written once per second. */
function mailDate(): string {
  const second = Math.floor(Date.now() / 1000);
  if (dated.second !== second) dated = { second, text: new Date(second * 1000).toUTCString().replace("GMT", "+0000") };
  return dated.text;
}

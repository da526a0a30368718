import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { AddressUse, Feedback, RecordedFeedback } from "@/domain/waves/feedback/types";
import { readReport, tokenOfAddress, type ReportEnvelope } from "./read-report";

/** Reports return the message they speak of, and ours are small. */
const MOST_BYTES = 1024 * 1024;
const MOST_CLIENTS = 50;
const MOST_RECIPIENTS = 10;
const IDLE_MS = 60_000;

/** What the listener asks and tells the ledger. Any of it may fail; then the sender is asked to come again and nothing is lost. */
export interface Ledger {
  /** What a token is for; null when it is none of ours. */
  useOf(token: string): Promise<AddressUse | null>;
  record(feedback: Feedback): Promise<RecordedFeedback>;
  unsubscribe(token: string): Promise<void>;
}

export interface ListenerOptions {
  host: string;
  port: number;
  /** Addresses in lower case that take reports about any message: feedback loops write to one that was agreed on. */
  addresses: readonly string[];
  ledger: Ledger;
  /** Told of faults of ours, never of what a mail said. */
  onFault: (error: unknown) => void;
}

export interface InboundListener {
  port: number;
  close(): Promise<void>;
}

/** An SMTP reply that refuses (RFC 5321 § 4.2, RFC 3463). */
function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

const again = () => refusal(451, "4.3.0 Cannot take this now, please come again");

/**
 * Take the mails that come back. Only addresses that we made ourselves are taken, so nothing is relayed and a stranger's mail ends at RCPT. A mail is read in memory and let go;
 * 250 is said after the commit alone.
 */
export async function listenForReports(options: ListenerOptions): Promise<InboundListener> {
  const server = new SMTPServer({
    name: "amends",
    banner: "takes reports about its own messages",
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: MOST_BYTES,
    maxClients: MOST_CLIENTS,
    socketTimeout: IDLE_MS,
    closeTimeout: 2_000,
    logger: false,
    onRcptTo({ address }, session, done) {
      mayCome(options, address, session).then((refused) => done(refused), (error: unknown) => {
        options.onFault(error);
        done(again());
      });
    },
    onData(stream, session, done) {
      take(options, stream, session).then((refused) => done(refused), (error: unknown) => {
        options.onFault(error);
        done(again());
      });
    },
  });
  // A client that resets its connection is its own affair.
  server.on("error", () => undefined);
  const port = await new Promise<number>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(options.port, options.host, () => {
      const address = server.server.address();
      resolve(typeof address === "object" && address ? address.port : options.port);
    });
  });
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function mayCome({ addresses, ledger }: ListenerOptions, address: string, session: SMTPServerSession): Promise<Error | null> {
  if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) return refusal(452, "4.5.3 Too many recipients");
  if (addresses.includes(address.toLowerCase())) return null;
  const token = tokenOfAddress(address);
  return token !== null && (await ledger.useOf(token)) !== null ? null : refusal(550, "5.1.1 No such address here");
}

async function take({ ledger }: ListenerOptions, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
  const raw = await readAll(stream);
  if (raw === null) return refusal(552, "5.3.4 Too large");
  const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
  let waits = false;
  for (const { address } of session.envelope.rcptTo) {
    const token = tokenOfAddress(address);
    if (token !== null && (await ledger.useOf(token)) === "unsubscribe") await ledger.unsubscribe(token);
    else waits = (await report(ledger, raw, { from, token })) === "later" || waits;
  }
  return waits ? refusal(451, "4.2.1 That message is on its way at this moment, please come again") : null;
}

async function report(ledger: Ledger, raw: Buffer, envelope: ReportEnvelope): Promise<RecordedFeedback | null> {
  const feedback = await readReport(raw, envelope);
  return feedback && ledger.record(feedback);
}

/** The mail; null when it is too large. Read to its end in any case: the sender waits for the reply behind its dot. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MOST_BYTES) parts.push(part);
  }
  return bytes > MOST_BYTES || stream.sizeExceeded ? null : Buffer.concat(parts);
}

import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

interface SinkMessage {
  to: string[];
  raw: Buffer;
}

export interface SmtpSink {
  port: number;
  messages: SinkMessage[];
  /** Keep back the reply to every message from now on, or to those to some addresses. */
  hold(whose?: (to: string) => boolean): void;
  /** Take so many milliseconds for the reply to each message. */
  delay(ms: number): void;
  /** How many messages wait for their reply. */
  held(): number;
  /** Answer messages to some addresses otherwise: with an SMTP code, or by breaking the connection after the message was taken. Null is accepted. */
  answer(how: (to: string) => number | "break" | null): void;
  /** Reply to those that wait, or to those to some addresses, and to such at once from now on. */
  release(whose?: (to: string) => boolean): void;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it is given. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const messages: SinkMessage[] = [];
  let keepsBack: (to: string) => boolean = () => false;
  let slow = 0;
  let waiting: { to: string; accept: () => void }[] = [];
  let answerOf: (to: string) => number | "break" | null = () => null;
  const server = new SMTPServer({
    authOptional: true,
    // Closing does not wait for the pools of programs that are still there.
    closeTimeout: 100,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const to = session.envelope.rcptTo[0]?.address ?? "";
        const answer = answerOf(to);
        if (typeof answer === "number") {
          done(Object.assign(new Error("not now"), { responseCode: answer }));
          return;
        }
        const accept = () => {
          messages.push({ to: session.envelope.rcptTo.map((recipient) => recipient.address), raw: Buffer.concat(parts) });
          if (answer === "break") for (const connection of server.connections) connection.close();
          else done();
        };
        if (keepsBack(to)) waiting.push({ to, accept });
        else if (slow > 0) setTimeout(accept, slow);
        else accept();
      });
    },
  });
  // A client that was killed resets its connection; that is what the test wants to see survived.
  server.on("error", () => undefined);
  const net = server.server;
  await new Promise<void>((resolve) => net.listen(0, "127.0.0.1", resolve));
  return {
    port: (net.address() as AddressInfo).port,
    messages,
    hold(whose = () => true) {
      keepsBack = whose;
    },
    delay(ms) {
      slow = ms;
    },
    held: () => waiting.length,
    answer(how) {
      answerOf = how;
    },
    release(whose = () => true) {
      const kept = keepsBack;
      keepsBack = (to) => kept(to) && !whose(to);
      const free = waiting.filter(({ to }) => whose(to));
      waiting = waiting.filter(({ to }) => !whose(to));
      for (const { accept } of free) accept();
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

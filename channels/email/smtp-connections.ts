import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";

export interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** Where a relay is and who we are to it. */
export interface SmtpServer {
  host: string;
  port: number;
  secure: boolean;
  requireTLS: boolean;
  auth: { user: string; pass: string } | undefined;
}

/** How long, in milliseconds, we wait for a relay. */
export interface SmtpTimeouts {
  /** For the connection, its greeting and TLS. */
  connect: number;
  /** From taking a connection up to the relay's 354, however busily it talks. */
  envelope: number;
  /** From there to its word on the message. RFC 5321 § 4.5.3.2.6 asks for ten minutes of a program that would send again; ours asks a person instead, and must not stand still so long. */
  message: number;
  /** How long a connection that nobody needs is kept. */
  idle: number;
}

const TIMEOUTS: SmtpTimeouts = { connect: 15_000, envelope: 60_000, message: 120_000, idle: 30_000 };
/** Messages on one connection. Many relays close it at a hundred or a thousand. */
const MESSAGES_EACH = 1_000;

export interface SmtpEnvelope {
  from: string;
  to: string;
}

/** What came of one message: the relay took it, or it did not, or nobody knows. `begun` is whether it had asked for the message itself. */
export type Attempt = { taken: true; reply: string } | { taken: false; error: SmtpError; begun: boolean };

/** A bounded set of connections to one relay, opened as they are needed and kept while they are used. */
export interface SmtpConnections {
  /** Send over a free connection, or wait for one. Null when the message was turned away while it waited: nothing was said of it. */
  send(envelope: SmtpEnvelope, message: Buffer): Promise<Attempt | null>;
  /** Turn away all that wait for a connection. */
  turnAway(): void;
  /** Let go of every connection; what is being sent is cut off. */
  close(): void;
}

/** A message that knows whether the relay has asked for it: it is piped when DATA was answered. */
class Outgoing extends Readable {
  begun = false;
  constructor(
    private readonly bytes: Buffer,
    private readonly onBegin: () => void,
  ) {
    super();
  }
  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    this.begun = true;
    this.onBegin();
    destination.end(this.bytes);
    return destination;
  }
  override _read(): void {
    this.push(null);
  }
}

/** One connection and what it is used for. */
class Line {
  readonly connection: SMTPConnection;
  messages = 0;
  closed = false;
  private idle: NodeJS.Timeout | undefined;
  /** What the connection broke with. */
  private fault: SmtpError | undefined;
  /** Settles the message that is under way when the connection ends: nobody else would. */
  private abandon: (() => void) | undefined;

  constructor(
    private readonly server: SmtpServer,
    private readonly timeouts: SmtpTimeouts,
    private readonly onClosed: (line: Line) => void,
  ) {
    const { connect } = timeouts;
    // Silence is bounded by our own timers, which a relay that sends a byte a second cannot hold off.
    this.connection = new SMTPConnection({ ...server, connectionTimeout: connect, greetingTimeout: connect, dnsTimeout: connect, socketTimeout: 2 * Math.max(timeouts.message, timeouts.idle), socketCloseTimeout: 1_000 });
    this.connection.on("error", (error: SmtpError) => (this.fault = error));
    this.connection.once("end", () => this.close());
  }

  /** Connect and log in. */
  open(): Promise<SmtpError | null> {
    return this.within(this.timeouts.envelope, (done) => {
      this.connection.connect((error) => {
        if (error) done(error);
        else if (this.server.auth && this.connection.allowsAuth) this.connection.login(this.server.auth, (refusal) => done(refusal ?? null));
        else done(null);
      });
    }).then((error) => {
      if (error) this.close();
      return error;
    });
  }

  send(envelope: SmtpEnvelope, bytes: Buffer): Promise<Attempt> {
    clearTimeout(this.idle);
    this.messages += 1;
    return new Promise((resolve) => {
      const settle = (attempt: Attempt) => {
        clearTimeout(timer);
        this.abandon = undefined;
        resolve(attempt);
      };
      const failed = (error: SmtpError) => settle({ taken: false, error, begun: message.begun });
      const give = () => {
        failed(timedOut());
        this.close();
      };
      this.abandon = () => failed(this.reason());
      let timer = setTimeout(give, this.timeouts.envelope);
      const message = new Outgoing(bytes, () => {
        clearTimeout(timer);
        timer = setTimeout(give, this.timeouts.message);
      });
      this.connection.send({ ...envelope }, message, (error, info) => {
        if (error) failed(error);
        else settle({ taken: true, reply: info.response });
      });
    });
  }

  /** Make ready for another message after one was refused. False when the connection is of no more use. */
  reset(): Promise<boolean> {
    return this.within(this.timeouts.envelope, (done) => this.connection.reset((error) => done(error))).then((error) => error === null && !this.closed);
  }

  rest(): void {
    this.idle = setTimeout(() => this.quit(), this.timeouts.idle).unref();
  }

  /** Take leave, and close. */
  quit(): void {
    if (!this.closed) this.connection.quit();
    this.close();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.idle);
    this.connection.close();
    this.abandon?.();
    this.onClosed(this);
  }

  private reason(): SmtpError {
    return this.fault ?? closedBy(this.connection.lastServerResponse);
  }

  /** A callback that may never come: the connection may end first, or fall silent. */
  private within(ms: number, start: (done: (error: SmtpError | null) => void) => void): Promise<SmtpError | null> {
    return new Promise((resolve) => {
      const done = (error: SmtpError | null) => {
        clearTimeout(timer);
        this.connection.off("end", ended);
        resolve(error);
      };
      const ended = () => done(this.reason());
      const timer = setTimeout(() => done(timedOut()), ms);
      this.connection.once("end", ended);
      start(done);
    });
  }
}

/** Open no connection yet, and never more than `most`. */
export function openSmtpConnections(server: SmtpServer, most: number, given: Partial<SmtpTimeouts> = {}): SmtpConnections {
  const timeouts = { ...TIMEOUTS, ...given };
  const lines = new Set<Line>();
  const idle: Line[] = [];
  let waiting: ((line: Line | null) => void)[] = [];
  let closed = false;

  const add = (): Line => {
    const line = new Line(server, timeouts, (ended) => {
      lines.delete(ended);
      const place = idle.indexOf(ended);
      if (place >= 0) idle.splice(place, 1);
      waiting.shift()?.(add());
    });
    lines.add(line);
    return line;
  };
  const take = (): Promise<Line | null> | Line | null => (closed ? null : (idle.pop() ?? (lines.size < most ? add() : new Promise<Line | null>((resolve) => waiting.push(resolve)))));
  const release = (line: Line) => {
    if (line.closed) return;
    if (line.messages >= MESSAGES_EACH) line.quit();
    else if (waiting.length > 0) waiting.shift()?.(line);
    else {
      idle.push(line);
      line.rest();
    }
  };

  return {
    async send(envelope, message) {
      for (;;) {
        const line = await take();
        if (!line) return null;
        const used = line.messages > 0;
        const refusal = used ? null : await line.open();
        if (refusal) return { taken: false, error: refusal, begun: false };
        const attempt = await line.send(envelope, message);
        if (attempt.taken) release(line);
        else if (attempt.error.responseCode !== undefined && attempt.error.responseCode !== 421 && !line.closed) void line.reset().then((ready) => (ready ? release(line) : line.close()));
        else line.close();
        // A relay may close a connection that nobody used for a while; that says nothing about the relay.
        if (used && !attempt.taken && !attempt.begun && attempt.error.responseCode === undefined && attempt.error.code !== "ETIMEDOUT") continue;
        return attempt;
      }
    },
    turnAway() {
      const turned = waiting;
      waiting = [];
      for (const resolve of turned) resolve(null);
    },
    close() {
      closed = true;
      this.turnAway();
      for (const line of [...lines]) line.close();
    },
  };
}

function timedOut(): SmtpError {
  return Object.assign(new Error("the relay did not answer in time"), { code: "ETIMEDOUT", command: "CONN" });
}

function closedBy(lastReply: string | false): SmtpError {
  const error: SmtpError = Object.assign(new Error("the connection was closed"), { code: "ECONNECTION", command: "CONN" });
  return lastReply && /^[45]\d\d/.test(lastReply) ? Object.assign(error, { response: lastReply, responseCode: Number(lastReply.slice(0, 3)) }) : error;
}

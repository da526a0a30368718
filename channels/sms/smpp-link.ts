import { isIP } from "node:net";
import smpp, { type Pdu, type Session } from "smpp";
import type { SmsGatewayOptions, SmsTimeouts } from "./gateway";
import { readSmppReceipt } from "./read-receipt";

/** What came of one PDU: its answer; nothing, because it was never written; or nobody knows. */
export type Answer = { kind: "answered"; pdu: Pdu } | { kind: "unsent" } | { kind: "lost"; why: string };

/** How to log in. */
export interface SmppServer {
  host: string;
  port: number;
  tls: boolean;
  systemId: string;
  password: string;
}

/**
 * One bound session. The library frames PDUs and pairs answers with requests; it forgets the requests of a session that ends, so what is open is kept here and
 * settled by the end of the line or by its own deadline.
 */
export class SmppLink {
  private readonly session: Session;
  private readonly open = new Set<(answer: Answer) => void>();
  private beat: NodeJS.Timeout | undefined;
  private bound = false;
  private ended = false;

  constructor(
    server: SmppServer,
    private readonly timeouts: SmsTimeouts,
    private readonly onReceipt: SmsGatewayOptions["onReceipt"],
    private readonly onEnd: () => void,
  ) {
    this.session = smpp.connect({ host: server.host, port: server.port, tls: server.tls, ...(isIP(server.host) === 0 ? { servername: server.host } : {}) });
    this.session.on("error", (error: Error & { code?: string }) => this.end(error.code ?? error.name));
    this.session.on("close", () => this.end("closed"));
    this.session.on("enquire_link", (pdu: Pdu) => this.session.send(pdu.response()));
    this.session.on("unbind", (pdu: Pdu) => this.leave(pdu));
    this.session.on("deliver_sm", (pdu: Pdu) => void this.take(pdu));
  }

  get ready(): boolean {
    return this.bound && !this.ended;
  }

  /** Connect and bind as transceiver. The answer's status says whether we may send. */
  async bind({ systemId, password, tls }: SmppServer): Promise<Answer> {
    const answer = await this.ask(this.timeouts.connect, (answered) => {
      this.session.once(tls ? "secureConnect" : "connect", () => this.session.bind_transceiver({ system_id: systemId, password, system_type: "", interface_version: 0x34 }, answered));
      return true;
    });
    if (answer.kind === "answered" && answer.pdu.command_status === 0) {
      this.bound = true;
      this.listen();
    } else this.end("not bound");
    return answer;
  }

  submit(options: Record<string, unknown>): Promise<Answer> {
    if (!this.ready) return Promise.resolve({ kind: "unsent" });
    return this.ask(this.timeouts.answer, (answered) => this.session.submit_sm(options, answered));
  }

  /** Say goodbye and let go. */
  close(): void {
    if (this.ready) this.session.unbind();
    this.end("closed");
  }

  /** A request whose answer may never come. Silence ends the line: what comes after it could belong to anything. */
  private ask(ms: number, write: (answered: (pdu: Pdu) => void) => boolean): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        this.open.delete(settle);
        resolve(answer);
      };
      const timer = setTimeout(() => {
        settle({ kind: "lost", why: "no answer in time" });
        this.end("no answer in time");
      }, ms);
      this.open.add(settle);
      if (!write((pdu) => settle({ kind: "answered", pdu }))) settle({ kind: "unsent" });
    });
  }

  /** Ask for a sign of life whenever the line has been left alone for a while. */
  private listen(): void {
    this.beat = setTimeout(() => {
      void this.ask(this.timeouts.connect, (answered) => this.session.enquire_link(answered)).then(() => {
        if (!this.ended) this.listen();
      });
    }, this.timeouts.idle);
  }

  /** The gateway takes its leave: nothing more is sent, and what it has may still be answered until it closes. */
  private leave(pdu: Pdu): void {
    this.bound = false;
    this.session.send(pdu.response());
    setTimeout(() => this.end("unbound"), this.open.size > 0 ? this.timeouts.answer : 0);
  }

  private async take(pdu: Pdu): Promise<void> {
    const receipt = readSmppReceipt(pdu);
    const taken = receipt && this.onReceipt ? await this.onReceipt(receipt).then(() => true, () => false) : true;
    this.session.send(pdu.response({ command_status: taken ? 0 : smpp.errors.ESME_RX_T_APPN }));
  }

  private end(why: string): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.beat);
    this.session.destroy();
    for (const settle of [...this.open]) settle({ kind: "lost", why });
    this.onEnd();
  }
}

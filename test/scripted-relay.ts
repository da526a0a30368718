import { createServer, type AddressInfo, type Socket } from "node:net";

/** What the relay does in one place: reply, in one piece, late or byte by byte; break the connection; say nothing; or answer STARTTLS and then no TLS. */
export type Act = { reply: string; afterMs?: number; everyMs?: number } | "drop" | "silence" | "broken-tls";

/** Places in a session where something else than a good relay's answer can be played. `half-message` is in the middle of the message, `message` behind its dot. */
export type Place = "banner" | "EHLO" | "STARTTLS" | "MAIL" | "RCPT" | "DATA" | "half-message" | "message";
export type Script = Partial<Record<Place, Act>> & { offersTls?: boolean };

export interface ScriptedRelay {
  readonly port: number;
  /** How to behave from now on, to everybody or by recipient; the recipient is null before RCPT. */
  play(script: Script | ((to: string | null) => Script)): void;
  /** Messages it took whole, whether it said so or not. */
  readonly messages: { from: string; to: string; raw: string }[];
  /** Connections that are open now, and that were ever opened. */
  open(): number;
  connections(): number;
  close(): Promise<void>;
}

const good: Record<Place, string> = { banner: "220 relay ESMTP\r\n", EHLO: "", STARTTLS: "220 2.0.0 go ahead\r\n", MAIL: "250 2.1.0 ok\r\n", RCPT: "250 2.1.5 ok\r\n", DATA: "354 go ahead\r\n", "half-message": "", message: "250 2.0.0 queued\r\n" };
const END = "\r\n.\r\n";

/** A relay on loopback that speaks raw SMTP and does in each place what it is told, however wrong. */
export async function startScriptedRelay({ pipelining = true }: { pipelining?: boolean } = {}): Promise<ScriptedRelay> {
  const messages: ScriptedRelay["messages"] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let scriptFor: (to: string | null) => Script = () => ({});
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    new Session(socket, pipelining, (to) => scriptFor(to), messages);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    play(script) {
      scriptFor = typeof script === "function" ? script : () => script;
    },
    messages,
    open: () => sockets.size,
    connections: () => connections,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

class Session {
  private held = "";
  private from = "";
  private to: string | null = null;
  private inData = false;
  private deaf = false;
  /** What is still being said. */
  private said: Promise<unknown> | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly pipelining: boolean,
    private readonly script: (to: string | null) => Script,
    private readonly messages: ScriptedRelay["messages"],
  ) {
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("data", (part) => {
      if (this.deaf) return;
      this.held += part.toString("latin1");
      while (this.take());
    });
    this.act("banner");
  }

  /** Take one command, or a message, out of what has come. False when more has to come first. */
  private take(): boolean {
    if (this.deaf) return false;
    if (this.inData) return this.takeMessage();
    const end = this.held.indexOf("\r\n");
    if (end < 0) return false;
    const line = this.held.slice(0, end);
    this.held = this.held.slice(end + 2);
    const command = line.slice(0, 4).toUpperCase();
    if (command === "EHLO" || command === "HELO") this.act("EHLO");
    else if (command === "STAR") this.act("STARTTLS");
    else if (command === "MAIL") {
      this.from = /<([^>]*)>/.exec(line)?.[1] ?? "";
      this.act("MAIL");
    }
    else if (command === "RCPT") {
      this.to = /<([^>]*)>/.exec(line)?.[1] ?? null;
      this.act("RCPT");
    } else if (command === "DATA") this.takeData();
    else if (command === "QUIT") this.socket.end("221 2.0.0 bye\r\n");
    else {
      if (command === "RSET") this.to = null;
      this.say({ reply: "250 2.0.0 ok\r\n" });
    }
    return true;
  }

  private takeData(): void {
    const script = this.script(this.to);
    // A refused envelope has no message (RFC 2920 § 3.1).
    if (script.MAIL ?? script.RCPT) {
      this.say({ reply: "503 5.5.1 no valid recipients\r\n" });
      return;
    }
    this.inData = script.DATA === undefined;
    if (this.inData) this.held = `\r\n${this.held}`;
    this.act("DATA");
  }

  private takeMessage(): boolean {
    if (this.script(this.to)["half-message"] && this.held.length > 100) {
      this.act("half-message");
      return false;
    }
    const end = this.held.indexOf(END);
    if (end < 0) return false;
    this.messages.push({ from: this.from, to: this.to ?? "", raw: this.held.slice(2, end + 2) });
    this.held = this.held.slice(end + END.length);
    this.inData = false;
    this.act("message");
    this.to = null;
    return true;
  }

  private act(place: Place): void {
    const script = this.script(this.to);
    const act = script[place] ?? { reply: place === "EHLO" ? this.hello(script) : good[place] };
    if (act === "silence") this.deaf = true;
    else if (act === "drop") {
      this.deaf = true;
      this.socket.destroy();
    } else if (act === "broken-tls") {
      this.deaf = true;
      this.socket.write("220 2.0.0 go ahead\r\n");
      this.socket.once("data", () => this.socket.write("no TLS here\r\n"));
    } else this.say(act);
  }

  private hello({ offersTls }: Script): string {
    return `250-relay\r\n${this.pipelining ? "250-PIPELINING\r\n" : ""}${offersTls ? "250-STARTTLS\r\n" : ""}250 8BITMIME\r\n`;
  }

  /** Replies go out in the order of their commands, however late one of them is. */
  private say(words: { reply: string; afterMs?: number; everyMs?: number }): void {
    this.said = this.said ? this.said.then(() => this.speak(words)) : this.speak(words);
    const last = this.said;
    void last?.then(() => {
      if (this.said === last) this.said = null;
    });
  }

  /** Null when it is said already. */
  private speak({ reply, afterMs = 0, everyMs = 0 }: { reply: string; afterMs?: number; everyMs?: number }): Promise<void> | null {
    if (afterMs > 0 || everyMs > 0) return this.speakSlowly(reply, afterMs, everyMs);
    this.socket.write(reply);
    return null;
  }

  private async speakSlowly(reply: string, afterMs: number, everyMs: number): Promise<void> {
    const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    await pause(afterMs);
    for (const piece of everyMs > 0 ? reply : [reply]) {
      if (this.socket.destroyed) return;
      this.socket.write(piece);
      await pause(everyMs);
    }
  }
}

import type { AddressInfo } from "node:net";
import smpp, { type Pdu, type Session } from "smpp";

/** What the server does with a submit_sm: answers with a status of that name, or `break`s the line behind it, or keeps `silent`. */
type SmppScript = (to: string, count: number) => string;

export interface TestSmppServer {
  url: string;
  submitted: Pdu[];
  binds: Pdu[];
  /** The most submits that were under way at once. */
  mostOpen(): number;
  script(how: SmppScript): void;
  /** Keep back answers from now on. */
  hold(): void;
  release(): void;
  refuseBinds(status: string | null): void;
  /** Stop answering enquire_link. */
  playDead(): void;
  receipt(options: { text?: string; tlvs?: Record<string, unknown>; esm_class?: number }): Promise<Pdu>;
  unbind(): Promise<void>;
  sessions(): number;
  /** Every line of now is cut. */
  cut(): void;
  close(): Promise<void>;
}

/** A real SMPP server on loopback that does as it is told; with a key and its certificate it speaks TLS. */
export async function startSmppServer(tls?: { key: string; cert: string }): Promise<TestSmppServer> {
  const submitted: Pdu[] = [];
  const binds: Pdu[] = [];
  let how: SmppScript = () => "ESME_ROK";
  let waiting: (() => void)[] = [];
  let holding = false;
  let bindStatus: string | null = null;
  let dead = false;
  let open = 0;
  let mostOpen = 0;
  const server = smpp.createServer(tls ?? {}, (session) => {
    session.on("error", () => undefined);
    session.on("bind_transceiver", (pdu: Pdu) => {
      binds.push(pdu);
      session.send(pdu.response(bindStatus === null ? { system_id: "test" } : { command_status: smpp.errors[bindStatus] }));
    });
    session.on("enquire_link", (pdu: Pdu) => dead || session.send(pdu.response()));
    session.on("unbind", (pdu: Pdu) => session.send(pdu.response()));
    session.on("submit_sm", (pdu: Pdu) => {
      submitted.push(pdu);
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      const number = submitted.length;
      const answer = () => {
        open -= 1;
        const word = how(pdu.destination_addr ?? "", number);
        if (word === "break") session.destroy();
        else if (word !== "silent") session.send(pdu.response(word === "ESME_ROK" ? { message_id: `m-${number}` } : { command_status: smpp.errors[word] }));
      };
      if (holding) waiting.push(answer);
      else answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const current = (): Session => {
    const session = server.sessions.at(-1);
    if (!session) throw new Error("nobody is bound");
    return session;
  };
  return {
    url: `${tls ? "smpps" : "smpp"}://amends:secret@127.0.0.1:${(server.address() as AddressInfo).port}`,
    submitted,
    binds,
    mostOpen: () => mostOpen,
    script: (next) => void (how = next),
    hold: () => void (holding = true),
    release() {
      holding = false;
      for (const answer of waiting) answer();
      waiting = [];
    },
    refuseBinds: (status) => void (bindStatus = status),
    playDead: () => void (dead = true),
    receipt: ({ text = "", tlvs = {}, esm_class = 4 }) => new Promise((resolve) => current().deliver_sm({ esm_class, short_message: text, source_addr: "821012345678", ...tlvs }, resolve)),
    unbind: () => new Promise((resolve) => current().unbind(() => resolve())),
    sessions: () => server.sessions.length,
    cut: () => server.sessions.forEach((session) => session.destroy()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of [...server.sessions]) session.destroy();
      }),
  };
}

import { connect } from "node:net";
import nodemailer from "nodemailer";
import { afterEach, expect, it } from "vitest";
import { sampleReports, sampleToken } from "@/test/inbound-reports";
import type { Feedback, RecordedFeedback } from "@/domain/waves/feedback/types";
import { listenForReports, type InboundListener, type Ledger } from "./smtp-listener";

const unsubscribeToken = sampleToken.replaceAll("a", "q");
const bounce = sampleReports[0]!.raw;
const to = `${sampleToken}@haneulmall.example`;
const open: InboundListener[] = [];
afterEach(() => Promise.all(open.splice(0).map((listener) => listener.close())));

async function aListener(how: { record?: () => Promise<RecordedFeedback>; useOf?: Ledger["useOf"] } = {}) {
  const recorded: Feedback[] = [];
  const unsubscribed: string[] = [];
  const faults: unknown[] = [];
  const listener = await listenForReports({
    host: "127.0.0.1",
    port: 0,
    addresses: ["fbl@haneulmall.example"],
    ledger: {
      useOf: how.useOf ?? ((token) => Promise.resolve(token === sampleToken ? "message" : token === unsubscribeToken ? "unsubscribe" : null)),
      async record(feedback) {
        const answer = await (how.record?.() ?? Promise.resolve("recorded" as const));
        if (answer === "recorded") recorded.push(feedback);
        return answer;
      },
      unsubscribe(token) {
        unsubscribed.push(token);
        return Promise.resolve();
      },
    },
    onFault: (error) => faults.push(error),
  });
  open.push(listener);
  const send = async (envelope: { from?: string; to: string | string[] }, raw: Buffer) => {
    const client = nodemailer.createTransport({ host: "127.0.0.1", port: listener.port, secure: false, ignoreTLS: true });
    try {
      return (await client.sendMail({ envelope: { from: envelope.from ?? "", to: envelope.to }, raw })).response;
    } catch (error) {
      return (error as { response?: string }).response ?? String(error);
    } finally {
      client.close();
    }
  };
  return { recorded, unsubscribed, faults, send, port: listener.port };
}

it("takes what comes to a message's own address, and says 250 after it is written down", async () => {
  const { recorded, send } = await aListener();
  expect(await send({ to }, bounce)).toMatch(/^250/);
  expect(await send({ to: to.toUpperCase() }, bounce)).toMatch(/^250/);
  expect(recorded).toMatchObject([{ token: sampleToken, kind: "bounced", permanent: true }, { token: sampleToken }]);
  expect(recorded[0]?.sourceEventId).toBe(recorded[1]?.sourceEventId);
});

it("takes no other address, and relays nothing", async () => {
  const { recorded, send } = await aListener();
  for (const other of ["notice@haneulmall.example", "somebody@elsewhere.example", `${"b".repeat(64)}@haneulmall.example`]) expect(await send({ to: other }, bounce), other).toMatch(/^550 5\.1\.1/);
  expect(recorded).toEqual([]);
});

it("takes complaints at the address that was agreed on, and knows whose message they return", async () => {
  const { recorded, send } = await aListener();
  const complaint = sampleReports.find(({ name }) => name === "a complaint")!;
  expect(await send({ from: "abuse-reports@mail.example", to: "FBL@haneulmall.example" }, complaint.raw)).toMatch(/^250/);
  expect(recorded).toMatchObject([{ token: sampleToken, kind: "complained" }]);
});

it("takes an answer of a person or their program and lets it go", async () => {
  const { recorded, send } = await aListener();
  const away = sampleReports.find(({ name }) => name.startsWith("out of the office"))!;
  expect(await send({ from: "minji.kim@mail.example", to }, away.raw)).toMatch(/^250/);
  expect(recorded).toEqual([]);
});

it("unsubscribes whoever writes to an address for it, whatever they write", async () => {
  const { unsubscribed, recorded, send } = await aListener();
  expect(await send({ from: "minji.kim@mail.example", to: `${unsubscribeToken}@haneulmall.example` }, Buffer.from("Subject: unsubscribe\r\n\r\n"))).toMatch(/^250/);
  expect(unsubscribed).toEqual([unsubscribeToken]);
  expect(recorded).toEqual([]);
});

it("asks the sender to come again while the message is being handed over, and while the database is away", async () => {
  const busy = await aListener({ record: () => Promise.resolve("later") });
  expect(await busy.send({ to }, bounce)).toMatch(/^451/);
  const away = await aListener({ record: () => Promise.reject(new Error("no database")) });
  expect(await away.send({ to }, bounce)).toMatch(/^451/);
  const gone = await aListener({ useOf: () => Promise.reject(new Error("no database")) });
  expect(await gone.send({ to }, bounce)).toMatch(/^451/);
  expect([...away.faults, ...gone.faults]).toHaveLength(2);
});

it("refuses what is too large, and too many recipients", async () => {
  const { recorded, send, port } = await aListener({ useOf: () => Promise.resolve("message") });
  expect(await send({ to }, Buffer.concat([bounce, Buffer.alloc(1_200_000, "a line of it\r\n")]))).toMatch(/^552/);
  expect(recorded).toEqual([]);
  const replies = await talk(port, ["EHLO x.example", "MAIL FROM:<>", ...Array.from({ length: 11 }, (_, i) => `RCPT TO:<${String.fromCharCode(97 + i)}${to.slice(1)}>`), "QUIT"]);
  expect(replies.filter((reply) => reply.startsWith("452"))).toHaveLength(1);
});

it("offers no way in but this one", async () => {
  const { port } = await aListener();
  const replies = await talk(port, ["EHLO x.example", "AUTH PLAIN AHgAeA==", "VRFY root", "QUIT"]);
  expect(replies.join("\n")).not.toMatch(/AUTH|STARTTLS(?!.*50)/);
  expect(replies.filter((reply) => /^50\d|^252/.test(reply))).toHaveLength(2);
});

/** Say lines one after the other, each after the reply to the one before. */
async function talk(port: number, lines: readonly string[]): Promise<string[]> {
  const socket = connect(port, "127.0.0.1");
  const replies: string[] = [];
  let rest = "";
  let next = 0;
  for await (const chunk of socket) {
    rest += String(chunk);
    const complete = rest.split("\r\n");
    rest = complete.pop() ?? "";
    for (const line of complete) {
      replies.push(line);
      if (/^\d{3} /.test(line) && next < lines.length) socket.write(`${lines[next++] ?? ""}\r\n`);
    }
  }
  return replies;
}

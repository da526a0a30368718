import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SmsReceipt } from "@/domain/correspondence/types";
import { startSmppServer, type TestSmppServer } from "@/test/smpp-server";
import { openSmsGateway } from "./open-gateway";
import type { SmsGateway, SmsGatewayOptions } from "./gateway";

let server: TestSmppServer;
const gateways: SmsGateway[] = [];

beforeEach(async () => {
  server = await startSmppServer();
});
afterEach(async () => {
  for (const gateway of gateways.splice(0)) gateway.close();
  await server.close();
});

function open(options: Partial<SmsGatewayOptions> = {}): SmsGateway {
  const gateway = openSmsGateway({ url: server.url, from: "15881234", secret: "", connections: 3, ...options });
  gateways.push(gateway);
  return gateway;
}
const text = (words = "안녕하세요", to = "+821012345678") => ({ id: "w-1", to, text: words });
const bound = () => vi.waitFor(() => expect(server.sessions()).toBe(1));

describe("a text over SMPP", () => {
  it("is accepted under the gateway's own id, from and to the numbers as they are dialled", async () => {
    expect(await open().submit(text())).toEqual({ outcome: "accepted", reply: "ESME_ROK", handle: "m-1" });
    expect(server.binds).toMatchObject([{ system_id: "amends", password: "secret" }]);
    expect(server.submitted).toMatchObject([{ source_addr: "15881234", source_addr_ton: 0, destination_addr: "821012345678", dest_addr_ton: 1, data_coding: 8, registered_delivery: 1, esm_class: 0, short_message: { message: "안녕하세요" } }]);
  });

  it.each([
    ["ESME_RTHROTTLED", "later"],
    ["ESME_RMSGQFUL", "later"],
    ["ESME_RSYSERR", "later"],
    ["ESME_RINVDSTADR", "rejected"],
    ["ESME_RINVMSGLEN", "rejected"],
    ["ESME_RSUBMITFAIL", "rejected"],
    ["ESME_RINVSRCADR", "unavailable"],
  ])("answered with %s is %s", async (status, outcome) => {
    server.script(() => status);
    expect(await open().submit(text())).toEqual({ outcome, reply: status });
  });

  it("is in doubt when the line breaks behind it, and the next goes over a new one", async () => {
    server.script((_, count) => (count === 1 ? "break" : "ESME_ROK"));
    const gateway = open();
    expect(await gateway.submit(text())).toMatchObject({ outcome: "in-doubt" });
    expect(await gateway.submit(text())).toMatchObject({ outcome: "unavailable" });
    await vi.waitFor(async () => expect(await gateway.submit(text())).toMatchObject({ outcome: "accepted" }), { timeout: 5_000 });
    expect(server.binds).toHaveLength(2);
  });

  it("is in doubt when no answer comes", async () => {
    server.script(() => "silent");
    expect(await open({ timeouts: { answer: 50 } }).submit(text())).toEqual({ outcome: "in-doubt", reply: "no answer in time" });
  });

  it("is unavailable while nothing can be bound", async () => {
    server.refuseBinds("ESME_RINVPASWD");
    expect(await open().submit(text())).toEqual({ outcome: "unavailable", reply: "ESME_RINVPASWD" });
    expect(await open({ url: "smpp://a:b@127.0.0.1:1" }).submit(text())).toEqual({ outcome: "unavailable", reply: "no connection" });
    // A server that speaks no TLS.
    expect(await open({ url: server.url.replace("smpp:", "smpps:"), timeouts: { connect: 500 } }).submit(text())).toMatchObject({ outcome: "unavailable" });
    expect(server.submitted).toEqual([]);
  });

  it("is unavailable after the gateway has taken its leave, and what was under way is still answered", async () => {
    const gateway = open();
    server.hold();
    const under = gateway.submit(text());
    await vi.waitFor(() => expect(server.submitted).toHaveLength(1));
    await server.unbind();
    expect(await gateway.submit(text())).toMatchObject({ outcome: "unavailable" });
    server.release();
    expect(await under).toMatchObject({ outcome: "accepted", handle: "m-1" });
  });

  it("never has more under way than the window holds", async () => {
    const gateway = open({ connections: 3 });
    server.hold();
    const all = Array.from({ length: 10 }, () => gateway.submit(text()));
    await vi.waitFor(() => expect(server.submitted).toHaveLength(3));
    server.release();
    expect(new Set((await Promise.all(all)).map(({ outcome }) => outcome))).toEqual(new Set(["accepted"]));
    expect(server.mostOpen()).toBe(3);
  });

  it("refuses what is no number, before anything is sent", async () => {
    expect(await open().submit(text("a", "010-1234-5678"))).toMatchObject({ outcome: "rejected" });
    expect(server.submitted).toEqual([]);
  });

  it("finds out that a line is dead, and binds again", async () => {
    open({ timeouts: { idle: 20, connect: 100 } });
    await bound();
    server.playDead();
    await vi.waitFor(() => expect(server.binds.length).toBeGreaterThan(1), { timeout: 5_000 });
  });
});

describe("a long text", () => {
  const long = text("가".repeat(150));

  it("goes in parts that name each other, and bears the id of the last", async () => {
    expect(await open().submit(long)).toMatchObject({ outcome: "accepted", handle: "m-3" });
    const headers = server.submitted.map(({ short_message }) => Buffer.concat(short_message?.udh ?? []));
    const reference = headers[0]?.[2];
    expect(headers.map((udh) => [...udh])).toEqual([1, 2, 3].map((number) => [0x00, 0x03, reference, 3, number]));
    expect(server.submitted.map(({ short_message }) => short_message?.message).join("")).toBe(long.text);
    expect(server.submitted.map(({ registered_delivery, esm_class }) => [registered_delivery, esm_class])).toEqual([[0, 0x40], [0, 0x40], [1, 0x40]]);
  });

  it("is in doubt when only its beginning was taken, and comes back whole when nothing was", async () => {
    server.script((_, count) => (count === 2 || count === 3 ? "ESME_RTHROTTLED" : "ESME_ROK"));
    const gateway = open();
    expect(await gateway.submit(long)).toEqual({ outcome: "in-doubt", reply: "ESME_RTHROTTLED" });
    expect(await gateway.submit(long)).toEqual({ outcome: "later", reply: "ESME_RTHROTTLED" });
  });
});

describe("a receipt", () => {
  const told = async (send: Parameters<TestSmppServer["receipt"]>[0], take?: () => Promise<void>) => {
    const receipts: SmsReceipt[] = [];
    open({
      onReceipt: async (receipt) => {
        receipts.push(receipt);
        await take?.();
      },
    });
    await bound();
    await vi.waitFor(() => expect(server.binds).toHaveLength(1));
    const { command_status } = await server.receipt(send);
    return { receipts, command_status };
  };

  it.each([
    ["by its text", { text: "id:m-1 sub:001 dlvrd:001 submit date:2511250900 done date:2511250901 stat:DELIVRD err:000 text:" }, { handle: "m-1", kind: "delivered", words: "DELIVRD" }],
    ["of a failure, with the gateway's words", { text: "id:m-2 sub:001 dlvrd:000 submit date:2511250900 done date:2511250901 stat:UNDELIV err:012 text:" }, { handle: "m-2", kind: "bounced", words: "UNDELIV err 012" }],
    ["by its optional parameters", { tlvs: { receipted_message_id: "m-3", message_state: 5 } }, { handle: "m-3", kind: "bounced", words: "state 5" }],
  ] as const)("is read %s", async (_, send, receipt) => {
    expect(await told(send)).toEqual({ receipts: [receipt], command_status: 0 });
  });

  it.each([
    ["of a text that is under way", { text: "id:m-1 stat:ACCEPTD err:000" }],
    ["that is somebody's answer", { text: "id:m-1 stat:DELIVRD", esm_class: 0 }],
  ])("%s is taken and says nothing", async (_, send) => {
    expect(await told(send)).toEqual({ receipts: [], command_status: 0 });
  });

  it("is asked for again when it could not be kept", async () => {
    const { command_status } = await told({ text: "id:m-1 stat:DELIVRD" }, () => Promise.reject(new Error("no database")));
    expect(command_status).toBe(0x64);
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openSmsGateway } from "./open-gateway";
import type { SmsGateway, SmsGatewayOptions } from "./gateway";
import { signText } from "./http-gateway";

type Answer = (response: ServerResponse, socket: Socket) => void;
let server: Server;
let url: string;
let answer: Answer;
let requests: { request: IncomingMessage; body: string }[];
const gateways: SmsGateway[] = [];

beforeEach(async () => {
  requests = [];
  answer = json(202, { handle: "g-1" });
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      requests.push({ request, body });
      answer(response, request.socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/texts`;
});
afterEach(async () => {
  for (const gateway of gateways.splice(0)) gateway.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}
function open(options: Partial<SmsGatewayOptions> = {}): SmsGateway {
  const gateway = openSmsGateway({ url, from: "15881234", secret: "shared secret", connections: 2, ...options });
  gateways.push(gateway);
  return gateway;
}
const text = { id: "token-1", to: "+821012345678", text: "안녕하세요" };

describe("a text over HTTP", () => {
  it("is posted with our key, signed over time and body, and accepted under the gateway's handle", async () => {
    expect(await open().submit(text)).toEqual({ outcome: "accepted", reply: "HTTP 202", handle: "g-1" });
    const { request, body } = requests[0]!;
    expect(JSON.parse(body)).toEqual({ id: "token-1", to: "+821012345678", from: "15881234", text: "안녕하세요" });
    const { headers } = request;
    expect(headers["idempotency-key"]).toBe("token-1");
    expect(headers["x-amends-signature"]).toBe(`v1=${signText("shared secret", headers["x-amends-timestamp"] as string, body)}`);
    expect(Math.abs(Number(headers["x-amends-timestamp"]) - Date.now() / 1000)).toBeLessThan(5);
  });

  it.each([
    [429, "later"],
    [503, "later"],
    [400, "rejected"],
    [422, "rejected"],
    [401, "unavailable"],
    [404, "unavailable"],
    [500, "in-doubt"],
    [502, "in-doubt"],
  ])("answered with %i is %s", async (status, outcome) => {
    answer = json(status, { error: "number +82 10-1234-5678 is not right" });
    const handover = await open().submit(text);
    expect(handover.outcome).toBe(outcome);
    expect(handover.reply).toContain(`HTTP ${status}`);
    expect(handover.reply).not.toContain("1234");
  });

  it("is signed with whichever secret the gateway takes while it changes over, and tells of each that it took", async () => {
    const signedWith = (secret: string) => {
      const { request, body } = requests.at(-1)!;
      return request.headers["x-amends-signature"] === `v1=${signText(secret, request.headers["x-amends-timestamp"] as string, body)}`;
    };
    const takes = (secret: string): Answer => (response, socket) => (signedWith(secret) ? json(200, { handle: "g-1" }) : json(401, {}))(response, socket);
    let used = 0;
    const gateway = open({ nextSecret: "taking over", onUse: () => (used += 1) });
    for (const [secret, tries] of [["taking over", 1], ["shared secret", 2], ["shared secret", 1], ["taking over", 2]] as const) {
      requests = [];
      answer = takes(secret);
      expect(await gateway.submit(text)).toMatchObject({ outcome: "accepted" });
      expect(requests).toHaveLength(tries);
      expect(new Set(requests.map(({ request }) => request.headers["idempotency-key"]))).toEqual(new Set(["token-1"]));
    }
    answer = takes("another one");
    expect(await gateway.submit(text)).toMatchObject({ outcome: "unavailable", reply: "HTTP 401 {}" });
    expect(used).toBe(4);
  });

  it("follows no redirect", async () => {
    answer = json(307, {}, { location: url });
    expect(await open().submit(text)).toMatchObject({ outcome: "unavailable", reply: "HTTP 307" });
    expect(requests).toHaveLength(1);
  });

  it("is accepted without a handle when the answer has none", async () => {
    answer = (response) => response.writeHead(200).end("thanks");
    expect(await open().submit(text)).toEqual({ outcome: "accepted", reply: "HTTP 200" });
  });

  it("is in doubt when the line breaks or nothing comes once the body was sent", async () => {
    answer = (_, socket) => socket.destroy();
    expect(await open().submit(text)).toMatchObject({ outcome: "in-doubt" });
    answer = () => undefined;
    expect(await open({ timeouts: { answer: 50 } }).submit(text)).toMatchObject({ outcome: "in-doubt", reply: "no answer in time" });
    expect(requests).toHaveLength(2);
  });

  it("is unavailable when nobody listens, or does not speak TLS", async () => {
    expect(await open({ url: "http://127.0.0.1:1/" }).submit(text)).toMatchObject({ outcome: "unavailable", reply: "ECONNREFUSED" });
    expect(await open({ url: url.replace("http:", "https:") }).submit(text)).toMatchObject({ outcome: "unavailable" });
    expect(requests).toEqual([]);
  });

  it("uses no more connections than it may", async () => {
    const waiting: ServerResponse[] = [];
    answer = (response) => void waiting.push(response);
    const gateway = open({ connections: 2 });
    const all = Array.from({ length: 5 }, (_, i) => gateway.submit({ ...text, id: `t-${i}` }));
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    answer = json(200, { handle: "g" });
    for (const response of waiting) response.writeHead(200).end("{}");
    expect((await Promise.all(all)).every(({ outcome }) => outcome === "accepted")).toBe(true);
    expect(new Set(requests.map(({ request }) => request.socket)).size).toBe(2);
  });

  it("tries a kept connection that was closed meanwhile once more, under the same key", async () => {
    const gateway = open();
    await gateway.submit(text);
    answer = (_, socket) => {
      answer = json(200, { handle: "g-2" });
      socket.resetAndDestroy();
    };
    expect(await gateway.submit({ ...text, id: "token-2" })).toMatchObject({ outcome: "accepted", handle: "g-2" });
    expect(requests.map(({ request }) => request.headers["idempotency-key"])).toEqual(["token-1", "token-2", "token-2"]);
  });
});

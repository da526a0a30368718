import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { bodySeconds, limitBodies } from "./limit-bodies";

const LIMIT = 0.5;
limitBodies(LIMIT);

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A server, and somebody who sends it a body a byte at a time for as long as the connection is there. Resolves when it is gone: after how many milliseconds, and what was answered by then. */
async function drip(path: string, listener: RequestListener, length = "Transfer-Encoding: chunked"): Promise<{ after: number; answer: string }> {
  const socket = connect(await listen(listener), "127.0.0.1");
  const began = performance.now();
  let answer = "";
  socket.on("data", (part) => (answer += part.toString())).on("error", () => undefined);
  socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${length}\r\n\r\n`);
  const dripping = setInterval(() => socket.write(length.startsWith("Transfer") ? "1\r\nx\r\n" : "x"), 50);
  // A reset is an end as well.
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(dripping);
  return { after: performance.now() - began, answer };
}

const never: RequestListener = (incoming) => void incoming.resume();
const UPLOAD = "/console/exposure/upload?incident=1";

describe("the body of a request", () => {
  it("that comes too slowly is cut, chunked or with its length said, whatever the server does with it", async () => {
    for (const length of ["Transfer-Encoding: chunked", "Content-Length: 100000"]) {
      for (const listener of [never, () => undefined]) {
        const { after, answer } = await drip("/ko", listener, length);
        expect(answer).toBe("");
        expect(after).toBeGreaterThan(LIMIT * 900);
        expect(after).toBeLessThan(LIMIT * 1_000 + 4_000);
      }
    }
  });

  it("may take long where files come, as long as they are wanted: whoever was refused is cut as everywhere", async () => {
    const waits = LIMIT * 4_000;
    const { after, answer } = await drip(UPLOAD, (incoming, out) => {
      incoming.resume();
      setTimeout(() => out.writeHead(303).end(), waits);
    });
    expect(answer).toMatch(/^HTTP\/1.1 303 /);
    expect(after).toBeGreaterThan(waits + LIMIT * 900);
    expect(after).toBeLessThan(waits + LIMIT * 1_000 + 4_000);
  });

  it("has the time of its address", () => {
    for (const path of ["/console/exposure/upload", "/console/waves/lists/upload?incident=1", "/console/claims/paper/7/scans", "/ko/haneul/claim/vouchers/papers/7/files", "/en/haneul/claim/vouchers/papers/7/files/8?at=0"]) expect(bodySeconds(path, 60), path).toBe(21_600);
    for (const path of ["/ko/verify", "/en/verify/report", "/console/notices/7", "/console/payments", "/console/programmes/7/edit"]) expect(bodySeconds(path, 60), path).toBe(300);
    for (const path of ["/", "/ko", "/ko/haneul/check", "/api/auth/session", "/xx/verify", "/console/notices/7/history", "/console/exposure/upload/x", "/console/exposure/uploads", "/ko/console/exposure/upload", "/evil?/console/exposure/upload"]) expect(bodySeconds(path, 60), path).toBe(60);
  });
});

it("an answer without a body to wait for takes as long as it takes", async () => {
  const port = await listen((_, answer) => void setTimeout(() => answer.end("late"), LIMIT * 2_500));
  expect(await (await fetch(`http://127.0.0.1:${port}/ko`)).text()).toBe("late");
});

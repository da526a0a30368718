import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { coverAnswers } from "./cover-answers";

vi.stubEnv("AMENDS_URL", "https://notice.haneulmall.example");
coverAnswers();

async function headersOf(listener: RequestListener): Promise<Record<string, string>> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ko/`, { redirect: "manual" });
  return Object.fromEntries([...headers].filter(([name]) => !["connection", "date", "keep-alive", "transfer-encoding", "content-length"].includes(name)));
}

it("gives what the framework answers by itself the headers of ours, however it is written", async () => {
  const covered = {
    "content-security-policy": expect.stringContaining("script-src 'none'") as unknown,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": expect.any(String) as unknown,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "strict-transport-security": "max-age=63072000",
    location: "/ko",
  };
  const written: RequestListener[] = [(_, answer) => answer.writeHead(308, { location: "/ko" }).end(), (_, answer) => void (answer.setHeader("location", "/ko"), (answer.statusCode = 308), answer.end("/ko")), (_, answer) => (answer.setHeader("location", "/ko"), (answer.statusCode = 308), answer.flushHeaders(), answer.end())];
  for (const listener of written) expect(await headersOf(listener)).toEqual(covered);
});

it("leaves an answer of ours as it is", async () => {
  const ours = { "content-security-policy": "default-src 'none'", "cache-control": "public, max-age=300" };
  expect(await headersOf((_, answer) => answer.setHeaders(new Headers(ours)).end())).toEqual(ours);
  expect(await headersOf((_, answer) => answer.writeHead(304, { etag: '"1"' }).end())).toEqual({ etag: '"1"' });
});

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { aCertificate } from "@/test/certificate";
import { startSmppServer } from "@/test/smpp-server";

const HOUR = 3_600_000;
const dir = mkdtempSync(path.join(os.tmpdir(), "amends-tls-"));
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What a server on loopback shows, and the file that makes a process trust it. */
function shown(host: string) {
  const { key, pem } = aCertificate({ from: new Date(Date.now() - HOUR), to: new Date(Date.now() + HOUR) }, host);
  const authority = path.join(dir, `${host}.pem`);
  writeFileSync(authority, pem);
  return { authority, tls: { key: key.export({ type: "pkcs8", format: "pem" }).toString(), cert: pem } };
}
const own = shown("127.0.0.1");
const anothers = shown("gateway.example");

/** Submit a text from a process that trusts the certificates of a file as well, or only those that Node.js brings. */
async function submit(url: string, authority?: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "test/submit-text.ts", url], { env: { ...process.env, NODE_EXTRA_CA_CERTS: authority } });
  return JSON.parse(stdout);
}

describe("a text over SMPP with TLS", () => {
  const start = async ({ tls }: typeof own) => {
    const server = await startSmppServer(tls);
    ends.push(() => server.close());
    return server;
  };

  it("is accepted by a gateway whose certificate is trusted", async () => {
    const server = await start(own);
    expect(server.url).toMatch(/^smpps:/);
    expect(await submit(server.url, own.authority)).toEqual({ outcome: "accepted", reply: "ESME_ROK", handle: "m-1" });
    expect(server.binds).toMatchObject([{ system_id: "amends", password: "secret" }]);
    expect(server.submitted).toMatchObject([{ destination_addr: "821012345678", short_message: { message: "안녕하세요" } }]);
  });

  it.each([
    ["is trusted by nobody", own, undefined],
    ["is another host's", anothers, anothers.authority],
  ])("tells a gateway whose certificate %s neither the password nor the text", async (_, certificate, authority) => {
    const server = await start(certificate);
    expect(await submit(server.url, authority)).toMatchObject({ outcome: "unavailable" });
    expect([server.binds, server.submitted]).toEqual([[], []]);
  });
});

describe("a text over HTTPS", () => {
  const start = async ({ tls }: typeof own) => {
    const received: unknown[] = [];
    const server = createServer(tls, (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (part: string) => (body += part));
      request.on("end", () => {
        received.push(JSON.parse(body));
        response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ handle: "g-1" }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    return { received, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/texts` };
  };

  it("is accepted by a gateway whose certificate is trusted", async () => {
    const { url, received } = await start(own);
    expect(await submit(url, own.authority)).toEqual({ outcome: "accepted", reply: "HTTP 202", handle: "g-1" });
    expect(received).toEqual([{ id: "token-1", to: "+821012345678", from: "15881234", text: "안녕하세요" }]);
  });

  it.each([
    ["is trusted by nobody", own, undefined, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["is another host's", anothers, anothers.authority, "ERR_TLS_CERT_ALTNAME_INVALID"],
  ])("does not reach a gateway whose certificate %s", async (_, certificate, authority, reply) => {
    const { url, received } = await start(certificate);
    expect(await submit(url, authority)).toEqual({ outcome: "unavailable", reply });
    expect(received).toEqual([]);
  });
});

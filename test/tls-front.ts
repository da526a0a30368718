import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { aCertificate } from "./certificate";

export interface TlsFront {
  port: number;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** What stands before a server that speaks plain HTTP: it ends TLS under a certificate of its own making and hands everything on, with the name that was asked for. `target` may be told later. */
export async function startTlsFront(target: () => number): Promise<TlsFront> {
  const { key, pem } = aCertificate({ from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) }, "localhost");
  const server = createServer({ key: key.export({ type: "pkcs8", format: "pem" }), cert: pem }, (asked, answer) => {
    const onward = request({ host: "127.0.0.1", port: target(), method: asked.method, path: asked.url, headers: { ...asked.headers, "x-forwarded-proto": "https" } }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.rawHeaders);
      got.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

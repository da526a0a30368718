import { Agent, request as ask, type IncomingHttpHeaders } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Ask with the address exactly as it is written: a browser, and `fetch`, would tidy it up first. */
export function askAsWritten(path: string, method: string, headers: Record<string, string>, sent?: Buffer): Promise<Answer> {
  const { hostname, port } = new URL(process.env.E2E_URL ?? "");
  return new Promise((resolve, reject) => {
    ask({ hostname, port, path, method, headers, agent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts).toString() }));
      answer.on("error", reject);
    })
      .on("error", reject)
      .end(sent);
  });
}

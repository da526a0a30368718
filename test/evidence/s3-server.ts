import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const REGION = "test-1";
const SECRET = "sécret/key+";
const S3_KEY = "AKIATEST";

export interface FakeS3 {
  setting: string;
  objects: Map<string, { bytes: Buffer; at: Date }>;
  /** Requests whose signature did not fit. */
  refused: number;
  /** Answers nothing but faults. */
  broken: boolean;
  close(): Promise<void>;
}

const hex = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** A server that keeps objects and checks each request's Signature Version 4, reckoned here from AWS's description and not from the client's code. */
export async function startS3(secret = SECRET): Promise<FakeS3> {
  const server = createServer((request, response) => {
    void (async () => {
      const blocks: Buffer[] = [];
      for await (const block of request as AsyncIterable<Buffer>) blocks.push(block);
      answer(s3, secret, request, Buffer.concat(blocks), response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const s3: FakeS3 = {
    setting: `http://${S3_KEY}:${encodeURIComponent(secret)}@127.0.0.1:${port}/papers?region=${REGION}`,
    objects: new Map(),
    refused: 0,
    broken: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return s3;
}

function signatureFits(secret: string, request: IncomingMessage, body: Buffer): boolean {
  const [, key, day = "", region, signed = "", given] = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? "") ?? [];
  if (key !== S3_KEY || region !== REGION) return false;
  const url = new URL(request.url ?? "", "http://x");
  const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort().join("&");
  const headers = signed.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join("");
  const payload = String(request.headers["x-amz-content-sha256"]);
  if (payload !== "UNSIGNED-PAYLOAD" && payload !== hex(body)) return false;
  const canonical = [request.method, url.pathname, query, headers, signed, payload].join("\n");
  const scope = `${day}/${REGION}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", String(request.headers["x-amz-date"]), scope, hex(canonical)].join("\n");
  const signing = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), REGION), "s3"), "aws4_request");
  return hmac(signing, text).toString("hex") === given;
}

function answer(s3: FakeS3, secret: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  if (s3.broken) {
    response.writeHead(503, { "content-type": "application/xml" }).end("<Error><Code>SlowDown</Code></Error>");
    return;
  }
  if (!signatureFits(secret, request, body)) {
    s3.refused += 1;
    response.writeHead(403, { "content-type": "application/xml" }).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
    return;
  }
  const url = new URL(request.url ?? "", "http://x");
  const name = decodeURIComponent(url.pathname.replace(/^\/papers\/?/, ""));
  const found = s3.objects.get(name);
  if (request.method === "PUT") {
    s3.objects.set(name, { bytes: body, at: new Date() });
    response.writeHead(200, { etag: '"x"' }).end();
  } else if (request.method === "DELETE") {
    s3.objects.delete(name);
    response.writeHead(204).end();
  } else if (url.searchParams.has("list-type")) {
    list(s3, url, response);
  } else if (found) response.writeHead(200, { "content-length": found.bytes.length, etag: '"x"' }).end(found.bytes);
  else response.writeHead(404, { "content-type": "application/xml" }).end("<Error><Code>NoSuchKey</Code></Error>");
}

/** Two a page, so that more than one is asked for. */
function list(s3: FakeS3, url: URL, response: ServerResponse): void {
  const names = [...s3.objects.keys()].sort();
  const from = Number(url.searchParams.get("continuation-token") ?? 0);
  const page = names.slice(from, from + 2).map((name) => `<Contents><Key>${name}</Key><Size>1</Size><LastModified>${s3.objects.get(name)?.at.toISOString()}</LastModified><ETag>x</ETag><StorageClass>STANDARD</StorageClass></Contents>`);
  const more = from + 2 < names.length;
  response.writeHead(200, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0"?><ListBucketResult><Name>papers</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ""}${page.join("")}</ListBucketResult>`);
}

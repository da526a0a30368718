import { S3mini } from "s3mini";
import type { ObjectStore } from "@/domain/evidence/types";

const PAGE = 1_000;
const PATIENCE_MS = 30_000;

/** Keep objects in a bucket of an S3-compatible store: `https://KEY:SECRET@host/bucket?region=…`. What lies there is sealed; whoever runs the store sees names and lengths. */
export function openS3Store(setting: string): ObjectStore {
  const url = new URL(setting);
  const bucket = new S3mini({
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    endpoint: `${url.protocol}//${url.host}${url.pathname}`,
    region: url.searchParams.get("region") ?? "auto",
    requestAbortTimeout: PATIENCE_MS,
  });
  return {
    async put(name, bytes) {
      const answer = await bucket.putObject(name, bytes, "application/octet-stream");
      if (!answer.ok) throw new Error(`the object store answered ${answer.status}`);
    },
    async get(name) {
      const answer = await bucket.getObjectResponse(name);
      if (!answer?.body) throw new Error("the object store has no such object");
      return inBuffers(answer.body);
    },
    async remove(name) {
      await bucket.deleteObject(name);
    },
    async *list() {
      let next: string | undefined;
      do {
        const page = await bucket.listObjectsPaged(undefined, "", PAGE, next);
        for (const { Key, LastModified } of page?.objects ?? []) yield { name: Key, changedAt: new Date(LastModified) };
        next = page?.nextContinuationToken;
      } while (next !== undefined);
    },
  };
}

async function* inBuffers(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const part of body) yield Buffer.from(part.buffer, part.byteOffset, part.byteLength);
}

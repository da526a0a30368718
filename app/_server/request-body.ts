import "server-only";

/** More than any message that is no file: what programs tell, and the small forms of people. */
const MOST_BYTES = 256 * 1024;
/** A wording in every language while it is being written, or the mail that became of it, with its pictures. */
export const DRAFT_BYTES = 4 * 1024 * 1024;

/** A body that is longer than anything that could be meant. */
export class BodyTooLong extends Error {}

/** The body of a request as it came, byte for byte; null when it is longer than `most` bytes, and read no further than that, or when it broke off, and nobody waits for an answer. */
export async function readRawBody(request: Request, most = MOST_BYTES): Promise<Buffer | null> {
  if (Number(request.headers.get("content-length") ?? 0) > most) return null;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += part.length;
      if (bytes > most) return null;
      parts.push(part);
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts);
}

/** What the bytes say as JSON; null where they are none. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}

/** The JSON of a request; null where it is none. @throws {BodyTooLong} */
export async function readJson(request: Request, most?: number): Promise<unknown> {
  return parseJson(await orTooLong(readRawBody(request, most)));
}

/** The form of a request, files and all; empty where it is none. For forms whose files stream there are `openUploadedFiles`. @throws {BodyTooLong} */
export async function readForm(request: Request, most?: number): Promise<FormData> {
  const body = await orTooLong(readRawBody(request, most));
  const type = request.headers.get("content-type") ?? "";
  return new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData().catch(() => new FormData());
}

async function orTooLong(body: Promise<Buffer | null>): Promise<Buffer> {
  const read = await body;
  if (read === null) throw new BodyTooLong();
  return read;
}

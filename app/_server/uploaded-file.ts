import "server-only";
import { Readable } from "node:stream";
import { Conflict } from "@/domain/kernel/errors";
import { BrokenMultipart, openFilePart, openFileParts } from "@/lib/multipart";

/** The file of a posted form, while it is still arriving; its content fails with the same refusal when it breaks off. @throws {Conflict} when no file was chosen */
export async function openUploadedFile(request: Request): Promise<{ fileName: string; content: Readable }> {
  const file = request.body && (await openFilePart(request.headers.get("content-type") ?? "", request.body as unknown as AsyncIterable<Uint8Array>).catch(tell));
  if (!file?.fileName) throw new Conflict("required");
  return { fileName: file.fileName, content: Readable.from(told(file.content), { objectMode: false }) };
}

/** Every file of a posted form that was chosen, one after the other while they arrive. */
export async function* openUploadedFiles(request: Request): AsyncGenerator<{ fileName: string; content: AsyncIterable<Buffer> }> {
  if (!request.body) return;
  try {
    for await (const { fileName, content } of openFileParts(request.headers.get("content-type") ?? "", request.body)) {
      if (fileName !== "") yield { fileName, content: told(content) };
    }
  } catch (error) {
    tell(error);
  }
}

async function* told(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* content;
  } catch (error) {
    tell(error);
  }
}

function tell(error: unknown): never {
  if (error instanceof BrokenMultipart) throw new Conflict("upload-incomplete");
  throw error;
}

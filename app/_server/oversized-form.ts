import "server-only";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";

/** What was typed into a form, and the names of its files. */
export interface OversizedForm {
  typed: [name: string, value: string][];
  files: string[];
}

/** Bytes that are read of a form at the most: whoever sends more than this typed nothing that could be given back. */
const MOST = 100_000_000;
/** Characters of what was typed, and so is held. */
const MOST_TYPED = 6_000_000;
/** Terms of a programme are the largest form that brings a file. */
const LIMITS = { fields: 3_000, fieldSize: 100_000, fieldNameSize: 200, files: 10, parts: 3_020, headerPairs: 20 };

/**
 * Read what was typed into a form whose files are too large to be taken. The files go by and are not held; so it stays small, however large they are. Null when it cannot be read
 * to its end, or says more than any form of ours.
 */
export async function readOversizedForm(request: Request): Promise<OversizedForm | null> {
  if (!request.body) return null;
  const form: OversizedForm = { typed: [], files: [] };
  let [read, length, whole] = [0, 0, true];
  const cut = () => (whole = false);
  try {
    const parser = new Busboy({ headers: { "content-type": request.headers.get("content-type") ?? "" }, limits: LIMITS });
    parser.on("field", (name, value, nameCut, valueCut) => {
      length += name.length + value.length;
      if (nameCut || valueCut || length > MOST_TYPED) cut();
      else form.typed.push([name, value]);
    });
    parser.on("file", (name, content) => {
      if (!form.files.includes(name)) form.files.push(name);
      content.resume();
    });
    for (const limit of ["partsLimit", "filesLimit", "fieldsLimit"] as const) parser.on(limit, cut);
    await pipeline(
      Readable.from(request.body as unknown as AsyncIterable<Uint8Array>),
      async function* (blocks: AsyncIterable<Uint8Array>) {
        for await (const block of blocks) {
          read += block.length;
          if (read > MOST) throw new Error("more than any form");
          yield Buffer.from(block);
        }
      },
      parser,
    );
    return whole ? form : null;
  } catch {
    // Broken off, no form at all, or endless: there is nothing to give back.
    return null;
  }
}

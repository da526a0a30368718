import { describe, expect, it } from "vitest";
import { BrokenMultipart, openFilePart, openFileParts } from "./multipart";

/** The bytes that the platform itself makes of a form, cut into blocks of one size. */
async function sent(form: FormData, size: number): Promise<{ type: string; body: AsyncIterable<Uint8Array>; bytes: Buffer }> {
  const request = new Request("http://localhost/", { method: "POST", body: form });
  const bytes = Buffer.from(await request.arrayBuffer());
  return { type: request.headers.get("content-type") ?? "", body: blocks(bytes, size), bytes };
}

async function* blocks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function all(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

describe("openFilePart", () => {
  const file = Buffer.concat([Buffer.from("ref,email\r\n--\r\n-----"), Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7) % 256)), Buffer.from("\r\n")]);

  it.each([1, 7, 64, 100_000])("gives back a file byte for byte from blocks of %i", async (size) => {
    const form = new FormData();
    form.append("note", "before the file");
    form.append("file", new Blob([file]), '명단 "12월".csv');
    form.append("after", "x");
    const { type, body } = await sent(form, size);
    const part = await openFilePart(type, body);
    expect(part?.fileName).toBe('명단 "12월".csv');
    expect((await all(part!.content)).equals(file)).toBe(true);
  });

  it("gives an empty file, and says when there is none", async () => {
    const form = new FormData();
    form.append("file", new Blob([]), "empty.csv");
    const empty = await sent(form, 10);
    expect((await all((await openFilePart(empty.type, empty.body))!.content)).length).toBe(0);
    const without = new FormData();
    without.append("note", "no file");
    const none = await sent(without, 10);
    expect(await openFilePart(none.type, none.body)).toBeNull();
    expect(await openFilePart("text/csv", blocks(file, 10))).toBeNull();
  });

  it("fails when the body breaks off", async () => {
    const form = new FormData();
    form.append("file", new Blob([file]), "people.csv");
    const { type, bytes } = await sent(form, 10);
    const part = await openFilePart(type, blocks(bytes.subarray(0, 3_000), 500));
    await expect(all(part!.content)).rejects.toThrow(BrokenMultipart);
  });
});

describe("openFileParts", () => {
  it.each([1, 50, 100_000])("opens every file, whatever was read of the one before, from blocks of %i", async (size) => {
    const form = new FormData();
    form.append("locale", "ko");
    for (const name of ["a", "b", "c", "d"]) form.append("files", new Blob([name.repeat(40_000)]), `${name}.pdf`);
    form.append("after", "x");
    const { type, body } = await sent(form, size);
    const seen: [string, number][] = [];
    for await (const { fileName, content } of openFileParts(type, body)) {
      // Of the second nothing is read, and of the third a part.
      if (fileName === "c.pdf") for await (const block of content) if (seen.push([fileName, block.length])) break;
      if (fileName !== "c.pdf") seen.push([fileName, fileName === "b.pdf" ? 0 : (await all(content)).length]);
    }
    expect(seen.map(([name]) => name)).toEqual(["a.pdf", "b.pdf", "c.pdf", "d.pdf"]);
    expect([seen[0]?.[1], seen[3]?.[1]]).toEqual([40_000, 40_000]);
  });

  it("gives none for another kind of body", async () => {
    for await (const part of openFileParts("application/json", blocks(Buffer.from("{}"), 1))) throw new Error(part.fileName);
  });
});

const MAX_HEAD_BYTES = 16_384;

export interface FilePart {
  /** As the sender named it; may be empty, which is how browsers say that no file was chosen. */
  fileName: string;
  /** Fails with {BrokenMultipart} when the body ends before the part does. */
  content: AsyncGenerator<Buffer>;
}

/** A body that is not the form it says it is, or that broke off. */
export class BrokenMultipart extends Error {}

/**
 * Open the first file of a form (RFC 7578) while it is still arriving; the fields before it are skipped. The platform's own `formData()` would hold the
 * whole file in memory. What is held here is one block of the body. Null when there is no file in it.
 * @throws {BrokenMultipart}
 */
export async function openFilePart(contentType: string, body: AsyncIterable<Uint8Array>): Promise<FilePart | null> {
  const reader = openParts(contentType, body);
  return reader && nextFile(reader);
}

/** Open every file of a form, one after the other; what was not read of one is passed over before the next. @throws {BrokenMultipart} */
export async function* openFileParts(contentType: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<FilePart> {
  const reader = openParts(contentType, body);
  for (let part = reader && (await nextFile(reader)); reader && part; part = await nextFile(reader)) {
    yield part;
    await reader.skipRest();
  }
}

function openParts(contentType: string, body: AsyncIterable<Uint8Array>): PartReader | null {
  const [, quoted, plain] = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  return boundary === undefined ? null : new PartReader(body, Buffer.from(`\r\n--${boundary}`));
}

async function nextFile(reader: PartReader): Promise<FilePart | null> {
  for (;;) {
    await reader.skipField();
    const head = await reader.readHead();
    if (head === null) return null;
    const name = /^content-disposition:.*?;\s*filename="([^"]*)"/im.exec(head)?.[1];
    // Browsers write the quotation mark and line breaks of a name as %22, %0D, %0A (WHATWG HTML, multipart/form-data encoding).
    if (name !== undefined) return { fileName: name.replaceAll("%22", '"').replace(/%0[AD]/gi, " "), content: reader.content() };
  }
}

class PartReader {
  private readonly blocks: AsyncIterator<Uint8Array>;
  /** The first delimiter stands at the very beginning, without the line break that belongs to all others. */
  private held = Buffer.from("\r\n");
  /** Whether a delimiter is still to come before the next head. */
  private inPart = true;

  constructor(body: AsyncIterable<Uint8Array>, private readonly delimiter: Buffer) {
    this.blocks = body[Symbol.asyncIterator]();
  }

  /** Pass over what is left of a part, however long. */
  async skipRest(): Promise<void> {
    if (!this.inPart) return;
    const blocks = this.content();
    while (!(await blocks.next()).done);
  }

  /** Pass over a part that is no file, or what stands before the first. */
  async skipField(): Promise<void> {
    if (!this.inPart) return;
    let bytes = 0;
    for await (const block of this.content()) {
      bytes += block.length;
      if (bytes > MAX_HEAD_BYTES) throw new BrokenMultipart("field too long");
    }
  }

  /** The header lines of the part that begins here; null after the last. */
  async readHead(): Promise<string | null> {
    while (this.held.length < 2) await this.more();
    if (this.held.subarray(0, 2).toString("latin1") === "--") return null;
    for (;;) {
      const end = this.held.indexOf("\r\n\r\n");
      if (end >= 0) {
        const head = this.held.toString("utf8", 0, end);
        this.held = this.held.subarray(end + 4);
        this.inPart = true;
        return head;
      }
      if (this.held.length > MAX_HEAD_BYTES) throw new BrokenMultipart("head too long");
      await this.more();
    }
  }

  /** Everything up to the next delimiter, as it comes; what could be the beginning of one is kept back. */
  async *content(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.held.indexOf(this.delimiter);
      if (at >= 0) {
        const last = this.held.subarray(0, at);
        this.held = this.held.subarray(at + this.delimiter.length);
        this.inPart = false;
        if (last.length > 0) yield last;
        return;
      }
      const sure = this.held.length - this.delimiter.length + 1;
      if (sure > 0) {
        const block = this.held.subarray(0, sure);
        this.held = this.held.subarray(sure);
        yield block;
      }
      await this.more();
    }
  }

  private async more(): Promise<void> {
    const next = await this.blocks.next();
    if (next.done) throw new BrokenMultipart("body ended early");
    this.held = Buffer.concat([this.held, next.value]);
  }
}

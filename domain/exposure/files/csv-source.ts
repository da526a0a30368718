import { Transform, type Readable } from "node:stream";
import iconv from "iconv-lite";
import type { FileDefect } from "@/db/values/import";
import { Refusal } from "../../kernel/errors";

/** A file that cannot be read as a table of people at all. `reason` is a key of `import-defects`. */
export class FileRefused extends Refusal {
  readonly kind = "invalid" as const;
  constructor(
    readonly defect: FileDefect,
    readonly columns: string[] = [],
  ) {
    super(`file-${defect}`, { columns: columns.join(", ") });
  }
}

const SNIFF_BYTES = 65_536;

/**
 * Decide how a file is encoded by its first bytes: a byte-order mark, else UTF-8 when it is valid as such, else CP949 (which holds EUC-KR), else UTF-16
 * without a mark. @throws {FileRefused} for a gzip or XLSX under a .csv name, and for an empty file
 */
function sniffEncoding(head: Buffer): "utf-8" | "utf-16le" | "utf-16be" | "cp949" {
  if (head.length === 0) throw new FileRefused("empty-file");
  if (head[0] === 0x1f && head[1] === 0x8b) throw new FileRefused("gzip");
  if (head.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004"))) throw new FileRefused("xlsx");
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const sample = head.subarray(0, SNIFF_BYTES);
  const zeros = [0, 0];
  for (let i = 0; i < Math.min(sample.length, 512); i++) if (sample[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > 8 && odd > even * 4) return "utf-16le";
  if (even > 8 && even > odd * 4) return "utf-16be";
  return isUtf8(sample) ? "utf-8" : "cp949";
}

/** Valid UTF-8 but for a character cut off at the end of the sample. */
function isUtf8(sample: Buffer): boolean {
  for (let cut = 0; cut <= 3; cut++) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(sample.subarray(0, sample.length - cut));
      return true;
    } catch {
      if (sample.length < SNIFF_BYTES) return false;
    }
  }
  return false;
}

/** Decode a byte stream to UTF-8 text, its byte-order mark removed. Nothing is held back but the first block; `onBytes` hears how many bytes came. */
export function decoded(source: Readable, onBytes: (bytes: number) => void = () => undefined): Readable {
  let decoder: ReturnType<typeof iconv.getDecoder> | null = null;
  let head: Buffer | null = Buffer.alloc(0);
  const text = new Transform({
    transform(part: Buffer, _, done) {
      try {
        onBytes(part.length);
        if (head) {
          head = Buffer.concat([head, part]);
          if (head.length < SNIFF_BYTES) {
            done();
            return;
          }
          part = head;
          decoder = iconv.getDecoder(sniffEncoding(head), { stripBOM: true });
          head = null;
        }
        done(null, decoder?.write(part));
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        if (head) {
          decoder = iconv.getDecoder(sniffEncoding(head), { stripBOM: true });
          const all = decoder.write(head);
          if (all.trim() === "" && !all.includes(",")) throw new FileRefused("empty-file");
          this.push(all);
        }
        const rest = decoder?.end();
        done(null, rest && rest.length > 0 ? rest : undefined);
      } catch (error) {
        done(error as Error);
      }
    },
    encoding: "utf8",
    readableObjectMode: false,
  });
  source.on("error", (error) => {
    text.destroy(error);
  });
  return source.pipe(text);
}

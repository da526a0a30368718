import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

/** Below this many bytes lines are read one after the other. A line has some 45. */
const FEW = 4_096;
const LINE = /^([0-9A-F]{40})(:\d+)?$/i;

/**
 * Whether a password is in a file of breached ones: SHA-1 in hex, one a line, sorted, with or without `:count`, as Have I Been Pwned gives out. Nothing leaves this machine, and of a file of forty
 * gigabytes some thirty places are read. @throws {Error} for a file that cannot be read or is something else
 */
export async function isBreached(file: string, password: string): Promise<boolean> {
  const wanted = createHash("sha1").update(password).digest("hex").toUpperCase();
  const handle = await open(file, "r");
  try {
    let [from, to] = [0, (await handle.stat()).size];
    // What is looked for begins at or after `from`, which is the beginning of a line, and before `to`.
    while (to - from > FEW) {
      const line = await lineAfter(handle, from + Math.floor((to - from) / 2), to);
      if (line === null) {
        to = from + Math.floor((to - from) / 2);
        continue;
      }
      if (line.hash === wanted) return true;
      if (line.hash < wanted) from = line.next;
      else to = line.at;
    }
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.toString("latin1", 0, bytesRead).split(/\r?\n/).filter(Boolean).some((line) => hashOf(line) === wanted);
  } finally {
    await handle.close();
  }
}

/** Look at a file before anybody sets a password: one that is something else would refuse nobody. @throws {Error} */
export async function checkBreachedFile(file: string): Promise<void> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FEW), 0, FEW, 0);
    const hashes = buffer.toString("latin1", 0, bytesRead).split(/\r?\n/).slice(0, -1).filter(Boolean).map(hashOf);
    if (hashes.length === 0 || hashes.some((hash, i) => i > 0 && hash < (hashes[i - 1] ?? ""))) throw new Error("not sorted");
  } catch (error) {
    throw new Error("BREACHED_PASSWORDS_FILE must be a list of SHA-1 hashes in hex, one a line, sorted.", { cause: error });
  } finally {
    await handle.close();
  }
}

/** The first whole line that begins after a place and before an end; null where there is none. */
async function lineAfter(handle: FileHandle, place: number, end: number): Promise<{ hash: string; at: number; next: number } | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, place);
  const text = buffer.toString("latin1", 0, bytesRead);
  const begins = text.indexOf("\n") + 1;
  const ends = text.indexOf("\n", begins);
  if (begins === 0 || ends < 0 || place + begins >= end) return null;
  return { hash: hashOf(text.slice(begins, ends).replace("\r", "")), at: place + begins, next: place + ends + 1 };
}

function hashOf(line: string): string {
  const [, hash] = LINE.exec(line) ?? [];
  if (hash === undefined) throw new Error("the file of breached passwords has a line that is no SHA-1 hash");
  return hash.toUpperCase();
}

import { z } from "zod";
import { rootOfRange } from "./range-proof";
import { openCheckpoint, type NoteVerifier } from "./signed-note";

const seq = z.number().int().min(0);
const head = z.object({ format: z.literal("amends-audit-range-1"), from: seq, until: seq, size: seq });
const tail = z.object({ checkpoint: z.string(), proof: z.array(z.base64()).max(128) });

function read(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? "");
  } catch {
    return null;
  }
}

/** Whether a file is what {@link import("./export-range").exportRange} writes, by how it begins. */
export function isRange(text: string): boolean {
  return head.safeParse(read(text.slice(0, text.indexOf("\n")))).success;
}

/** Check an exported stretch of the log, offline: that each of its events is in the log that the key signed, under the number it bears, and that none between them is left out. Null where it does not hold. */
export function verifyRange(text: string, verifiers: readonly NoteVerifier[]): { from: number; until: number } | null {
  const [first, ...rest] = text.replace(/\n$/, "").split("\n");
  const range = head.safeParse(read(first)).data;
  const end = tail.safeParse(read(rest.pop())).data;
  if (!range || !end) return null;
  // The bytes as they stand are what is hashed, so that anything but the canonical form is a change.
  const events = rest.flatMap((line, i) => {
    const start = `{"seq":${range.from + i},"event":`;
    return line.startsWith(start) && line.endsWith("}") ? [Buffer.from(line.slice(start.length, -1))] : [];
  });
  const covering = verifiers.map((verifier) => openCheckpoint(end.checkpoint, verifier)).find((opened) => opened !== null);
  if (events.length !== rest.length || covering?.size !== range.size) return null;
  const root = rootOfRange(events, range, end.proof.map((hash) => Buffer.from(hash, "base64")));
  return root?.equals(covering.root) ? { from: range.from, until: range.until } : null;
}

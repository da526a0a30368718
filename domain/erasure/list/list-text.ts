import { z } from "zod";
import { erasureGrounds, erasureKinds } from "@/db/values/erasures";
import { mac, sameBytes } from "@/lib/crypto";
import { Conflict } from "../../kernel/errors";
import type { ErasureRow } from "../types";

const HEAD = JSON.stringify({ amends: "erasures", version: 1 });

const entry = z.strictObject({
  number: z.int().positive(),
  id: z.uuid(),
  kind: z.enum(erasureKinds),
  incident: z.uuid(),
  subject: z.string().regex(/^\d{1,18}$/).transform(BigInt).nullable(),
  /** Not in lists from before there were such erasures. */
  contact: z.base64().transform((text) => Buffer.from(text, "base64")).nullable().default(null),
  records: z.array(z.uuid()),
  trace: z.base64().transform((text) => Buffer.from(text, "base64")).nullable(),
  ground: z.enum(erasureGrounds),
  proposedBy: z.uuid(),
  proposedAt: z.iso.datetime().transform((text) => new Date(text)),
  decidedBy: z.uuid(),
  decidedAt: z.iso.datetime().transform((text) => new Date(text)),
  doneAt: z.iso.datetime().transform((text) => new Date(text)),
  backupDays: z.int().positive().nullable(),
  erased: z.record(z.string(), z.number()),
});
export type ListEntry = z.output<typeof entry>;

/** The list as text, a line of JSON for each erasure, each with a MAC under the installation's first index key: whoever could write lines of their own could have people erased. */
export function writeList(key: Buffer, rows: readonly ErasureRow[]): string {
  const lines = rows.map((row) => {
    const said = JSON.stringify({
      number: row.number,
      id: row.id,
      kind: row.kind,
      incident: row.incidentId,
      subject: row.subjectId?.toString() ?? null,
      ...(row.contactIndex && { contact: row.contactIndex.toString("base64") }),
      records: row.recordIds,
      trace: row.refTrace?.toString("base64") ?? null,
      ground: row.ground,
      proposedBy: row.proposedBy,
      proposedAt: row.proposedAt.toISOString(),
      decidedBy: row.decidedBy,
      decidedAt: row.decidedAt?.toISOString(),
      doneAt: row.doneAt?.toISOString(),
      backupDays: row.backupDays,
      erased: row.erased,
    });
    return `${lineMac(key, said)} ${said}`;
  });
  return [HEAD, ...lines, ""].join("\n");
}

function lineMac(key: Buffer, said: string): string {
  return mac(key, `erasure list\n${said}`).toString("base64url");
}

/** Read a list, every line of it or nothing. @throws {Conflict} for what is no list, a line that this installation did not write, or a gap in the numbers */
export function readList(key: Buffer, text: string): ListEntry[] {
  const [head, ...lines] = text.split("\n").filter((line) => line !== "");
  if (head !== HEAD) throw new Conflict("erasures-no-list");
  return lines.map((line, at) => {
    const gap = line.indexOf(" ");
    const [given, said] = [line.slice(0, gap), line.slice(gap + 1)];
    if (!sameBytes(Buffer.from(given), Buffer.from(lineMac(key, said)))) throw new Conflict("erasures-foreign-line", { line: at + 2 });
    const read = entry.parse(JSON.parse(said));
    if (read.number !== at + 1) throw new Conflict("erasures-gap", { line: at + 2 });
    return read;
  });
}

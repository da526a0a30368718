import { and, eq, gt, inArray, lte } from "drizzle-orm";
import { translator, type Translate } from "@/content/translator";
import { subjects } from "@/db/schema/exposure";
import type { Locale } from "@/db/values/locales";
import { BYTE_ORDER_MARK, csvRecord } from "@/lib/csv";
import { publishedVersionOf } from "../audiences/queries";
import { recordAudit } from "../audit/record-audit";
import type { ExportTicket } from "../audit/types";
import { openSubject } from "../exposure/subject-records";
import { authorise, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { mayExportUnreached } from "./policy";
import { countUnreached, FROM_START, readUnreached, type Unreached, type UnreachedCursor } from "./queries/list-unreached";
import { readWave } from "./queries/read-wave";
import { replyCode } from "./rules";
import type { Wave } from "./types";

const PAGE = 500;

export interface UnreachedExport {
  wave: Wave;
  people: number;
  /** The file, a page at a time. */
  pages: AsyncGenerator<string>;
}

/** How many people no channel of a wave reached, for who asks for the file. @throws {NotFound} @throws {Conflict} when there is nobody */
export async function measureUnreached(ctx: Context, waveId: string): Promise<{ people: number; incidentId: string }> {
  authorise(ctx, mayExportUnreached);
  const wave = await readWave(ctx.db, requireUuid(waveId, "wave"));
  const people = await countUnreached(ctx.db, wave);
  if (people === 0) throw new Conflict("nobody-unreached");
  return { people, incidentId: wave.incidentId };
}

/**
 * Export the people whom no channel of a wave reached: the importer's own reference and what became of each channel, and no contact. The reason and the number of people are audited before
 * the first byte; the file never has more people than that. It is read page by page, and no connection is held while a page goes out. @throws {Forbidden} @throws {Conflict} when there is nobody, or when there are more than the ticket is for
 */
export async function exportUnreached(ctx: Context, waveId: string, locale: Locale, ticket: ExportTicket): Promise<UnreachedExport> {
  authorise(ctx, mayExportUnreached);
  const { wave, people, version } = await withTransaction(ctx, async (tx) => {
    const found = await readWave(tx, requireUuid(waveId, "wave"));
    const count = await countUnreached(tx, found);
    if (count === 0) throw new Conflict("nobody-unreached");
    if (count > ticket.people) throw new Conflict("export-grew");
    await ticket.spend(tx);
    await recordAudit(tx, ctx, { action: "wave.export-unreached", object: { kind: "wave", id: waveId }, incidentId: found.incidentId, reason: ticket.reason, details: { people: count, export: ticket.id } });
    return { wave: found, people: count, version: found.readVersion ?? (await publishedVersionOf(tx, found.incidentId)) };
  });
  return { wave, people, pages: writePages(ctx, wave, version ?? 0, people, translator(locale, "waves")) };
}

async function* writePages(ctx: Context, wave: Wave, version: number, people: number, words: Translate): AsyncGenerator<string> {
  yield `${BYTE_ORDER_MARK}${csvRecord([words("export.reference"), words("export.number"), ...wave.channels.map((channel) => words(`channel.${channel}`))])}`;
  let after: UnreachedCursor | null = FROM_START;
  for (let left = people; after && left > 0; ) {
    const page: Awaited<ReturnType<typeof readUnreached>> = await readUnreached(ctx.db, wave, after, Math.min(PAGE, left));
    const references = await referencesOf(ctx, wave, version, page.people);
    const lines = page.people.map((person) => csvRecord([references.get(person.subjectId) ?? words("export.erased"), person.subjectId, ...wave.channels.map((channel) => pathWords(person, channel, words))]));
    if (lines.length > 0) yield lines.join("");
    left -= page.people.length;
    after = page.next;
  }
}

function pathWords({ messages }: Unreached, channel: Wave["channels"][number], words: Translate): string {
  const message = messages.find((each) => each.channel === channel);
  if (!message) return words("export.no-message");
  return [words(`delivery.${message.state}`), message.reply === null ? null : replyCode(message.reply), message.at?.toISOString()].filter(Boolean).join(" · ");
}

async function referencesOf(ctx: Context, wave: Wave, version: number, people: readonly Unreached[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const rows = await ctx.db
    .select({ subjectId: subjects.subjectId, recordId: subjects.recordId, sealed: subjects.sealed })
    .from(subjects)
    .where(and(eq(subjects.incidentId, wave.incidentId), inArray(subjects.subjectId, people.map(({ subjectId }) => BigInt(subjectId))), lte(subjects.fromVersion, version), gt(subjects.toVersion, version)));
  const references = new Map<string, string>();
  for (const { subjectId, ...row } of rows) {
    const content = await openSubject(ctx, wave.incidentId, row);
    if (content) references.set(subjectId.toString(), content.ref);
  }
  return references;
}

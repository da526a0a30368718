import { sql } from "drizzle-orm";
import type { SubjectKind } from "@/db/values/audience";
import { defaultLocale, isLocale, type Locale } from "@/db/values/locales";
import { EnvelopeError } from "@/lib/crypto";
import { canonicalPostal } from "../exposure/files/postal-address";
import { openSubject } from "../exposure/subject-records";
import type { IncidentDataClass } from "../incidents/types";
import type { Context } from "../kernel/context";
import type { SubjectId } from "../kernel/ids";
import { keepLetters } from "../notices/rendering/keep-letters";
import { readTemplateVersion } from "../notices/queries";
import { compileLetter, fillLetter } from "../notices/rendering/render-letter";
import { readerOf } from "../notices/rules";
import type { NoticeReader, OpenLetter, TemplateVersion } from "../notices/types";
import { findSuppressed } from "../suppressions/queries";
import { deriveTokenKeys, noticeReference, type TokenKeys } from "../waves/ledger/tokens";
import { listDataClasses } from "../waves/queries/list-data-classes";
import { asOfVersion, sharedValues } from "../waves/sender-words";
import type { Wave, WaveSender } from "../waves/types";
import type { SettledLetter } from "./settle-letters";
import type { MakingBatch } from "./take-letters";
import type { LetterHead, LetterPrinter, PrintableLetter } from "./types";

/** What is the same for all letters of a batch. */
interface Writing {
  wave: Wave;
  sender: WaveSender;
  version: TemplateVersion;
  classes: IncidentDataClass[];
  tokens: TokenKeys;
  noticeFor: (locale: Locale, reader: NoticeReader) => Promise<OpenLetter>;
}

interface Row extends Record<string, unknown> {
  range_no: number;
  subject_id: string;
  handle: string;
  record_id: string | null;
  sealed: Buffer | null;
  locale: string | null;
  country: string | null;
  /** Of everybody for whom the letter speaks. */
  kinds: SubjectKind[];
  confirmed: string | null;
  possible: string | null;
}

export interface WrittenLetters {
  head: LetterHead;
  letters: PrintableLetter[];
  /** Those who get none, and why. */
  without: SettledLetter[];
}

/**
 * Write the letters of a batch from what is known of the people now. Who was erased, is no longer in the dataset, has no address any more, or one that is suppressed, gets
 * none; nor does an address with letters that the printer's fonts lack.
 */
export async function writeLetters(ctx: Context, printer: LetterPrinter, wave: Wave, batch: MakingBatch, portalUrl: string): Promise<WrittenLetters> {
  const writing = await readWriting(ctx, wave, batch, portalUrl);
  const letters: PrintableLetter[] = [];
  const canonical: string[] = [];
  const places: SettledLetter[] = [];
  const without: SettledLetter[] = [];
  for (const row of await readRows(ctx, wave, batch)) {
    const place = { rangeNo: row.range_no, subjectId: row.subject_id, reply: null };
    const known = await knownOf(ctx, wave.incidentId, row);
    if (typeof known === "string") without.push({ ...place, state: "cancelled", reply: known });
    else if (!known.a) without.push({ ...place, state: "cancelled", reply: "no-address" });
    else if (!printer.canPrint(known.a)) without.push({ ...place, state: "rejected", reply: "no-such-letters-in-the-font" });
    else {
      letters.push(await writeLetter(writing, row, known.a));
      canonical.push(canonicalPostal(known.a, row.country ?? ""));
      places.push({ ...place, state: "suppressed" });
    }
  }
  const suppressed = await findSuppressed(ctx, ctx.db, writing.version.kind, "postal", canonical);
  without.push(...places.filter((_, i) => suppressed[i]));
  return { head: headOf(writing, batch, portalUrl), letters: letters.filter((_, i) => !suppressed[i]), without };
}

async function readWriting(ctx: Context, wave: Wave, { readVersion }: MakingBatch, portalUrl: string): Promise<Writing> {
  const { sender, tokenKeyId } = wave;
  if (!sender || tokenKeyId === null) throw new Error("the wave is not frozen");
  const [version, classes, asOf, key] = await Promise.all([
    readTemplateVersion(ctx.db, wave.templateVersionId),
    listDataClasses(ctx.db, wave.incidentId),
    asOfVersion(ctx.db, wave.incidentId, readVersion),
    ctx.keys.byId(tokenKeyId),
  ]);
  const noticeFor = keepLetters(version.content, (wording, locale) => Promise.resolve(compileLetter(wording, locale, sharedValues(sender, locale, asOf, portalUrl))));
  return { wave, sender, version, classes, tokens: deriveTokenKeys(key.bytes), noticeFor };
}

/** What is known of the people, and for whom else at the same address and of the same name each letter speaks. */
async function readRows(ctx: Context, wave: Wave, batch: MakingBatch): Promise<Row[]> {
  const { rows } = await ctx.db.execute<Row>(sql`
    select l.range_no, l.subject_id, l.handle, s.record_id, s.sealed, s.locale, s.country,
      s.confirmed | coalesce(c.confirmed, 0) as confirmed, s.possible | coalesce(c.possible, 0) as possible,
      array_remove(s.kind || c.kinds, null) as kinds
    from letters l join deliveries d on d.wave_id = ${wave.id} and d.range_no = l.range_no and d.subject_id = l.subject_id and d.channel = 'letter' and d.state = 'handing-over'
    left join lateral (
      select record_id, sealed, locale, country, kind, confirmed, possible from subjects
      where incident_id = ${wave.incidentId} and subject_id = l.subject_id and from_version <= ${batch.readVersion} and to_version > ${batch.readVersion} limit 1) s on true
    left join lateral (
      select bit_or(confirmed) as confirmed, bit_or(possible) as possible, array_agg(distinct kind) as kinds from subjects
      where incident_id = ${wave.incidentId} and subject_id = any(d.covers) and from_version <= ${batch.readVersion} and to_version > ${batch.readVersion}) c on true
    where l.batch_id = ${batch.id} order by l.sequence`);
  return rows;
}

async function knownOf(ctx: Context, incidentId: string, { record_id: recordId, sealed }: Row) {
  if (recordId === null) return "not-in-dataset";
  try {
    return (await openSubject(ctx, incidentId, { recordId, sealed })) ?? "erased";
  } catch (error) {
    // One damaged row must not stop everybody behind it.
    if (error instanceof EnvelopeError) return "unreadable";
    throw error;
  }
}

async function writeLetter({ wave, classes, tokens, noticeFor }: Writing, row: Row, address: PrintableLetter["address"]): Promise<PrintableLetter> {
  const locale = isLocale(row.locale) ? row.locale : defaultLocale;
  const reference = noticeReference(tokens, wave.id, row.subject_id as SubjectId);
  const reader = readerOf(classes, BigInt(row.confirmed ?? 0), BigInt(row.possible ?? 0), row.kinds);
  return { locale, country: row.country ?? "", address, ...fillLetter(await noticeFor(locale, reader), reader, reference), reference, handle: row.handle };
}

function headOf({ sender, version }: Writing, { number, createdAt }: MakingBatch, portalUrl: string): LetterHead {
  const { organisation, contactDesk, timeZone } = sender;
  return { title: `${version.name} · ${number}`, organisation, contactDesk, portalUrl: portalUrl.replace(/\/$/, ""), date: createdAt, timeZone };
}

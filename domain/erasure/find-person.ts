import { inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { subjects } from "@/db/schema/exposure";
import { indexMac } from "@/lib/crypto";
import { maskRecord } from "../claims/paper/find-record";
import type { MaskedRecord } from "../claims/types";
import { noticeCanary } from "../exposure/canaries/notice-canary";
import { findPublishedRecord, findRecordEver, listRecordsEver, type SubjectRecord } from "../exposure/subject-records";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { canonicalEmail, canonicalPhone } from "../keys/canonical-contact";
import { contactIndex, formsOfIndex, laterForms } from "../keys/sealed";
import { findAddressee } from "../letters/find-addressee";
import { parseHandle } from "../letters/rules";
import { recordLook } from "../reveals/record-look";
import { wasShownToday } from "../reveals/was-shown-today";
import { runLook } from "../reveals/run-look";
import { previewContact, previewErasure } from "./find-obstacles";
import { contactInput, findPersonInput } from "./input";
import { list } from "./person/forget-contacts";
import { mayFindPeople } from "./policy";
import { isNothing } from "./rules";
import type { ContactPreview, ErasurePreview } from "./types";

interface Found {
  records: MaskedRecord[];
  /** The keyed value of what was typed, hex, where it is a contact of which no version of the data holds a record and on which something hangs. */
  contact: string | null;
}

/**
 * Find whom a request to be erased is about: by the number of a letter, a whole address or number, or the company's own reference. Records are found in whatever version holds them, published or not, and by the contact that a claim of theirs gave; a contact
 * of which there is none is found by what hangs on it. A look at personal data, audited, found or not; one that finds nobody takes one off the budget as well, so that nobody tries addresses without end. @throws {Forbidden} @throws {Invalid} @throws {Conflict} reveals-spent
 */
export async function findPerson(ctx: Context, incidentId: string, raw: unknown): Promise<Found> {
  authorise(ctx, mayFindPeople);
  const { query } = parseInput(findPersonInput, raw);
  const { by, all, index } = await search(ctx, incidentId, query);
  const records = all.filter(({ sealed }) => sealed !== null);
  const hangs = index !== null && records.length === 0 && !isNothing(await previewContact(ctx.db, incidentId, await laterForms(ctx.keys, incidentId, index)));
  await noteLook(ctx, incidentId, hangs ? "contact" : by, records, () => Math.max(1, records.length));
  return { records: await Promise.all(records.map((record) => maskRecord(ctx, incidentId, record))), contact: hangs ? index.toString("hex") : null };
}

/** One record by its number, masked, with what erasing it would take, and whether the published data holds it. Null where there is none, or where it is erased. Going on with one that one found today counts no second time; any other number counts, because numbers follow each other. @throws {Forbidden} @throws {Conflict} reveals-spent */
export async function readPerson(ctx: Context, incidentId: string, subjectId: bigint): Promise<{ record: MaskedRecord; published: boolean; preview: ErasurePreview } | null> {
  authorise(ctx, mayFindPeople);
  const record = await findRecordEver(ctx.db, incidentId, subjectId);
  const there = record?.sealed ? record : null;
  await noteLook(ctx, incidentId, "record", there ? [there] : [], async (tx) => ((await wasShownToday(tx, ctx, incidentId, subjectId)) ? 0 : 1));
  if (!there) return null;
  const published = (await findPublishedRecord(ctx, incidentId, subjectId)) !== null;
  return { record: await maskRecord(ctx, incidentId, there), published, preview: await previewErasure(ctx.db, incidentId, subjectId) };
}

/** What hangs on a contact that was found. Null where it is none, or where nothing does any more. It is audited, and counts no second time: nobody comes by a keyed value but by finding it. @throws {Forbidden} */
export async function readContact(ctx: Context, incidentId: string, raw: unknown): Promise<ContactPreview | null> {
  authorise(ctx, mayFindPeople);
  const { data: index } = contactInput.safeParse(raw);
  if (!index) return null;
  const preview = await previewContact(ctx.db, incidentId, await laterForms(ctx.keys, incidentId, index));
  await noteLook(ctx, incidentId, "keyed-contact", [], () => 0);
  return isNothing(preview) ? null : preview;
}

async function search(ctx: Context, incidentId: string, query: string): Promise<{ by: string; all: SubjectRecord[]; index: Buffer | null }> {
  const handle = parseHandle(query);
  const addressee = handle && (await findAddressee(ctx, incidentId, handle));
  if (addressee) return { by: "letter", all: await listRecordsEver(ctx.db, incidentId, inArray(subjects.subjectId, [addressee])), index: null };
  for (const [kind, canonical] of [["email", canonicalEmail(query)], ["phone", canonicalPhone(query)]] as const) {
    if (!canonical.ok) continue;
    const index = await contactIndex(ctx.keys, incidentId, kind, canonical.value);
    const forms = list(await formsOfIndex(ctx.keys, incidentId, index));
    const all = await listRecordsEver(ctx.db, incidentId, sql`${subjects.subjectId} in (
      select p.subject_id from contact_points p where p.incident_id = ${incidentId} and p.contact_index = any(${forms}) union select c.subject_id from claims c where c.incident_id = ${incidentId} and c.contact_index = any(${forms}))`);
    return { by: kind, all, index };
  }
  const index = indexMac((await ctx.keys.current("blind-index", incidentId)).bytes, `ref:${query}`);
  return { by: "reference", all: await listRecordsEver(ctx.db, incidentId, inArray(subjects.refIndex, await formsOfIndex(ctx.keys, incidentId, index))), index: null };
}

async function noteLook(ctx: Context, incidentId: string, by: string, records: readonly SubjectRecord[], costs: (tx: Transaction) => number | Promise<number>): Promise<void> {
  await runLook(ctx, async (tx) => {
    await recordLook(tx, ctx, { action: "erasure.find-person", object: { kind: "incident", id: incidentId }, incidentId, details: { by, found: records.length }, subjects: records.map(({ subjectId }) => subjectId), rule: mayFindPeople, costs: await costs(tx) });
    for (const { subjectId } of records) await noticeCanary(tx, ctx, { incidentId, subjectId, kind: "searched" });
  });
}

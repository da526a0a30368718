import type { Transaction } from "@/db/client";
import { noticeCanary } from "../../exposure/canaries/notice-canary";
import { findPublishedRecord, findRecordByRef, listRecordsOfContact, openSubject, type SubjectRecord } from "../../exposure/subject-records";
import { authorise, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { canonicalEmail, canonicalPhone } from "../../keys/canonical-contact";
import { contactIndex } from "../../keys/sealed";
import { findAddressee } from "../../letters/find-addressee";
import { maskPostal, parseHandle } from "../../letters/rules";
import { maskContact } from "../../lookups/rules";
import { recordLook } from "../../reveals/record-look";
import { wasShownToday } from "../../reveals/was-shown-today";
import { runLook } from "../../reveals/run-look";
import { mayEnterPaperClaims } from "../policy";
import type { MaskedRecord } from "../types";
import { findRecordInput } from "./input";
import { answerPlaces } from "./rules";

/**
 * Find the record that a paper speaks of: by the number on its letter, by a whole e-mail address or phone number, or by the reference of the company's own systems. It is a look
 * at personal data and is audited, found or not; what was typed is not written down. One that finds nobody takes one off the budget as well, so that nobody tries addresses without end. @throws {Forbidden} @throws {Invalid} @throws {Conflict} reveals-spent
 */
export async function findRecord(ctx: Context, incidentId: string, raw: unknown): Promise<MaskedRecord[]> {
  authorise(ctx, mayEnterPaperClaims);
  const { query } = parseInput(findRecordInput, raw);
  const { by, records } = await searchRecords(ctx, incidentId, query);
  await noteLook(ctx, incidentId, by, records, () => Math.max(1, records.length));
  return Promise.all(records.map((record) => maskRecord(ctx, incidentId, record)));
}

/** One record by its number, masked as when it is found. Going on with one that one found today is audited as well and counts no second time; any other number counts, whether there is a record or not, because numbers follow each other. @throws {Forbidden} @throws {Conflict} reveals-spent */
export async function readMaskedRecord(ctx: Context, incidentId: string, subjectId: bigint): Promise<MaskedRecord | null> {
  authorise(ctx, mayEnterPaperClaims);
  const found = await findPublishedRecord(ctx, incidentId, subjectId);
  await noteLook(ctx, incidentId, "record", found ? [found.record] : [], async (tx) => ((await wasShownToday(tx, ctx, incidentId, subjectId)) ? 0 : 1));
  return found && maskRecord(ctx, incidentId, found.record);
}

/** A planted record among them raises the alarm: no paper speaks of it. */
async function noteLook(ctx: Context, incidentId: string, by: string, records: readonly SubjectRecord[], costs: (tx: Transaction) => number | Promise<number>): Promise<void> {
  await runLook(ctx, async (tx) => {
    await recordLook(tx, ctx, { action: "claim.find-record", object: { kind: "incident", id: incidentId }, incidentId, details: { by, found: records.length }, subjects: records.map(({ subjectId }) => subjectId), rule: mayEnterPaperClaims, costs: await costs(tx) });
    for (const { subjectId } of records) await noticeCanary(tx, ctx, { incidentId, subjectId, kind: "searched" });
  });
}

/** Records by whatever names one: the number of a letter, a whole contact, a reference. The caller has passed a gate and audits the look. */
async function searchRecords(ctx: Context, incidentId: string, query: string): Promise<{ by: string; records: SubjectRecord[] }> {
  const handle = parseHandle(query);
  const addressee = handle && (await findAddressee(ctx, incidentId, handle));
  if (addressee) return { by: "letter", records: [(await findPublishedRecord(ctx, incidentId, addressee))?.record].filter((record) => record !== undefined) };
  for (const [kind, canonical] of [["email", canonicalEmail(query)], ["phone", canonicalPhone(query)]] as const) {
    if (!canonical.ok) continue;
    const found = await listRecordsOfContact(ctx, incidentId, kind, await contactIndex(ctx.keys, incidentId, kind, canonical.value));
    if (found && found.records.length > 0) return { by: kind, records: found.records };
  }
  return { by: "reference", records: [(await findRecordByRef(ctx, incidentId, query))?.record].filter((record) => record !== undefined) };
}

/** A record as far as staff see it before they know that it is the one. */
export async function maskRecord(ctx: Context, incidentId: string, record: SubjectRecord): Promise<MaskedRecord> {
  const sealed = await openSubject(ctx, incidentId, record);
  const postal = sealed?.a && maskPostal(sealed.a);
  return {
    subjectId: record.subjectId,
    kind: record.kind,
    name: postal?.n ?? null,
    address: postal ? [postal.c, ...postal.l].join(" ") : null,
    places: answerPlaces(sealed).map(({ place, contact }) => ({ place, masked: contact.kind === "post" ? null : maskContact(contact) })),
  };
}

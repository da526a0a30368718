import { maskRecord, searchRecords } from "../claims/paper/find-record";
import type { MaskedRecord } from "../claims/types";
import { noticeCanary } from "../exposure/canaries/notice-canary";
import { findPublishedRecord, type SubjectRecord } from "../exposure/subject-records";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { recordLook } from "../reveals/record-look";
import { runLook } from "../reveals/run-look";
import { previewErasure } from "./find-obstacles";
import { findPersonInput } from "./input";
import { mayFindPeople } from "./policy";
import type { ErasurePreview } from "./types";

/** Find whom a request to be erased is about: by the number of a letter, a whole address or number, or the company's own reference. A look at personal data, audited, found or not. @throws {Forbidden} @throws {Invalid} */
export async function findPerson(ctx: Context, incidentId: string, raw: unknown): Promise<MaskedRecord[]> {
  authorise(ctx, mayFindPeople);
  const { query } = parseInput(findPersonInput, raw);
  const { by, records } = await searchRecords(ctx, incidentId, query);
  await noteLook(ctx, incidentId, by, records, records.length);
  return Promise.all(records.map((record) => maskRecord(ctx, incidentId, record)));
}

/** One record that was found, masked, with what erasing it would take. Null where there is none, or where it is erased. @throws {Forbidden} */
export async function readPerson(ctx: Context, incidentId: string, subjectId: bigint): Promise<{ record: MaskedRecord; preview: ErasurePreview } | null> {
  authorise(ctx, mayFindPeople);
  const found = await findPublishedRecord(ctx, incidentId, subjectId);
  if (!found?.record.sealed) return null;
  await noteLook(ctx, incidentId, "record", [found.record], 0);
  return { record: await maskRecord(ctx, incidentId, found.record), preview: await previewErasure(ctx.db, incidentId, subjectId) };
}

async function noteLook(ctx: Context, incidentId: string, by: string, records: readonly SubjectRecord[], costs: number): Promise<void> {
  await runLook(ctx, async (tx) => {
    await recordLook(tx, ctx, { action: "erasure.find-person", object: { kind: "incident", id: incidentId }, incidentId, details: { by, found: records.length }, subjects: records.map(({ subjectId }) => subjectId), rule: mayFindPeople, costs });
    for (const { subjectId } of records) await noticeCanary(tx, ctx, { incidentId, subjectId, kind: "searched" });
  });
}

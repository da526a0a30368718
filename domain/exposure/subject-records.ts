import { and, desc, eq, gt, inArray, lte, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { contactPoints, datasets, subjectLinks, subjects } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import type { SealedSubject } from "@/db/values/contact";
import { indexMac } from "@/lib/crypto";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { formsOfIndex, openJson } from "../keys/sealed";

const sealedSubject: z.ZodType<SealedSubject> = z.object({
  ref: z.string(),
  e: z.array(z.string()).optional(),
  p: z.array(z.string()).optional(),
  a: z.object({ n: z.string(), c: z.string(), l: z.array(z.string()) }).optional(),
  h: z.record(z.string(), z.string()).optional(),
  n: z.record(z.string(), z.number()).optional(),
});

export interface SubjectRecord {
  subjectId: bigint;
  recordId: string;
  kind: "account-holder" | "third-party";
  confirmed: bigint;
  possible: bigint;
  cleared: bigint;
  sealed: Buffer | null;
}

export interface RecordsOfContact {
  /** The published version that was read, and the moment its data speaks of. */
  version: number;
  asOf: Date;
  records: SubjectRecord[];
}

/**
 * Read every record that a contact owns in the published dataset: families share addresses, so there may be several. Null when nothing is published yet.
 * The caller has proof that the contact is the asker's; the answer must reach nobody else.
 */
export async function listRecordsOfContact(ctx: Pick<Context, "db" | "keys">, incidentId: string, kind: "email" | "phone", contactIndex: Buffer): Promise<RecordsOfContact | null> {
  const [published] = await ctx.db
    .select({ version: datasets.version, asOf: datasets.asOf })
    .from(incidents)
    .innerJoin(datasets, and(eq(datasets.incidentId, incidents.id), eq(datasets.version, incidents.publishedVersion)))
    .where(eq(incidents.id, incidentId));
  if (!published) return null;
  const { version } = published;
  const forms = await formsOfIndex(ctx.keys, incidentId, contactIndex);
  const records = await ctx.db
    .select({ subjectId: subjects.subjectId, recordId: subjects.recordId, kind: subjects.kind, confirmed: subjects.confirmed, possible: subjects.possible, cleared: subjects.cleared, sealed: subjects.sealed })
    .from(contactPoints)
    .innerJoin(
      subjects,
      and(eq(subjects.incidentId, contactPoints.incidentId), eq(subjects.subjectId, contactPoints.subjectId), lte(subjects.fromVersion, version), gt(subjects.toVersion, version)),
    )
    .where(
      and(
        eq(contactPoints.incidentId, incidentId),
        inArray(contactPoints.contactIndex, forms),
        eq(contactPoints.kind, kind),
        lte(contactPoints.fromVersion, version),
        gt(contactPoints.toVersion, version),
      ),
    )
    .orderBy(subjects.subjectId);
  return { ...published, records };
}

/** Read the record that a number names in one version, with its country; null where there is none. */
export async function findSubjectRecord(db: Executor, incidentId: string, subjectId: bigint, version: number): Promise<(SubjectRecord & { country: string }) | null> {
  const [row] = await db
    .select({ subjectId: subjects.subjectId, recordId: subjects.recordId, kind: subjects.kind, confirmed: subjects.confirmed, possible: subjects.possible, cleared: subjects.cleared, sealed: subjects.sealed, country: subjects.country })
    .from(subjects)
    .where(and(eq(subjects.incidentId, incidentId), eq(subjects.subjectId, subjectId), lte(subjects.fromVersion, version), gt(subjects.toVersion, version)));
  return row ?? null;
}

/** The published version and one of its records. Null when nothing is published, or the record is not in it. The caller has made sure that the asker may know of it. */
export async function findPublishedRecord(ctx: Pick<Context, "db">, incidentId: string, subjectId: bigint): Promise<{ version: number; record: SubjectRecord } | null> {
  return findWhere(ctx, incidentId, eq(subjects.subjectId, subjectId));
}

/** The same by the reference under which the company's own systems know the record, as it stood in the imported file. */
export async function findRecordByRef(ctx: Pick<Context, "db" | "keys">, incidentId: string, ref: string): Promise<{ version: number; record: SubjectRecord } | null> {
  const index = indexMac((await ctx.keys.current("blind-index", incidentId)).bytes, `ref:${ref}`);
  return findWhere(ctx, incidentId, inArray(subjects.refIndex, await formsOfIndex(ctx.keys, incidentId, index)));
}

async function findWhere(ctx: Pick<Context, "db">, incidentId: string, wanted: SQL): Promise<{ version: number; record: SubjectRecord } | null> {
  const [row] = await ctx.db
    .select({ version: incidents.publishedVersion, subjectId: subjects.subjectId, recordId: subjects.recordId, kind: subjects.kind, confirmed: subjects.confirmed, possible: subjects.possible, cleared: subjects.cleared, sealed: subjects.sealed })
    .from(subjects)
    .innerJoin(incidents, eq(incidents.id, subjects.incidentId))
    .where(and(eq(subjects.incidentId, incidentId), wanted, lte(subjects.fromVersion, incidents.publishedVersion), gt(subjects.toVersion, incidents.publishedVersion)));
  if (!row || row.version === null) return null;
  const { version, ...record } = row;
  return { version, record };
}

/** Read records of an incident whatever version holds them, also one that is not published, was taken back, or has no place for them any more: each as it stood last, and erased ones too. The caller has passed a gate. */
export async function listRecordsEver(db: Executor, incidentId: string, wanted: SQL): Promise<SubjectRecord[]> {
  const { subjectId, recordId, kind, confirmed, possible, cleared, sealed } = subjects;
  return db.selectDistinctOn([subjectId], { subjectId, recordId, kind, confirmed, possible, cleared, sealed }).from(subjects).where(and(eq(subjects.incidentId, incidentId), wanted)).orderBy(subjectId, desc(subjects.fromVersion));
}

/** One of them by its number; null where the incident never had it. */
export async function findRecordEver(db: Executor, incidentId: string, subjectId: bigint): Promise<SubjectRecord | null> {
  return (await listRecordsEver(db, incidentId, eq(subjects.subjectId, subjectId)))[0] ?? null;
}

/** Open what is sealed about one record; null once the person is erased. */
export async function openSubject(ctx: Pick<Context, "keys">, incidentId: string, record: Pick<SubjectRecord, "recordId" | "sealed">): Promise<SealedSubject | null> {
  if (!record.sealed) return null;
  return sealedSubject.parse(await openJson(ctx.keys, { table: "subjects", column: "sealed", scope: incidentId, recordId: record.recordId }, record.sealed));
}

/** How many people an account's address list names, in one version. The names themselves are theirs and not shown to the account. */
export async function countNamedBy(ctx: Pick<Context, "db">, incidentId: string, version: number, accountSubjectId: bigint): Promise<number> {
  const [row] = await ctx.db
    .select({ people: sql<number>`count(*)::int` })
    .from(subjectLinks)
    .where(and(eq(subjectLinks.incidentId, incidentId), eq(subjectLinks.accountSubjectId, accountSubjectId), lte(subjectLinks.fromVersion, version), gt(subjectLinks.toVersion, version)));
  return row?.people ?? 0;
}

import { sql } from "drizzle-orm";
import type { SealedSubject } from "@/db/values/contact";
import { openSubject } from "../../exposure/subject-records";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { canonicalEmail, canonicalPhone } from "../../keys/canonical-contact";
import { contactIndex } from "../../keys/sealed";

interface KnownContact {
  kind: "email" | "phone";
  /** As every index has it. */
  value: string;
  /** Under the incident's key. */
  index: Buffer;
}

export interface PersonRows {
  recordIds: string[];
  refIndexes: Buffer[];
  /** The company's own reference; null once the person is erased. */
  ref: string | null;
  /** Contacts that no other record of the incident holds. */
  own: KnownContact[];
  /** Their values under the incident's key, postal addresses among them. */
  ownIndexes: Buffer[];
  shared: number;
}

/** Read the rows of a person, in every version, and hold them to the end of the transaction. Null where there is none. */
export async function readPersonRows(tx: Executor, ctx: Context, incidentId: string, subjectId: bigint): Promise<PersonRows | null> {
  const { rows } = await tx.execute<{ record_id: string; ref_index: Buffer; sealed: Buffer | null; country: string }>(sql`
    select record_id, ref_index, sealed, country from subjects where incident_id = ${incidentId} and subject_id = ${subjectId} order by from_version desc for update`);
  if (rows.length === 0) return null;
  const points = await tx.execute<{ contact_index: Buffer; shared: boolean }>(sql`
    select distinct c.contact_index, exists (select from contact_points o where o.incident_id = c.incident_id and o.contact_index = c.contact_index and o.subject_id <> c.subject_id) as shared
    from contact_points c where c.incident_id = ${incidentId} and c.subject_id = ${subjectId}`);
  const ownIndexes = points.rows.filter(({ shared }) => !shared).map((point) => point.contact_index);
  const opened = await Promise.all(rows.map(async ({ record_id: recordId, sealed, country }) => ({ country, content: await openSubject(ctx, incidentId, { recordId, sealed }) })));
  const known = new Map<string, KnownContact>();
  for (const { country, content } of opened) {
    for (const { kind, value } of contactsOf(content, country)) known.set(`${kind}:${value}`, { kind, value, index: await contactIndex(ctx.keys, incidentId, kind, value) });
  }
  return {
    recordIds: [...new Set(rows.map((row) => row.record_id))],
    refIndexes: rows.map((row) => row.ref_index),
    ref: opened.find(({ content }) => content)?.content?.ref ?? null,
    own: [...known.values()].filter(({ index }) => ownIndexes.some((own) => own.equals(index))),
    ownIndexes,
    shared: points.rows.length - ownIndexes.length,
  };
}

function contactsOf(content: SealedSubject | null, country: string): { kind: "email" | "phone"; value: string }[] {
  const emails = (content?.e ?? []).map(canonicalEmail).flatMap((read) => (read.ok ? [{ kind: "email" as const, value: read.value }] : []));
  const phones = (content?.p ?? []).map((typed) => canonicalPhone(typed, country)).flatMap((read) => (read.ok ? [{ kind: "phone" as const, value: read.value }] : []));
  return [...emails, ...phones];
}

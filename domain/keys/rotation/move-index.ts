import { sql, type SQL } from "drizzle-orm";
import { audienceLists, audienceReferences } from "@/db/schema/audiences";
import { claims } from "@/db/schema/claims";
import { enquiries } from "@/db/schema/enquiries";
import { contactPoints, subjects } from "@/db/schema/exposure";
import { guidanceTicks } from "@/db/schema/guidance";
import { lookupCodes, subjectSessions } from "@/db/schema/lookups";
import { paymentCodeLists, paymentCodes } from "@/db/schema/payments";
import { programmes } from "@/db/schema/programmes";
import { mac } from "@/lib/crypto";
import type { Executor } from "../../kernel/transaction";

/** Values that are asked for and written at once. */
const PIECE = 20_000;

/** Which values to move, and the statement that writes them, given the relation `m (old, new)`. */
interface Column {
  values: SQL;
  write: (moved: SQL) => SQL;
}

/** Move the values of a column to the next key. Every value that it holds goes once: call it where nothing has gone yet. */
async function moveColumn(tx: Executor, link: Buffer, { values, write }: Column): Promise<void> {
  const { rows } = await tx.execute<{ value: Buffer }>(values);
  for (let at = 0; at < rows.length; at += PIECE) {
    const piece = rows.slice(at, at + PIECE).map(({ value }) => value);
    const hex = (bytes: Buffer[]) => sql.param(bytes.map((each) => each.toString("hex")));
    await tx.execute(write(sql`(select decode(o, 'hex') as old, decode(n, 'hex') as new from unnest(${hex(piece)}::text[], ${hex(piece.map((value) => mac(link, value)))}::text[]) u(o, n)) m`));
  }
}

/** Move the rows of the people numbered after `from` up to `to`: by what their contacts and their references are found. */
export async function movePeople(tx: Executor, link: Buffer, { incidentId, from, to }: { incidentId: string; from: bigint; to: bigint }): Promise<void> {
  const among = (table: SQL) => sql`${table}.incident_id = ${incidentId} and ${table}.subject_id > ${from} and ${table}.subject_id <= ${to}`;
  await moveColumn(tx, link, {
    values: sql`select distinct s.ref_index as value from ${subjects} s where ${among(sql`s`)}`,
    write: (moved) => sql`update ${subjects} s set ref_index = m.new from ${moved} where ${among(sql`s`)} and s.ref_index = m.old`,
  });
  await moveColumn(tx, link, {
    values: sql`select distinct c.contact_index as value from ${contactPoints} c where ${among(sql`c`)}`,
    write: (moved) => sql`update ${contactPoints} c set contact_index = m.new from ${moved} where ${among(sql`c`)} and c.contact_index = m.old`,
  });
}

/** Everything else that stands under an incident's index key, for one transaction: proofs, claims, enquiries, ticks, lists of references and payment codes. */
export async function moveTheRest(tx: Executor, link: Buffer, incidentId: string): Promise<void> {
  const columns: Column[] = [
    { values: sql`select distinct contact_index as value from ${claims} where incident_id = ${incidentId}`, write: (moved) => sql`update ${claims} c set contact_index = m.new from ${moved} where c.incident_id = ${incidentId} and c.contact_index = m.old` },
    // Where a programme is per account the claimant's key is the account's number, 8 bytes.
    { values: sql`select distinct claimant_key as value from ${claims} where incident_id = ${incidentId} and length(claimant_key) = 32`, write: (moved) => sql`update ${claims} c set claimant_key = m.new from ${moved} where c.incident_id = ${incidentId} and c.claimant_key = m.old` },
    { values: sql`select distinct contact_index as value from ${enquiries} where incident_id = ${incidentId}`, write: (moved) => sql`update ${enquiries} e set contact_index = m.new from ${moved} where e.incident_id = ${incidentId} and e.contact_index = m.old` },
    { values: sql`select distinct contact_index as value from ${guidanceTicks} where incident_id = ${incidentId}`, write: (moved) => sql`update ${guidanceTicks} g set contact_index = m.new from ${moved} where g.incident_id = ${incidentId} and g.contact_index = m.old` },
    {
      values: sql`select distinct x.ref_index as value from ${audienceReferences} x join ${audienceLists} l on l.id = x.list_id where l.incident_id = ${incidentId}`,
      write: (moved) => sql`update ${audienceReferences} x set ref_index = m.new from ${moved}, ${audienceLists} l where l.id = x.list_id and l.incident_id = ${incidentId} and x.ref_index = m.old`,
    },
    {
      values: sql`select distinct p.code_index as value from ${paymentCodes} p join ${programmes} g on g.id = p.programme_id where g.incident_id = ${incidentId}`,
      write: (moved) => sql`update ${paymentCodes} p set code_index = m.new from ${moved}, ${programmes} g where g.id = p.programme_id and g.incident_id = ${incidentId} and p.code_index = m.old`,
    },
    {
      values: sql`select distinct l.file_hash as value from ${paymentCodeLists} l join ${programmes} g on g.id = l.programme_id where g.incident_id = ${incidentId}`,
      write: (moved) => sql`update ${paymentCodeLists} l set file_hash = m.new from ${moved}, ${programmes} g where g.id = l.programme_id and g.incident_id = ${incidentId} and l.file_hash = m.old`,
    },
    { values: sql`select distinct contact_index as value from ${lookupCodes} where incident_id = ${incidentId}`, write: (moved) => sql`update ${lookupCodes} t set contact_index = m.new from ${moved} where t.incident_id = ${incidentId} and t.contact_index = m.old` },
    { values: sql`select distinct contact_index as value from ${subjectSessions} where incident_id = ${incidentId}`, write: (moved) => sql`update ${subjectSessions} t set contact_index = m.new from ${moved} where t.incident_id = ${incidentId} and t.contact_index = m.old` },
  ];
  for (const column of columns) await moveColumn(tx, link, column);
}

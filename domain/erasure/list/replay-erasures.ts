import { eq, sql } from "drizzle-orm";
import { erasures } from "@/db/schema/erasures";
import { recordAudit } from "../../audit/record-audit";
import { openSubject } from "../../exposure/subject-records";
import { erasureTrace } from "../../exposure/loading/erased-references";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { closeIncident, destroyIncident, emptyClaims } from "../incident/erase-incident";
import { requireNoImport } from "../require-no-import";
import { installationRoot } from "../../keys/sealed";
import { forgetOne } from "../person/forget-person";
import { mayErase } from "../policy";
import { lockList } from "./keep-list";
import { readList, type ListEntry } from "./list-text";

export interface Replayed {
  /** Done in this database before. */
  already: number;
  /** Were there again, and are gone now. */
  again: number;
  /** Not in this database: its backup is from before they came in. Entered into its list all the same, so that a later import leaves them out. */
  absent: number;
}

/**
 * Do again what a list says, in a database that was put back from an older backup. A person, or what hangs on a contact, is one transaction, an incident several, so that a run that is killed goes on where it was. A number alone names nobody: after a restore another import may have
 * given it to somebody else, so a record goes only if it is the one by its own random id or by its reference. @throws {Forbidden} @throws {Conflict} for a list of another installation
 */
export async function replayErasures(ctx: Context, text: string): Promise<Replayed> {
  authorise(ctx, mayErase);
  const entries = readList(await installationRoot(ctx.keys), text);
  const replayed: Replayed = { already: 0, again: 0, absent: 0 };
  for (const entry of entries) replayed[await (entry.kind === "incident" ? replayIncident(ctx, entry) : replayOne(ctx, entry))] += 1;
  return replayed;
}

function replayOne(ctx: Context, entry: ListEntry): Promise<keyof Replayed> {
  return withTransaction(ctx, async (tx) => {
    if (!(await begin(tx, entry))) return "already";
    await requireNoImport(tx, entry.incident);
    const { incident: incidentId, subject: subjectId, contact: contactIndex } = entry;
    const there = subjectId === null ? await isThere(tx, incidentId) : await isSamePerson(tx, ctx, entry, subjectId);
    const erased = (there ? await forgetOne(tx, ctx, { incidentId, subjectId, contactIndex }) : null)?.erased ?? {};
    await finish(tx, ctx, entry, erased);
    return Object.values(erased).some((count) => count > 0) ? "again" : "absent";
  });
}

async function replayIncident(ctx: Context, entry: ListEntry): Promise<keyof Replayed> {
  const there = await withTransaction(ctx, async (tx) => {
    if (!(await begin(tx, entry))) return "already";
    const there = await isThere(tx, entry.incident);
    if (there) await closeIncident(tx, ctx, entry.incident);
    else await finish(tx, ctx, entry, {});
    return there ? "again" : "absent";
  });
  if (there !== "again") return there;
  // Their papers are in the store still, or again: what no row names any more is swept away within the hour.
  await emptyClaims(ctx, entry.incident, () => Promise.resolve());
  await withTransaction(ctx, async (tx) => finish(tx, ctx, entry, await destroyIncident(tx, entry.incident)));
  return there;
}

async function isThere(tx: Executor, incidentId: string): Promise<boolean> {
  return (await tx.execute(sql`select from incidents where id = ${incidentId}`)).rows.length > 0;
}

/** Bring the entry's row to where two people have agreed on it; false when it is done already. */
async function begin(tx: Executor, entry: ListEntry): Promise<boolean> {
  await lockList(tx);
  const [row] = await tx.select().from(erasures).where(eq(erasures.id, entry.id)).for("update");
  if (row?.state === "done") return false;
  const same = sql`incident_id = ${entry.incident} and kind = ${entry.kind} and subject_id is not distinct from ${entry.subject} and contact_index is not distinct from ${entry.contact} and id <> ${entry.id}`;
  // The same, proposed once more before the backup: what was decided later is what counts.
  await tx.update(erasures).set({ state: "withdrawn", decidedBy: entry.decidedBy, decidedAt: entry.decidedAt }).where(sql`${same} and state = 'proposed'`);
  const { rows: [other] } = await tx.execute<{ id: string }>(sql`select id from erasures where number = ${entry.number} or (${same} and state = 'approved')`);
  // Erased here since the restore, before the list was replayed: two histories, which a person has to bring together.
  if (other) throw new Conflict("erasures-fork", { number: entry.number });
  if (!row) await tx.insert(erasures).values({ id: entry.id, incidentId: entry.incident, kind: entry.kind, subjectId: entry.subject, contactIndex: entry.contact, ground: entry.ground, proposedBy: entry.proposedBy, proposedAt: entry.proposedAt });
  if (row?.state !== "approved") await tx.update(erasures).set({ state: "approved", decidedBy: entry.decidedBy, decidedAt: entry.decidedAt }).where(eq(erasures.id, entry.id));
  return true;
}

async function finish(tx: Executor, ctx: Context, entry: ListEntry, erased: Record<string, number>): Promise<void> {
  await tx
    .update(erasures)
    .set({ state: "done", number: entry.number, doneAt: entry.doneAt, recordIds: entry.records, refTrace: entry.trace, erased: entry.erased, backupDays: entry.backupDays, replayedAt: sql`clock_timestamp()` })
    .where(eq(erasures.id, entry.id));
  await recordAudit(tx, ctx, { action: "erasure.replay", object: { kind: "erasure", id: entry.id }, incidentId: entry.incident, details: { kind: entry.kind, subjectId: entry.subject?.toString() ?? null, erased } });
}

async function isSamePerson(tx: Executor, ctx: Context, entry: ListEntry, subject: bigint): Promise<boolean> {
  const { rows } = await tx.execute<{ record_id: string; sealed: Buffer | null }>(sql`select record_id, sealed from subjects where incident_id = ${entry.incident} and subject_id = ${subject}`);
  for (const { record_id: recordId, sealed } of rows) {
    if (entry.records.includes(recordId)) return true;
    const content = await openSubject(ctx, entry.incident, { recordId, sealed });
    if (content && entry.trace?.equals(await erasureTrace(ctx.keys, entry.incident, content.ref))) return true;
  }
  return false;
}

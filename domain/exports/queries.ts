import { and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { dataExports } from "@/db/schema/exports";
import { exportKinds, type ExportKind } from "@/db/values/exports";
import { authorise, may, requireStaffActor, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { kinds } from "./kinds";
import { mayReadEveryExport, mayReadExports } from "./policy";
import type { DataExport, ExportObject } from "./types";

const PAGE = 50;

const t = dataExports;
const columns = {
  ...{ id: t.id, kind: t.kind, objectId: t.objectId, incidentId: t.incidentId, choice: t.choice, people: t.people, reason: t.reason, askedBy: t.askedBy, askedAt: t.askedAt },
  ...{ decidedBy: t.decidedBy, decidedAt: t.decidedAt, refusal: t.refusal, endsAt: t.endsAt, takesLeft: t.takesLeft, takenAt: t.takenAt },
  state: sql<DataExport["state"]>`case when ${dataExports.state} = 'ready' and (${dataExports.endsAt} <= clock_timestamp() or ${dataExports.takesLeft} = 0) then 'gone' when ${dataExports.state} = 'waiting' and ${dataExports.endsAt} <= clock_timestamp() then 'lapsed' else ${dataExports.state} end`,
};

/** One's own, what one may be the second person for, and everything for who watches. */
function seenBy(ctx: Context) {
  const { staffId } = requireStaffActor(ctx);
  if (may(ctx.actor, mayReadEveryExport)) return undefined;
  return or(eq(dataExports.askedBy, staffId), inArray(dataExports.kind, secondedBy(ctx)));
}

/** For which kinds the actor may be the second person. */
export function secondedBy(ctx: Context): ExportKind[] {
  return exportKinds.filter((kind) => may(ctx.actor, kinds[kind].second));
}

/** Exports that the actor has to do with: those that wait for a second person first on their own, then all, the newest first, a page at a time. @throws {Forbidden} */
export async function listExports(ctx: Context, { before }: { before?: string | undefined } = {}): Promise<{ waiting: DataExport[]; exports: DataExport[]; next: string | null }> {
  authorise(ctx, mayReadExports);
  const waits = and(eq(dataExports.state, "waiting"), sql`${dataExports.endsAt} > clock_timestamp()`);
  const read = (where: ReturnType<typeof and>, most: number) => ctx.db.select(columns).from(dataExports).where(and(seenBy(ctx), where)).orderBy(desc(dataExports.id)).limit(most);
  const [waiting, rows] = [await read(waits, 2 * PAGE), await read(before ? lt(dataExports.id, sql`${before}::uuid`) : undefined, PAGE + 1)];
  return { waiting, exports: rows.slice(0, PAGE), next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null };
}

/** How much the actor could take out alone within a day of files of a kind, other than one of the same thing with the same choice, however often they asked for each. Of the audit log there is one, and its files differ by their time alone. */
export async function countAlone(db: Executor, ctx: Context, kind: ExportKind, { objectId, choice }: ExportObject): Promise<number> {
  const { staffId } = requireStaffActor(ctx);
  const { rows } = await db.execute<{ people: number }>(sql`
    select coalesce(sum(people), 0)::int as people from (
      select max(people) as people from data_exports where asked_by = ${staffId} and kind = ${kind} and (object_id, choice) <> (${objectId}, ${JSON.stringify(choice)}::jsonb) and state = 'ready' and decided_by is null and id >= (select uuidv7(interval '-1 day')) group by object_id, choice) o`);
  return rows[0]?.people ?? 0;
}

/** @throws {Forbidden} @throws {NotFound} also for one with which the actor has nothing to do */
export async function getExport(ctx: Context, exportId: string): Promise<DataExport> {
  authorise(ctx, mayReadExports);
  const [row] = await ctx.db.select(columns).from(dataExports).where(and(seenBy(ctx), eq(dataExports.id, requireUuid(exportId, "export"))));
  if (!row) throw new NotFound("export");
  return row;
}

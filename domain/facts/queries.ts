import { and, asc, desc, eq, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { factValues, facts } from "@/db/schema/facts";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { mayReadFacts } from "./policy";
import { inPageOrder } from "./rules";
import { factValue, type CurrentFact, type FactChange, type FactValues, type ProposedValue, type StaffFact } from "./types";

/** List an incident's facts with everything that was ever proposed, in the order of its page. @throws {Forbidden} */
export async function listFacts(ctx: Context, incidentId: string): Promise<StaffFact[]> {
  authorise(ctx, mayReadFacts);
  const rows = await ctx.db
    .select({ fact: facts, value: factValues })
    .from(facts)
    .innerJoin(factValues, eq(factValues.factId, facts.id))
    .where(eq(facts.incidentId, requireUuid(incidentId, "incident")))
    .orderBy(asc(facts.createdAt), asc(facts.id), desc(factValues.number));
  const found = new Map<string, StaffFact>();
  for (const { fact, value: row } of rows) {
    const entry = found.get(fact.id) ?? { id: fact.id, name: fact.name, kind: fact.kind, current: null, proposed: null, history: [] };
    const value = toProposedValue(row);
    entry.history.push(value);
    if (value.state === "approved") entry.current ??= value;
    if (value.state === "proposed") entry.proposed = value;
    found.set(fact.id, entry);
  }
  return inPageOrder([...found.values()]);
}

/** Read one fact by name. @throws {Forbidden} @throws {NotFound} */
export async function getFact(ctx: Context, incidentId: string, name: string): Promise<StaffFact> {
  const fact = (await listFacts(ctx, incidentId)).find((one) => one.name === name);
  if (!fact) throw new NotFound("fact");
  return fact;
}

/** Read what the public is told: each fact as it stands, and what it said before, the latest change first. Public words, so there is no gate here. */
export async function listPublishedFacts(db: Executor, incidentId: string): Promise<{ facts: CurrentFact[]; changes: FactChange[] }> {
  const said = await approvedValues(db, incidentId);
  const last = new Map<string, CurrentFact>();
  const changes: FactChange[] = [];
  for (const fact of said) {
    const before = last.get(fact.name);
    if (before) changes.push({ name: fact.name, before, after: fact });
    last.set(fact.name, fact);
  }
  return { facts: inPageOrder([...last.values()]), changes: changes.sort((a, b) => b.after.approvedAt.getTime() - a.after.approvedAt.getTime()) };
}

/** Read every fact that is approved, as it stands, for wordings and checks. No gate: the caller has passed its own. */
export async function readFacts(db: Executor, incidentId: string): Promise<CurrentFact[]> {
  return (await listPublishedFacts(db, incidentId)).facts;
}

/** The approved values of an incident by name, as a part of a query that reads more of it. Parse with `toFactValues`. */
export function currentValuesOf(incidentId: AnyPgColumn): SQL<Record<string, unknown>> {
  return sql<Record<string, unknown>>`coalesce((
    select jsonb_object_agg(f.name, v.value) from ${facts} f
    cross join lateral (select value from ${factValues} where fact_id = f.id and state = 'approved' order by number desc limit 1) v
    where f.incident_id = ${incidentId}), '{}')`;
}

/** When a fact of an incident was last approved, in milliseconds of the epoch, as a part of a query; null while none is. */
export function lastApprovalOf(incidentId: AnyPgColumn): SQL<number | null> {
  return sql<number | null>`(
    select floor(extract(epoch from max(v.decided_at)) * 1000)::float8 from ${facts} f
    join ${factValues} v on v.fact_id = f.id and v.state = 'approved' where f.incident_id = ${incidentId})`;
}

export function toFactValues(raw: Record<string, unknown>): FactValues {
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, factValue.parse(value)]));
}

/** Read one value and hold its row to the end of the transaction. @throws {NotFound} */
export async function getFactValueForUpdate(tx: Executor, factId: string, number: number): Promise<ProposedValue & { name: string; incidentId: string }> {
  const [row] = await tx
    .select({ value: factValues, name: facts.name, incidentId: facts.incidentId })
    .from(factValues)
    .innerJoin(facts, eq(facts.id, factValues.factId))
    .where(and(eq(factValues.factId, factId), eq(factValues.number, number)))
    .for("update", { of: factValues });
  if (!row) throw new NotFound("fact");
  return { ...toProposedValue(row.value), name: row.name, incidentId: row.incidentId };
}

/** All approved values, the earlier ones of a fact first. */
async function approvedValues(db: Executor, incidentId: string): Promise<CurrentFact[]> {
  const rows = await db
    .select({ name: facts.name, kind: facts.kind, value: factValues })
    .from(facts)
    .innerJoin(factValues, eq(factValues.factId, facts.id))
    .where(and(eq(facts.incidentId, incidentId), eq(factValues.state, "approved")))
    .orderBy(asc(facts.createdAt), asc(facts.id), asc(factValues.number));
  return rows.map(({ name, kind, value: row }) => {
    if (!row.decidedAt) throw new Error("an approved value has no time of approval");
    return { name, kind, number: row.number, label: row.label, value: factValue.parse(row.value), status: row.status, source: row.source, asOf: row.asOf, approvedAt: row.decidedAt };
  });
}

function toProposedValue(row: typeof factValues.$inferSelect): ProposedValue {
  const { number, label, status, source, asOf, state, proposedBy, proposedAt, decidedBy, decidedAt, reason } = row;
  return { number, label, value: factValue.parse(row.value), status, source, asOf, state, proposedBy, proposedAt, decidedBy, decidedAt, reason };
}

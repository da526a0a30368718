import { and, eq, inArray, sql } from "drizzle-orm";
import { claimBursts, claimExplanations, claimRisks, claimTraces } from "@/db/schema/claim-risk";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import type { ClaimRow } from "../queries/read-claim";
import { countsBeside, findAlike, type Me } from "./find-alike";
import { linkTrace } from "./link-trace";
import { newestTraceKey } from "./record-traces";
import { judgeClaim, MOST_LINKED, type SharedTrace, type Weighing } from "./rules";
import type { LinkedClaim, RiskReason } from "./types";

type Row = LinkedClaim & { kind: SharedTrace["kind"] | "address" | "family"; trace: Buffer; links: number };

/** Find what a filed claim has in common with others of its programme, and say what of it is a reason to look. Reads by index alone, at most sixty-one claims for each trace. Traces are told under the newest key, which may be given. */
export async function weighClaim(db: Executor, ctx: Pick<Context, "keys">, row: Pick<ClaimRow, "id" | "incidentId" | "programmeId" | "subjectId" | "contactIndex">, known?: Buffer): Promise<RiskReason[]> {
  const newest = known ?? (await newestTraceKey(ctx));
  const found = await findSame(db, row);
  const alike = await findAlike(db, ctx, row);
  const shared = new Map<string, SharedTrace>();
  const put = (kind: SharedTrace["kind"], trace: string, claim: LinkedClaim) => {
    const name = `${kind}|${trace}`;
    const group = shared.get(name) ?? { kind, trace, claims: [] };
    group.claims.push(claim);
    shared.set(name, group);
  };
  for (const { kind, trace, links, id, reference, state, since } of found) if (kind !== "address" && kind !== "family") put(kind, linkTrace(newest, trace, links).toString("hex"), { id, reference, state, since });
  for (const { kind, ...claim } of alike) put(kind, "", claim);
  const neighbours = [...new Set([...shared.values()].flatMap(({ claims }) => claims.map(({ id }) => id)))];
  const ids = (kind: Row["kind"]) => new Set(found.filter((one) => one.kind === kind).map(({ id }) => id));
  // One after the other: inside a transaction they share a connection.
  const verdicts = await db.select({ id: claimRisks.claimId, verdict: claimRisks.nameVerdict }).from(claimRisks).where(inArray(claimRisks.claimId, [row.id, ...neighbours]));
  const network = await findOnNetwork(db, row.id, neighbours);
  const burst = await findBurst(db, row);
  const explanations = await db.select().from(claimExplanations).where(eq(claimExplanations.claimId, row.id));
  const weighing: Weighing = {
    shared: [...shared.values()],
    family: ids("family"),
    beside: { network, address: ids("address") },
    nameVerdict: verdicts.find(({ id }) => id === row.id)?.verdict ?? "unknown",
    ownName: new Set(verdicts.filter(({ verdict }) => verdict === "same").map(({ id }) => id)),
    burst,
    explanations: explanations.map(({ kind, trace, indexLinks, explanation, reason, explainedBy, at }) => ({ kind, trace: linkTrace(newest, trace, indexLinks).toString("hex"), as: explanation, reason, by: explainedBy, at })),
  };
  return judgeClaim(weighing);
}

async function findSame(db: Executor, me: Me): Promise<Row[]> {
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select t.kind, t.trace, t.index_links as links, o.* from claim_traces t
    cross join lateral (
      select c.id, c.reference, c.state, floor(extract(epoch from x.at) * 1000)::float8 as since
      from claim_traces x join claims c on c.id = x.claim_id
      where x.incident_id = t.incident_id and x.programme_id = t.programme_id and x.kind = t.kind and x.trace = t.trace and ${countsBeside(me)}
      order by x.at desc limit ${MOST_LINKED + 1}) o
    where t.claim_id = ${me.id} and t.kind in ('account', 'device', 'phone', 'address', 'family', 'paper')`);
  return rows;
}

async function findOnNetwork(db: Executor, claimId: string, neighbours: string[]): Promise<Set<string>> {
  if (neighbours.length === 0) return new Set();
  const own = db.select({ trace: claimTraces.trace }).from(claimTraces).where(and(eq(claimTraces.claimId, claimId), eq(claimTraces.kind, "network")));
  const rows = await db.select({ id: claimTraces.claimId }).from(claimTraces).where(and(inArray(claimTraces.claimId, neighbours), eq(claimTraces.kind, "network"), inArray(claimTraces.trace, own)));
  return new Set(rows.map(({ id }) => id));
}

/** The claims that came from the network within the same ten minutes, where that was found to be unusual. */
async function findBurst(db: Executor, me: Me): Promise<Weighing["burst"]> {
  const [burst] = await db.select({ filed: claimBursts.filed, usual: claimBursts.usual }).from(claimBursts).where(eq(claimBursts.claimId, me.id));
  if (!burst) return null;
  const { rows } = await db.execute<LinkedClaim & Record<string, unknown>>(sql`
    select c.id, c.reference, c.state, floor(extract(epoch from x.at) * 1000)::float8 as since
    from claim_traces t join claim_traces x on x.incident_id = t.incident_id and x.programme_id = t.programme_id and x.kind = 'network' and x.trace = t.trace
      and x.at between t.at - interval '10 minutes' and t.at + interval '10 minutes'
    join claims c on c.id = x.claim_id
    where t.claim_id = ${me.id} and t.kind = 'network' and ${countsBeside(me)}
    order by x.at desc limit ${MOST_LINKED + 1}`);
  return { ...burst, claims: rows };
}

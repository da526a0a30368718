import { randomBytes, randomUUID } from "node:crypto";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { canaries } from "@/db/schema/canaries";
import { contactPoints, datasetCells, subjects } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import type { SealedSubject } from "@/db/values/contact";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { requireSteadyIndex } from "../../keys/rotation/steady-index";
import { contactIndex, sealJson } from "../../keys/sealed";
import { openCanary } from "./canary-record";
import { canaryInput } from "./input";
import { mayPlantCanaries } from "./policy";

/**
 * Plant a proposed record in the data, as somebody else than who proposed it. It looks like the most common record of the published version, is seen in every version, and is in no count: its number is below zero.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict}
 */
export async function plantCanary(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPlantCanaries);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, subjectId } = parseInput(canaryInput, raw);
  const mine = and(eq(canaries.incidentId, incidentId), eq(canaries.subjectId, subjectId));
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.select().from(canaries).where(mine).for("update");
    if (!row) throw new NotFound("canary");
    if (row.state !== "proposed") throw new Conflict("canary-not-proposed");
    if (row.proposedBy === staffId) throw new Forbidden("canary-own-proposal");
    await requireSteadyIndex(tx, incidentId);
    const known = await openCanary(ctx, row);
    const points = [{ kind: "email" as const, index: await contactIndex(ctx.keys, incidentId, "email", known.e[0] ?? "") }, ...(known.p?.[0] ? [{ kind: "phone" as const, index: await contactIndex(ctx.keys, incidentId, "phone", known.p[0]) }] : [])];
    const taken = await tx.select({ id: contactPoints.subjectId }).from(contactPoints).where(and(eq(contactPoints.incidentId, incidentId), inArray(contactPoints.contactIndex, points.map(({ index }) => index)))).limit(1);
    if (taken.length > 0) throw new Conflict("canary-address-known");
    const recordId = randomUUID();
    const sealed = await sealJson(ctx.keys, { table: "subjects", column: "sealed", scope: incidentId, recordId }, { ref: randomUUID(), ...known } satisfies SealedSubject);
    await tx.insert(subjects).values({ incidentId, subjectId, fromVersion: 1, recordId, refIndex: randomBytes(32), contentMac: randomBytes(32), kind: "account-holder", sealed, ...(await commonLook(tx, incidentId)) });
    await tx.insert(contactPoints).values(points.map(({ kind, index }) => ({ incidentId, kind, contactIndex: index, subjectId, fromVersion: 1 })));
    await tx.update(canaries).set({ state: "planted", plantedBy: staffId, plantedAt: sql`clock_timestamp()`, askedUntil: sql`clock_timestamp()` }).where(mine);
    await recordAudit(tx, ctx, { action: "canary.plant", object: { kind: "canary", id: subjectId.toString() }, incidentId });
  });
}

/** What most account holders' records say in the published version. */
async function commonLook(tx: Executor, incidentId: string) {
  const { locale, country, confirmed, possible, cleared, people } = datasetCells;
  const [cell] = await tx
    .select({ locale, country, confirmed, possible, cleared })
    .from(datasetCells)
    .innerJoin(incidents, and(eq(incidents.id, datasetCells.incidentId), eq(incidents.publishedVersion, datasetCells.version)))
    .where(and(eq(datasetCells.incidentId, incidentId), eq(datasetCells.kind, "account-holder"), gt(people, 0n)))
    .orderBy(sql`${people} desc`, confirmed, possible)
    .limit(1);
  if (!cell) throw new Conflict("nothing-published");
  const { rows: [zone] } = await tx.execute<{ zone: string }>(sql`select time_zone as zone from subjects where incident_id = ${incidentId} and subject_id > 0 limit 1`);
  return { ...cell, timeZone: zone?.zone ?? "Asia/Seoul" };
}

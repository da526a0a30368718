import { waves } from "@/db/schema/waves";
import { requireKnownParts } from "../audiences/require-known-parts";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { createWaveInput } from "./input";
import { mayEditWaves } from "./policy";
import { toWave } from "./queries/read-wave";
import { doubtPolicyOf } from "./rules";
import type { Wave } from "./types";

/** Draft a wave: an approved wording for an audience. Nothing is counted or sent yet. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when the wording is not approved */
export async function createWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayEditWaves);
  const { staffId } = requireStaffActor(ctx);
  const { templateVersionId, audience, scheduledAt, channels, schedule, pace, doubtPolicy } = parseInput(createWaveInput, raw);
  return withTransaction(ctx, async (tx) => {
    const version = await readTemplateVersion(tx, templateVersionId);
    if (version.state !== "approved") throw new Conflict("wording-not-approved");
    await requireKnownParts(tx, version.incidentId, audience);
    const [row] = await tx.insert(waves).values({ incidentId: version.incidentId, templateVersionId, audience, channels, scheduledAt, schedule, pace, doubtPolicy: doubtPolicy ?? doubtPolicyOf(version.kind), createdBy: staffId }).returning();
    if (!row) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, { action: "wave.create", object: { kind: "wave", id: row.id }, incidentId: row.incidentId, details: { templateVersionId, audience, channels, scheduledAt: scheduledAt?.toISOString() ?? null, schedule, pace } });
    return toWave(row);
  });
}

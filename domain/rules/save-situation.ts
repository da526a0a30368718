import { incidentSituations } from "@/db/schema/rules";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid, parseInputByPath } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { decideRules } from "./decide-rules";
import { recordedAnchors, saveSituationInput, type SituationFacts } from "./input";
import { maySaveSituation } from "./policy";
import { readSituation } from "./queries";
import { changedDeadlines } from "./rules";
import { changedFacts } from "./situation-form";

/**
 * Record what is known of an incident's circumstances. Each save is kept; the audit event names the fields that changed and every deadline that moved, old and
 * new. `version` is the save that the form was made from: if somebody has saved since, this is a Conflict and neither is lost. The same facts again are no save.
 * @throws {Forbidden} @throws {Invalid} @throws {NotFound} @throws {Conflict}
 */
export async function saveSituation(ctx: Context, raw: unknown): Promise<{ version: number }> {
  authorise(ctx, maySaveSituation);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, version, content: facts } = parseInputByPath(saveSituationInput, raw, "content");
  refuseWhatIsToCome(facts, ctx.clock.now());
  return withTransaction(ctx, async (tx) => {
    const before = await readSituation(tx, incidentId);
    if (before.recorded.version !== version) throw new Conflict("situation-changed-meanwhile");
    const changed = changedFacts(before.recorded.facts, facts);
    if (changed.length === 0 && version > 0) return { version };
    // The primary key lets one of two saves through that began at once.
    const [saved] = await tx.insert(incidentSituations).values({ incidentId, version: version + 1, facts, savedBy: staffId }).onConflictDoNothing().returning({ version: incidentSituations.version });
    if (!saved) throw new Conflict("situation-changed-meanwhile");
    const after = await readSituation(tx, incidentId);
    const now = ctx.clock.now();
    const deadlines = changedDeadlines(decideRules(before.situation, now), decideRules(after.situation, now));
    await recordAudit(tx, ctx, { action: "situation.save", object: { kind: "incident", id: incidentId }, incidentId, details: { version: saved.version, changed, deadlines } });
    return saved;
  });
}

/** A moment at which something became known lies behind us; the year typed wrong would move a deadline out of sight. @throws {Invalid} */
function refuseWhatIsToCome({ anchors }: SituationFacts, now: Date): void {
  const early = recordedAnchors.filter((anchor) => {
    const at = anchors[anchor];
    return at !== null && Date.parse(at) > now.getTime();
  });
  if (early.length > 0) throw new Invalid(Object.fromEntries(early.map((anchor) => [`anchors.${anchor}`, ["in-future"]])));
}

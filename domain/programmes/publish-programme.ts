import { eq } from "drizzle-orm";
import { programmes } from "@/db/schema/programmes";
import { classBits } from "../audiences/class-bits";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { refusedBy, withTransaction } from "../kernel/transaction";
import { checkFairness, openFindings } from "./fairness";
import { publishProgrammeInput } from "./input";
import { moveVersion } from "./move-version";
import { mayPublishProgrammes } from "./policy";
import { countPeopleByLeak, getVersionForUpdate } from "./queries";
import { whyNotPublishable } from "./rules";

/**
 * Publish proposed terms: it opens a programme, or changes an open one for claims that are filed from now on. Nobody who wrote them may. Each finding of the fairness check needs a
 * reason of the person who publishes, and a grave one stands in the way. @throws {Forbidden} @throws {Conflict} @throws {Invalid}
 */
export async function publishProgramme(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPublishProgrammes);
  const { staffId } = requireStaffActor(ctx);
  const { programmeId, number, edit, accepted } = parseInput(publishProgrammeInput, raw);
  await withTransaction(ctx, async (tx) => {
    const version = await getVersionForUpdate(tx, programmeId, number);
    const refusal = whyNotPublishable(version, staffId, edit);
    if (refusal) throw refusal;
    const findings = checkFairness(version.terms, await countPeopleByLeak(tx, version.incidentId), await classBits(tx, version.incidentId));
    const open = openFindings(findings, accepted);
    if (open.some(({ grave }) => grave)) throw new Conflict("fairness-grave");
    if (open.length > 0) throw new Conflict("fairness-open", { findings: open.length });
    const kept = accepted.filter(({ rule, place }) => findings.some((finding) => finding.rule === rule && finding.place === place));
    await moveVersion(tx, ctx, {
      programmeId,
      incidentId: version.incidentId,
      number,
      from: "in-review",
      edit,
      set: { state: "published", publishedBy: staffId, publishedAt: ctx.clock.now(), accepted: kept },
      action: "programme.publish",
      details: { edit, accepted: kept.map(({ rule }) => rule) },
    });
    try {
      await tx.update(programmes).set({ publishedVersion: number }).where(eq(programmes.id, programmeId));
    } catch (error) {
      // The ledger takes the pool from the terms by a trigger, and refuses what does not fit to what is promised already.
      if (refusedBy(error, "ledger_pools_never_over")) throw new Conflict("pool-promised");
      if (refusedBy(error, "ledger_currency_kept")) throw new Conflict("currency-kept");
      if (refusedBy(error, "programmes_one_per_kept")) throw new Conflict("one-per-kept");
      throw error;
    }
  });
}

import { and, eq, inArray, sql } from "drizzle-orm";
import { postings } from "@/db/schema/postings";
import { postedKinds } from "@/db/values/notice-kinds";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid, parseInput } from "../kernel/errors";
import type { PostingId } from "../kernel/ids";
import { withTransaction, type Executor } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { readSignatory } from "../notices/signatory/queries";
import { decideRules } from "../rules/decide-rules";
import { readSituation } from "../rules/queries";
import { readWave } from "../waves/queries/read-wave";
import { proposePostingInput } from "./input";
import { mayProposePostings } from "./policy";
import { leastStay, whyNotStay } from "./rules";
import { whyWordingOpen } from "./why-wording-open";

/**
 * Propose to post an approved wording, for somebody else to publish. How long it stays is fixed with it: as long as the rules ask for, or longer. @throws {Forbidden}
 * @throws {Invalid} @throws {Conflict} when the wording is not approved, or known to be wrong @throws {NotFound}
 */
export async function proposePosting(ctx: Context, raw: unknown): Promise<PostingId> {
  authorise(ctx, mayProposePostings);
  const { staffId } = requireStaffActor(ctx);
  const { templateVersionId, stayDays, supersedes, waveId } = parseInput(proposePostingInput, raw);
  return withTransaction(ctx, async (tx) => {
    const version = await readTemplateVersion(tx, templateVersionId);
    if (version.state !== "approved") throw new Conflict("wording-not-approved");
    if (!postedKinds.includes(version.kind)) throw new Conflict("wording-for-one-person");
    const unclear = await whyWordingOpen(tx, ctx, version);
    if (unclear) throw unclear;
    const { incidentId } = version;
    // An apology that nobody stands up for is none.
    if (version.kind === "apology" && !(await readSignatory(tx, templateVersionId))) throw new Conflict("apology-unsigned");
    const { days: leastDays, rules } = leastStay(version.kind, decideRules((await readSituation(tx, incidentId)).situation, ctx.clock.now()));
    const days = stayDays ?? leastDays;
    const refusal = whyNotStay(days, leastDays);
    if (refusal) throw refusal;
    if (supersedes !== null && !(await stands(tx, incidentId, supersedes))) throw new Invalid({ supersedes: ["choose-one"] });
    if (waveId !== null && (await readWave(tx, waveId)).incidentId !== incidentId) throw new Invalid({ waveId: ["choose-one"] });
    // One at a time, so that numbers have no holes and no doubles.
    await tx.execute(sql`select 1 from incidents where id = ${incidentId} for update`);
    const [last] = await tx.select({ number: sql<number>`coalesce(max(${postings.number}), 0)::int` }).from(postings).where(eq(postings.incidentId, incidentId));
    const number = (last?.number ?? 0) + 1;
    const [row] = await tx.insert(postings).values({ incidentId, number, templateVersionId, leastDays, rules, stayDays: days, supersedes, waveId, proposedBy: staffId, proposedAt: ctx.clock.now() }).returning({ id: postings.id });
    if (!row) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, { action: "posting.propose", object: { kind: "posting", id: row.id }, incidentId, details: { number, templateVersionId, leastDays, stayDays: days, ...(waveId ? { waveId } : {}) } });
    return row.id as PostingId;
  });
}

async function stands(tx: Executor, incidentId: string, postingId: string): Promise<boolean> {
  const [row] = await tx.select({ id: postings.id }).from(postings).where(and(eq(postings.id, postingId), eq(postings.incidentId, incidentId), inArray(postings.state, ["standing", "archived"])));
  return row !== undefined;
}

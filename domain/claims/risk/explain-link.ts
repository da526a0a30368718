import { sql } from "drizzle-orm";
import { claimExplanations } from "@/db/schema/claim-risk";
import { MAC_BYTES } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, NotFound, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { getClaimForUpdate } from "../queries/read-claim";
import { explainLinkInput } from "./input";
import { weighClaimJob } from "./jobs";
import { enqueue } from "../../kernel/job";
import { markClaim } from "./mark-claim";
import { mayExplainLinks } from "./policy";
import { newestTraceKey } from "./record-traces";
import { weighClaim } from "./weigh-claim";

/**
 * Say what is behind a link, for this claim and for those it is linked with by the same thing: a family, an office, somebody who helps. It then stands as explained until another claim joins. It
 * changes nothing else about any of them. @returns the id of the claim @throws {Forbidden} @throws {Invalid} @throws {Conflict} where there is nothing open to explain
 */
export async function explainLink(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayExplainLinks);
  const { staffId } = requireStaffActor(ctx);
  const { claimId, kind, trace, explanation, reason } = parseInput(explainLinkInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    if (row.state === "draft") throw new NotFound("claim");
    const key = await newestTraceKey(ctx);
    const link = (await weighClaim(tx, ctx, row, key)).find((one) => one.kind === kind && one.trace === trace);
    if (link?.state !== "open") throw new Conflict("link-not-open");
    const claims = [row.id, ...(kind === "name" ? [] : link.claims.map(({ id }) => id))];
    const said = { kind, trace: Buffer.from(trace, "hex"), explanation, reason, explainedBy: staffId, indexLinks: key.length / MAC_BYTES };
    await tx
      .insert(claimExplanations)
      .values(claims.map((id) => ({ claimId: id, incidentId: row.incidentId, ...said })))
      .onConflictDoUpdate({ target: [claimExplanations.claimId, claimExplanations.kind, claimExplanations.trace], set: { explanation, reason, explainedBy: staffId, indexLinks: said.indexLinks, at: sql`clock_timestamp()` } });
    await markClaim(tx, ctx, row);
    for (const id of claims.slice(1)) await enqueue(tx, weighClaimJob, { claimId: id }, { key: `weigh-claim:${id}` });
    await recordAudit(tx, ctx, { action: "claim.explain-link", object: { kind: "claim", id: row.id }, incidentId: row.incidentId, reason, details: { kind, explanation, claims: claims.length } });
    return row.id;
  });
}

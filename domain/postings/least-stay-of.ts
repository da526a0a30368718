import { authorise, type Context } from "../kernel/context";
import { readTemplateVersion } from "../notices/queries";
import { decideRules } from "../rules/decide-rules";
import { readSituation } from "../rules/queries";
import { mayProposePostings } from "./policy";
import { leastStay } from "./rules";

/** Say how long a wording would have to stay at least if it were posted now. @throws {Forbidden} @throws {NotFound} */
export async function leastStayOf(ctx: Context, templateVersionId: string): Promise<number> {
  authorise(ctx, mayProposePostings);
  const { incidentId, kind } = await readTemplateVersion(ctx.db, templateVersionId);
  return leastStay(kind, decideRules((await readSituation(ctx.db, incidentId)).situation, ctx.clock.now())).days;
}

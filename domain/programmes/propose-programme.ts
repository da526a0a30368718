import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { proposeProgrammeInput } from "./input";
import { moveVersion } from "./move-version";
import { mayEditProgrammes } from "./policy";
import { getVersionForUpdate } from "./queries";
import { whyNotProposable } from "./rules";

/** Ask for a draft to be published. It must be whole, in every language; from here nobody edits it. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function proposeProgramme(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEditProgrammes);
  const { programmeId, number, edit } = parseInput(proposeProgrammeInput, raw);
  await withTransaction(ctx, async (tx) => {
    const draft = await getVersionForUpdate(tx, programmeId, number);
    const refusal = whyNotProposable(draft);
    if (refusal) throw refusal;
    await moveVersion(tx, ctx, { programmeId, incidentId: draft.incidentId, number, from: "draft", edit, set: { state: "in-review" }, action: "programme.propose", details: { edit } });
  });
}

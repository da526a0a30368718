import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { dropProgrammeDraftInput } from "./input";
import { moveVersion } from "./move-version";
import { mayEditProgrammes } from "./policy";
import { getVersionForUpdate } from "./queries";

/** Give up a draft. It stays readable; the next one begins from what is published. @throws {Forbidden} @throws {Conflict} when it is no draft any more */
export async function dropProgrammeDraft(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEditProgrammes);
  const { programmeId, number } = parseInput(dropProgrammeDraftInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { incidentId } = await getVersionForUpdate(tx, programmeId, number);
    await moveVersion(tx, ctx, { programmeId, incidentId, number, from: "draft", set: { state: "dropped" }, action: "programme.drop-draft" });
  });
}

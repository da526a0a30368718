import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { returnProgrammeInput } from "./input";
import { moveVersion } from "./move-version";
import { mayEditProgrammes } from "./policy";
import { getVersionForUpdate } from "./queries";

/** Take terms out of review, back to a draft that can be edited. @throws {Forbidden} @throws {Conflict} when they are not in review any more */
export async function returnProgramme(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEditProgrammes);
  const { programmeId, number } = parseInput(returnProgrammeInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { incidentId } = await getVersionForUpdate(tx, programmeId, number);
    await moveVersion(tx, ctx, { programmeId, incidentId, number, from: "in-review", set: { state: "draft" }, action: "programme.return" });
  });
}

import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInputByPath } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { dropUnnamedDocuments, settleDocuments } from "./documents/keep-documents";
import { saveProgrammeDraftInput } from "./input";
import { moveVersion } from "./move-version";
import { mayEditProgrammes } from "./policy";
import { getVersionForUpdate } from "./queries";
import { storeTerms } from "./store-terms";

/**
 * Save a draft's terms as far as they have come. `edit` is the save that the editor started from: if somebody else has saved since, this is a Conflict and neither is
 * lost. @throws {Forbidden} @throws {Invalid} @throws {Conflict}
 */
export async function saveProgrammeDraft(ctx: Context, raw: unknown): Promise<{ edit: number }> {
  authorise(ctx, mayEditProgrammes);
  const { staffId } = requireStaffActor(ctx);
  const { programmeId, number, edit, terms } = parseInputByPath(saveProgrammeDraftInput, raw, "terms");
  return withTransaction(ctx, async (tx) => {
    const draft = await getVersionForUpdate(tx, programmeId, number);
    if (draft.state !== "draft") throw new Conflict("not-a-draft");
    const settled = await settleDocuments(tx, programmeId, terms);
    const moved = await moveVersion(tx, ctx, {
      programmeId,
      incidentId: draft.incidentId,
      number,
      from: "draft",
      edit,
      set: { terms: storeTerms(settled), edit: edit + 1, editedBy: draft.editedBy.includes(staffId) ? draft.editedBy : [...draft.editedBy, staffId] },
      action: "programme.save-draft",
    });
    await dropUnnamedDocuments(tx, programmeId);
    return moved;
  });
}

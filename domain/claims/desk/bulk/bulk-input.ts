import { z } from "zod";
import { bulkRowResults } from "@/db/values/claim-bulk";
import { assignTarget, claimFilterInput } from "../input";
import type { ClaimMacro } from "../macros/list-team-texts";

/** What can be done to many claims at once. Nothing of it decides. */
export const bulkAct = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("assign"), to: assignTarget }),
  z.object({ kind: z.literal("take") }),
  z.object({ kind: z.literal("macro"), macroId: z.uuid("choose-one") }),
]);
export type BulkAct = z.output<typeof bulkAct>;

/** An act as a form says it: `assign:nobody`, `assign:<person>`, `take`, `macro:<macro>`. */
const actText = z
  .string({ error: "choose-one" })
  .transform((typed) => {
    const [kind, which] = typed.split(":");
    return kind === "assign" ? { kind, to: which } : kind === "macro" ? { kind, macroId: which } : { kind };
  })
  .pipe(bulkAct);

/** Ids of claims that were ticked; none where the act is for all that the filter fits. */
const picked = z.union([z.uuid().transform((one) => [one]), z.array(z.uuid()).max(50)]).default([]);

export const bulkInput = z.object({ act: actText, claim: picked, filter: claimFilterInput });
/** What stands in the address of the page that prepares an act. `picked` says that it is for ticked claims alone, so that one for none of them is not for all. */
export const bulkChoiceInput = z.object({ act: actText.optional().catch(undefined), claim: picked.catch([]), picked: z.string().optional().catch(undefined).transform((said) => said !== undefined) });
export const bulkLinesInput = z.object({ result: z.enum(bulkRowResults).optional().catch(undefined), after: z.coerce.number().int().min(0).catch(0) });
export const runIdInput = z.object({ runId: z.uuid("bulk-run") });

/** An act as a form says it, for a link or a field. */
export function actAsText(act: BulkAct): string {
  return act.kind === "assign" ? `assign:${act.to}` : act.kind === "macro" ? `macro:${act.macroId}` : act.kind;
}

/** Whether an act takes claims into review. An undo gives such a claim back, and it stays in review: its claimant was told so. */
export function takesIntoReview(act: BulkAct, macro: Pick<ClaimMacro, "steps"> | null): boolean {
  return act.kind === "take" || (act.kind === "macro" && macro?.steps.take === true);
}

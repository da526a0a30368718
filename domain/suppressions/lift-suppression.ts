import { suppressionReasons } from "@/db/values/suppressions";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { changeSuppressionInput } from "./input";
import { mayChangeSuppressions } from "./policy";
import { releaseContact } from "./suppress-contact";
import { readTypedContact } from "./typed-contact";

/** Take an address out again, whyever it was there. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when it is not suppressed */
export async function liftSuppression(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayChangeSuppressions);
  const { contact, scope, reason } = parseInput(changeSuppressionInput, raw);
  const { index, auditId } = await readTypedContact(ctx, contact);
  await withTransaction(ctx, async (tx) => {
    if (!(await releaseContact(tx, index, scope, suppressionReasons))) throw new Conflict("not-suppressed");
    await recordAudit(tx, ctx, { action: "suppression.lift", object: { kind: "suppression", id: auditId }, reason, details: { scope } });
  });
}

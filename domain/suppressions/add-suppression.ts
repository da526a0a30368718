import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { changeSuppressionInput } from "./input";
import { mayChangeSuppressions } from "./policy";
import { suppressContact } from "./suppress-contact";
import { readTypedContact } from "./typed-contact";

/**
 * Enter an address by hand, because somebody asked or because it is known to be dead. Under `everything` it gets no statutory notice by this way any more.
 * @throws {Forbidden} @throws {Invalid} @throws {Conflict} when it is suppressed already
 */
export async function addSuppression(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayChangeSuppressions);
  const { contact, scope, reason } = parseInput(changeSuppressionInput, raw);
  const { index, auditId } = await readTypedContact(ctx, contact);
  await withTransaction(ctx, async (tx) => {
    if (!(await suppressContact(tx, index, scope, "asked"))) throw new Conflict("suppressed-already");
    await recordAudit(tx, ctx, { action: "suppression.add", object: { kind: "suppression", id: auditId }, reason, details: { scope } });
  });
}

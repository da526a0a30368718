import { and, eq } from "drizzle-orm";
import { staffIdentities } from "@/db/schema/staff";
import { authorise, type Context } from "../kernel/context";
import { endCompanySessions } from "../staff/company/end-company-sessions";
import type { LogoutToken } from "../staff/company/read-logout-token";
import { seeLogouts } from "../staff/company/require-no-logout";
import { endUser } from "./end-user";
import { inOneTransaction } from "./in-one-transaction";
import { mayProvision } from "./policy";

/**
 * Off-board whom a logout token names, where the company says that its identity provider names a person without a session only when it ends their access. A token that names a session ends that session, and a person whom we do not
 * know is nobody to end. @throws {Conflict} when the token was brought before; then nobody is off-boarded by it
 */
export async function endCompanyAccess(ctx: Context, token: LogoutToken): Promise<void> {
  authorise(ctx, mayProvision);
  await inOneTransaction(ctx, async (within) => {
    // Before the person, in the order of those who come in.
    await seeLogouts(within.db, "alone");
    if (token.session === null) {
      const [person] = await within.db.select({ id: staffIdentities.staffId }).from(staffIdentities).where(and(eq(staffIdentities.issuer, token.issuer), eq(staffIdentities.subject, token.subject ?? "")));
      if (person) await endUser(within, person.id, "The identity provider signed this person out of everything.");
    }
    await endCompanySessions(within, token);
  });
}

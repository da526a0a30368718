import { and, desc, eq, ne } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../audit/record-audit";
import { canonicalEmail } from "../keys/canonical-contact";
import { authorise, type Context } from "../kernel/context";
import { Invalid, parseInput } from "../kernel/errors";
import { parseReference } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { contactIndex } from "../keys/sealed";
import { searchClaimsInput } from "./input";
import { mayReadClaims } from "./policy";
import { toClaim } from "./queries/read-claim";
import type { Claim } from "./types";

/**
 * Find claims by reference number, as people type it, or by a whole e-mail address. Searching for a person is a look at personal data and is audited, found
 * or not; what was typed is not written down. @throws {Forbidden} @throws {Invalid} for anything else than these two
 */
export async function searchClaims(ctx: Context, incidentId: string, raw: unknown): Promise<Claim[]> {
  authorise(ctx, mayReadClaims);
  const { query } = parseInput(searchClaimsInput, raw);
  const reference = parseReference("C", query);
  const email = reference === null ? canonicalEmail(query) : null;
  if (reference === null && !email?.ok) throw new Invalid({ query: ["search-form"] });
  const wanted = email?.ok ? eq(claims.contactIndex, await contactIndex(ctx.keys, incidentId, "email", email.value)) : eq(claims.reference, reference ?? "");
  return withTransaction(ctx, async (tx) => {
    const rows = await tx.select().from(claims).where(and(eq(claims.incidentId, incidentId), wanted, ne(claims.state, "draft"))).orderBy(desc(claims.submittedAt)).limit(50);
    await recordAudit(tx, ctx, { action: "claim.search", object: { kind: "incident", id: incidentId }, incidentId, details: { by: reference === null ? "e-mail" : "reference", found: rows.length } });
    return rows.map(toClaim);
  });
}

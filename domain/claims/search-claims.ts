import { and, desc, eq, inArray, ne } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { noticeCanary } from "../exposure/canaries/notice-canary";
import { canonicalEmail, canonicalPhone } from "../keys/canonical-contact";
import { authorise, type Context } from "../kernel/context";
import { Invalid, parseInput } from "../kernel/errors";
import { parseReference } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { contactIndex, formsOfIndex } from "../keys/sealed";
import { recordLook } from "../reveals/record-look";
import { searchClaimsInput } from "./input";
import { mayReadClaims } from "./policy";
import { toClaim } from "./queries/read-claim";
import type { Claim } from "./types";

/**
 * Find claims by reference number, as people type it, or by a whole e-mail address or telephone number. Searching for a person is a look at personal data and is audited, found
 * or not; what was typed is not written down. @throws {Forbidden} @throws {Invalid} for anything else than these
 */
export async function searchClaims(ctx: Context, incidentId: string, raw: unknown): Promise<Claim[]> {
  authorise(ctx, mayReadClaims);
  const { query } = parseInput(searchClaimsInput, raw);
  const reference = parseReference("C", query);
  const contact = reference === null ? contactOf(query) : null;
  if (reference === null && !contact) throw new Invalid({ query: ["search-form"] });
  const index = contact && (await contactIndex(ctx.keys, incidentId, contact.kind, contact.value));
  const wanted = index ? inArray(claims.contactIndex, await formsOfIndex(ctx.keys, incidentId, index)) : eq(claims.reference, reference ?? "");
  return withTransaction(ctx, async (tx) => {
    const rows = await tx.select().from(claims).where(and(eq(claims.incidentId, incidentId), wanted, ne(claims.state, "draft"))).orderBy(desc(claims.submittedAt)).limit(50);
    await recordLook(tx, ctx, { action: "claim.search", object: { kind: "incident", id: incidentId }, incidentId, details: { by: contact ? BY[contact.kind] : "reference", found: rows.length }, subjects: rows.map(({ subjectId }) => subjectId), rule: mayReadClaims, costs: 0 });
    if (index) await noticeCanary(tx, ctx, { incidentId, contactIndex: index, kind: "searched" });
    return rows.map(toClaim);
  });
}

const BY = { email: "e-mail", phone: "phone" } as const;

function contactOf(query: string): { kind: "email" | "phone"; value: string } | null {
  const email = canonicalEmail(query);
  if (email.ok) return { kind: "email", value: email.value };
  const phone = canonicalPhone(query);
  return phone.ok ? { kind: "phone", value: phone.value } : null;
}

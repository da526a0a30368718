import { and, desc, eq, inArray, lte, isNotNull, or } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { contactPoints } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { noticeCanary } from "../exposure/canaries/notice-canary";
import { canonicalEmail, canonicalPhone } from "../keys/canonical-contact";
import { authorise, type Context } from "../kernel/context";
import { Invalid, parseInput } from "../kernel/errors";
import { parseReference } from "../kernel/ids";
import { contactIndex, formsOfIndex } from "../keys/sealed";
import { recordLook } from "../reveals/record-look";
import { runLook } from "../reveals/run-look";
import { searchClaimsInput } from "./input";
import { mayReadClaims } from "./policy";
import { toClaim } from "./queries/read-claim";
import type { Claim } from "./types";

/**
 * Find claims by reference number, as people type it, or by a whole e-mail address or telephone number: from which they were filed, or which the record has that they rest on. Searching for a person is a look at personal data and is audited, found
 * or not; what was typed is not written down. By an address or number it counts against the budget, also where it finds nobody: who has claimed and who has not could be learnt of everybody whose address one has. @throws {Forbidden} @throws {Invalid} for anything else than these @throws {Conflict} reveals-spent
 */
export async function searchClaims(ctx: Context, incidentId: string, raw: unknown): Promise<Claim[]> {
  authorise(ctx, mayReadClaims);
  const { query } = parseInput(searchClaimsInput, raw);
  const reference = parseReference("C", query);
  const contact = reference === null ? contactOf(query) : null;
  if (reference === null && !contact) throw new Invalid({ query: ["search-form"] });
  const index = contact && (await contactIndex(ctx.keys, incidentId, contact.kind, contact.value));
  const wanted = index ? await ofContact(ctx, incidentId, await formsOfIndex(ctx.keys, incidentId, index)) : eq(claims.reference, reference ?? "");
  return runLook(ctx, async (tx) => {
    const rows = await tx.select().from(claims).where(and(eq(claims.incidentId, incidentId), wanted, isNotNull(claims.submittedAt))).orderBy(desc(claims.submittedAt)).limit(50);
    const subjects = [...new Set(rows.map(({ subjectId }) => subjectId))];
    await recordLook(tx, ctx, { action: "claim.search", object: { kind: "incident", id: incidentId }, incidentId, details: { by: contact ? BY[contact.kind] : "reference", found: rows.length }, subjects, rule: mayReadClaims, costs: contact ? Math.max(1, subjects.length) : 0 });
    if (index) await noticeCanary(tx, ctx, { incidentId, contactIndex: index, kind: "searched" });
    return rows.map(toClaim);
  });
}

/** More people than this do not share an address; one that stands in for a missing one has no end of them. */
const MOST_PEOPLE = 500;

/** The claims that were filed from a contact, and those of the records that it belongs to: of a claim that is answered by post, or was filed from another address, only the record knows it. Numbers first, so that each half is read by its own index. */
async function ofContact(ctx: Context, incidentId: string, forms: Buffer[]) {
  const people = await ctx.db
    .selectDistinct({ id: contactPoints.subjectId })
    .from(contactPoints)
    .innerJoin(incidents, and(eq(incidents.id, contactPoints.incidentId), lte(contactPoints.fromVersion, incidents.publishedVersion)))
    .where(and(eq(contactPoints.incidentId, incidentId), inArray(contactPoints.contactIndex, forms)))
    .limit(MOST_PEOPLE);
  return or(inArray(claims.contactIndex, forms), inArray(claims.subjectId, people.map(({ id }) => id)));
}

const BY = { email: "e-mail", phone: "phone" } as const;

function contactOf(query: string): { kind: "email" | "phone"; value: string } | null {
  const email = canonicalEmail(query);
  if (email.ok) return { kind: "email", value: email.value };
  const phone = canonicalPhone(query);
  return phone.ok ? { kind: "phone", value: phone.value } : null;
}

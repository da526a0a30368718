import type { SealedSubject } from "@/db/values/contact";
import type { Context } from "../kernel/context";
import { canonicalEmail, canonicalPhone } from "../keys/canonical-contact";
import { contactIndex } from "../keys/sealed";
import type { ClaimAnswers } from "./types";

/** The blind index of where letters go; null for the post, which nobody can prove, and for what the index cannot hold. */
export async function letterIndex(ctx: Pick<Context, "keys">, incidentId: string, contact: ClaimAnswers["contact"]): Promise<Buffer | null> {
  if (contact.kind === "post") return null;
  const canonical = contact.kind === "email" ? canonicalEmail(contact.value) : canonicalPhone(contact.value);
  return canonical.ok ? contactIndex(ctx.keys, incidentId, contact.kind, canonical.value) : null;
}

/**
 * Who a record's person is where there is one claim for each contact and the claim does not come from one: the record's first address or number, else the record itself. So
 * whoever claims for it, by whichever way, is the same claimant.
 */
export async function claimantOfRecord(ctx: Pick<Context, "keys">, incidentId: string, subjectId: bigint, sealed: SealedSubject | null): Promise<Buffer> {
  const contacts = [...(sealed?.e ?? []).map((value) => ({ kind: "email" as const, value })), ...(sealed?.p ?? []).map((value) => ({ kind: "phone" as const, value }))];
  for (const contact of contacts) {
    const index = await letterIndex(ctx, incidentId, contact);
    if (index) return index;
  }
  return Buffer.from(`record:${subjectId}`);
}

import type { Channel } from "@/db/values/wave-states";
import { EnvelopeError, indexMac, MAC_BYTES } from "@/lib/crypto";
import { openSubject } from "../../exposure/subject-records";
import type { Context } from "../../kernel/context";
import { canonicalEmail, canonicalPhone } from "../../keys/canonical-contact";
import { contactKindOf } from "../rules";

/** What is known of a person where their contacts lie; null of everything when they are not in the dataset. */
interface SealedContacts {
  record_id: string | null;
  sealed: Buffer | null;
  country: string | null;
}

/** The contact a person is written to: of several the one with the lowest index, which is the one freezing counted. */
export async function currentContact(ctx: Pick<Context, "keys">, incidentId: string, { channel, links }: { channel: Channel; /** Of the index key when the audience was taken. */ links: number }, row: SealedContacts): Promise<{ to: string; canonical: string } | { why: string }> {
  if (row.record_id === null) return { why: "not-in-dataset" };
  const content = await openSubject(ctx, incidentId, { recordId: row.record_id, sealed: row.sealed }).catch((error: unknown) => {
    // One damaged row must not stop everybody behind it.
    if (error instanceof EnvelopeError) return "unreadable" as const;
    throw error;
  });
  if (content === "unreadable") return { why: "unreadable" };
  if (!content) return { why: "erased" };
  const given = (channel === "email" ? content.e : content.p) ?? [];
  const contacts: { to: string; canonical: string; index: Buffer }[] = [];
  for (const to of given) {
    const canonical = channel === "email" ? canonicalEmail(to) : canonicalPhone(to, row.country ?? undefined);
    if (!canonical.ok) continue;
    const index = given.length > 1 ? indexMac((await ctx.keys.current("blind-index", incidentId)).bytes.subarray(0, links * MAC_BYTES), `${contactKindOf[channel]}:${canonical.value}`) : Buffer.alloc(0);
    contacts.push({ to: channel === "email" ? to : canonical.value, canonical: canonical.value, index });
  }
  contacts.sort((a, b) => Buffer.compare(a.index, b.index));
  return contacts[0] ?? { why: "no-address" };
}

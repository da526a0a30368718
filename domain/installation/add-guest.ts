import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { installationGuests } from "@/db/schema/installation";
import { recordAudit } from "../audit/record-audit";
import { canonicalEmail, canonicalPhone } from "../keys/canonical-contact";
import { INSTALLATION } from "../keys/key-ring";
import { anyOf, installationIndex, sealJson } from "../keys/sealed";
import { authorise, type Context } from "../kernel/context";
import { Conflict, Invalid, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { addGuestInput } from "./input";
import { mayManageInstallation } from "./policy";
import { maskGuest } from "./rules";

/** Put an address or a phone number on the guest list; whoever is on it is written to in trial mode, too. @throws {Forbidden} @throws {Invalid} @throws {Conflict} for one who is on it */
export async function addGuest(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayManageInstallation);
  const { contact } = parseInput(addGuestInput, raw);
  const kind = contact.includes("@") || contact.includes("＠") ? "email" : "phone";
  const canonical = kind === "email" ? canonicalEmail(contact) : canonicalPhone(contact);
  if (!canonical.ok) throw new Invalid({ contact: ["guest-malformed"] });
  const id = randomUUID();
  const sealed = await sealJson(ctx.keys, { table: "installation_guests", column: "sealed", scope: INSTALLATION, recordId: id }, { contact });
  const index = await installationIndex(ctx.keys, `${kind}:${canonical.value}`);
  await withTransaction(ctx, async (tx) => {
    const known = await tx.select({ id: installationGuests.id }).from(installationGuests).where(sql`${installationGuests.contactIndex} = ${anyOf(index.forms)}`);
    if (known.length > 0) throw new Conflict("guest-already");
    const added = await tx
      .insert(installationGuests)
      .values({ id, kind, contactIndex: index.value, indexLinks: index.links, sealed, label: maskGuest(kind, canonical.value), addedBy: ctx.actor.kind === "staff" ? ctx.actor.staffId : null })
      .onConflictDoNothing()
      .returning({ id: installationGuests.id });
    if (added.length === 0) throw new Conflict("guest-already");
    await recordAudit(tx, ctx, { action: "installation.add-guest", object: { kind: "guest", id }, details: { kind } });
  });
  return id;
}

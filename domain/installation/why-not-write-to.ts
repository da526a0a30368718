import { canonicalEmail, canonicalPhone } from "../keys/canonical-contact";
import { installationIndex } from "../keys/sealed";
import type { Context } from "../kernel/context";
import { whySendingIsLocked } from "./why-sending-is-locked";

/** `held` until somebody has said which installation is the real one; `withheld` for good, because in trial mode guests and staff alone are written to. */
export type KeptBack = "held" | "withheld";

/**
 * Say why a message to one person must not be handed over now, or null. Asked for every one, right before its transport, so that going live, going back and a
 * changed guest list count at once. Members of staff are guests by their own address: otherwise nobody could sign in and take the installation live.
 */
export async function whyNotWriteTo(ctx: Context, kind: "email" | "phone", to: string): Promise<KeptBack | null> {
  const lock = await whySendingIsLocked(ctx);
  if (lock === null) return null;
  if (lock === "unconfirmed") return "held";
  const canonical = kind === "email" ? canonicalEmail(to) : canonicalPhone(to);
  if (!canonical.ok) return "withheld";
  const { rows } = await ctx.db.$client.query<{ known: boolean }>({
    name: "installation-guest",
    text: `select exists (select 1 from installation_guests where contact_index = any($1::bytea[]))
      or ($2 = 'email' and exists (select 1 from staff_members where email = any($3) and disabled_at is null)) as known`,
    values: [(await installationIndex(ctx.keys, `${kind}:${canonical.value}`)).forms, kind, [canonical.value, to.trim().toLowerCase()]],
  });
  return rows[0]?.known ? null : "withheld";
}

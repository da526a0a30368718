import { eq } from "drizzle-orm";
import { translator } from "@/content/translator";
import { staffMembers } from "@/db/schema/staff";
import { queueMail } from "../../correspondence/queue-mail";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";

/** Tell somebody by mail, in the caller's transaction, that the ways in which they sign in were changed or a spare one was used: whoever did not do it themselves must hear of it. */
export async function mailAboutSignIn(tx: Executor, ctx: Context, staffId: string, what: "passkey-added" | "passkey-removed" | "codes-made" | "code-used" | "company-linked" | "token-made", values: Record<string, number> = {}): Promise<void> {
  const [member] = await tx.select({ email: staffMembers.email, name: staffMembers.name, locale: staffMembers.locale }).from(staffMembers).where(eq(staffMembers.id, staffId));
  if (!member) return;
  const t = translator(member.locale, "passkeys");
  await queueMail(tx, ctx, {
    purpose: "staff-sign-in-changed",
    incidentId: null,
    to: member.email,
    locale: member.locale,
    subject: t(`mail.${what}.subject`),
    text: [t("mail.greeting", { name: member.name }), t(`mail.${what}.body`, values), t("mail.warning")].join("\n\n"),
  });
}

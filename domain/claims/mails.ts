import { translator } from "@/content/translator";
import { queueMessage } from "../correspondence/queue-message";
import { findPublishedIncident } from "../incidents/queries";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { findProgrammeById } from "../programmes/queries";
import type { Claim, ClaimAnswers } from "./types";

export type ClaimLetter = { kind: "received" | "withdrawn" } | { kind: "approved" | "denied"; reason: string };

/** Queue a letter about a claim, in the language it was filed in, to the contact it was filed from: a phone gets what fits a text, and reads the reason behind its proof. No link in it signs anybody in. */
export async function queueClaimMail(tx: Executor, ctx: Context, claim: Claim, answers: ClaimAnswers | null, letter: ClaimLetter): Promise<void> {
  if (!answers || claim.reference === null) return;
  const { locale, reference } = claim;
  const [programme, incident] = await Promise.all([findProgrammeById(tx, claim.programmeId), findPublishedIncident(tx, claim.incidentId)]);
  const organisation = programme?.terms.texts.signedBy[locale] ?? incident?.content.organisation[locale] ?? "";
  const t = translator(locale, "claims-mails");
  const values = { reference, benefit: programme?.terms.texts.name[locale] ?? "", organisation, at: formatDay(claim.submittedAt ?? ctx.clock.now(), locale, incident?.content.timeZone ?? "Asia/Seoul") };
  const decided = letter.kind === "approved" || letter.kind === "denied";
  const middle = decided ? [t(`${letter.kind}.reason`), letter.reason] : [];
  const tail = letter.kind === "withdrawn" ? [] : [t(`${letter.kind}.next`), t(`${letter.kind}.rights`)];
  await queueMessage(tx, ctx, {
    purpose: `claim-${letter.kind}`,
    incidentId: claim.incidentId,
    to: answers.contact,
    locale,
    subject: t(`${letter.kind}.subject`, values),
    text: [t("greeting"), t(`${letter.kind}.body`, values), ...middle, ...tail, t("footer", values), t("signature", values)].join("\n\n"),
    sms: t(`${letter.kind}.sms`, values),
  });
}

function formatDay(at: Date, locale: "ko" | "en", timeZone: string): string {
  return new Intl.DateTimeFormat(locale === "ko" ? "ko-KR" : "en-GB", { timeZone, year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZoneName: "short" }).format(at);
}

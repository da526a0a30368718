import { formatMoney, formatTime } from "@/content/formats";
import { translator, type Translate } from "@/content/translator";
import type { claims } from "@/db/schema/claims";
import type { Locale } from "@/db/values/locales";
import { setFlag } from "../claims/set-flag";
import type { ClaimAnswers } from "../claims/types";
import { queueMessage } from "../correspondence/queue-message";
import type { findPublishedIncident } from "../incidents/queries";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import type { Programme, ProgrammeTerms } from "../programmes/types";
import type { GivenCode } from "./codes/given-codes";

type PaymentLetter = {
  claim: Pick<typeof claims.$inferSelect, "id" | "incidentId" | "reference" | "locale">;
  answers: ClaimAnswers | null;
  programme: Programme;
  incident: Awaited<ReturnType<typeof findPublishedIncident>>;
} & ({ kind: "released" | "paid" | "returned"; minor: bigint; payOn: string } | { kind: "share" | "share-nothing"; minor: bigint; approvedMinor: bigint; /** Whether codes were granted besides. */ codes: boolean } | { kind: "codes"; codes: readonly GivenCode[] });

/** Queue a letter about a claim's money, in the language it was filed in, to the contact it was filed from. A phone gets what fits a text; codes are in both, for nobody can reach them elsewhere. */
export async function queuePaymentMail(tx: Executor, ctx: Context, letter: PaymentLetter): Promise<void> {
  const { claim, answers, programme, incident, kind } = letter;
  if (!answers || claim.reference === null) return;
  const to = answers.contact;
  if (to.kind === "post") {
    // Who is answered by post is paid in money alone. That it comes stands in the letter of the decision; that it came back, or becomes less, they have to know.
    if (kind === "returned" || kind === "share" || kind === "share-nothing") await setFlag(tx, claim.id, "letter-due", true);
    return;
  }
  const { locale, reference } = claim;
  const { terms } = programme;
  const t = translator(locale, "payments-mails");
  const values = {
    reference,
    benefit: terms.texts.name[locale],
    organisation: terms.texts.signedBy[locale] || (incident?.content.organisation[locale] ?? ""),
    amount: kind === "codes" ? "" : formatMoney(letter.minor, terms.currency, locale),
    day: "payOn" in letter ? formatDay(letter.payOn, locale) : "",
    approved: "approvedMinor" in letter ? formatMoney(letter.approvedMinor, terms.currency, locale) : "",
    pool: formatMoney(terms.poolMinor ?? 0n, terms.currency, locale),
    codes: kind === "codes" ? describeCodes(letter.codes, terms, locale, t).join(", ") : "",
  };
  const list = kind === "codes" ? [describeCodes(letter.codes, terms, locale, t).join("\n")] : [];
  const stay = "approvedMinor" in letter && letter.codes ? [t("codes-stay")] : [];
  await queueMessage(tx, ctx, {
    purpose: `claim-payment-${kind}`,
    incidentId: claim.incidentId,
    claimId: claim.id,
    to,
    locale,
    subject: t(`${kind}.subject`, values),
    text: [t("greeting"), t(`${kind}.body`, values), ...list, ...stay, t(`${kind}.next`, values), ...(kind === "share-nothing" ? [] : [t("rights")]), t("footer", values), t("signature", values)].join("\n\n"),
    sms: t(`${kind}.sms`, values),
  });
}

/** A line for each code: what it is worth or for, the code, and until when. */
function describeCodes(codes: readonly GivenCode[], terms: ProgrammeTerms, locale: Locale, t: Translate): string[] {
  return codes.map(({ benefit: slug, valueMinor, code, expiresOn }) => {
    const benefit = terms.benefits.find((one) => one.slug === slug);
    const what = valueMinor ? formatMoney(valueMinor, terms.currency, locale) : (benefit?.name[locale] ?? slug);
    return expiresOn ? t("code-until", { what, code, day: formatDay(expiresOn, locale) }) : t("code", { what, code });
  });
}

/** A day without a time is the same everywhere. */
function formatDay(day: string, locale: Locale): string {
  return formatTime(new Date(`${day}T00:00:00Z`), locale, "UTC", true);
}

import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { queueMessage } from "../correspondence/queue-message";
import { findPublishedIncident } from "../incidents/queries";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { waitsForItsShares } from "../ledger/queries";
import { findProgrammeById } from "../programmes/queries";
import { findParts } from "./rest/queries";
import { setFlag } from "./set-flag";
import type { Claim, ClaimAnswers } from "./types";

/** What each letter says behind its own words, in this order. */
const tails = {
  received: ["next", "rights"],
  "in-review": ["next"],
  asked: ["next", "late"],
  extended: ["next"],
  reminded: ["next"],
  passed: ["next"],
  answered: ["next"],
  "gone-on": ["next"],
  "paper-refused": ["next"],
  message: ["next"],
  approved: ["next", "rights"],
  denied: ["next", "rights"],
  appealed: ["next"],
  "denied-final": ["rights"],
  "account-changed": ["next"],
  "account-accepted": ["next"],
  withdrawn: [],
  "begun-anew": ["next"],
  "came-by-post": ["next"],
  "not-entered": ["next"],
} as const;

/** What is printed for whoever is answered by post; the others say only what can be read online, or what the next letter says as well. */
const posted: readonly (keyof typeof tails)[] = ["received", "asked", "extended", "approved", "denied", "appealed", "denied-final", "account-changed", "withdrawn"];

/** What a draft, which has no number yet, is written about: that another claim took its place, or that nothing came of that one. */
const ofDrafts: readonly (keyof typeof tails)[] = ["begun-anew", "came-by-post", "not-entered"];

export interface ClaimLetter {
  kind: keyof typeof tails;
  /** What stands in its middle, in the claimant's own language: what is asked for, what was decided and why. */
  parts?: readonly string[];
  /** A day that it names; none where nothing ends. */
  by?: Date | null;
  /** A paragraph that only some of its kind have. */
  note?: "reduced" | "reduced-final" | "capped" | undefined;
  /** Of an approval: whether a pool that was shared before does not hold all of it any more. How much is paid is told after it. */
  cut?: boolean;
}

/** Queue a letter about a claim, in the language it was filed in, to the contact it was filed from: a phone gets what fits a text, and reads the others behind its proof. One about the rest of a claim says whose rest it is. No link in it signs anybody in. */
export async function queueClaimMail(tx: Executor, ctx: Context, claim: Claim, answers: ClaimAnswers | null, { kind, parts = [], by = null, note, cut = false }: ClaimLetter): Promise<void> {
  if (!answers || (claim.reference === null && !ofDrafts.includes(kind))) return;
  const to = answers.contact;
  if (to.kind === "post") {
    // Printed from the claim's page; until then the queue shows that it is due.
    if (posted.includes(kind)) await setFlag(tx, claim.id, "letter-due", true);
    return;
  }
  const { locale } = claim;
  const programme = await findProgrammeById(tx, claim.programmeId);
  const incident = await findPublishedIncident(tx, claim.incidentId);
  const timeZone = incident?.content.timeZone ?? "Asia/Seoul";
  const organisation = programme?.terms.texts.signedBy[locale] ?? incident?.content.organisation[locale] ?? "";
  const t = translator(locale, "claims-mails");
  const unshared = kind === "approved" && (await waitsForItsShares(tx, claim.programmeId));
  const open = unshared ? "unshared" : cut ? "cut" : null;
  // Staff change an account by what a letter says: nobody has proven anything.
  const byLetter = kind === "account-changed" && ctx.actor.kind === "staff";
  const wordsOf = (name: string) => (open && name === "body" ? "unshared-body" : open && name === "next" ? `${open}-next` : byLetter && name === "body" ? "by-letter" : name);
  const say = (name: string) => t(`${kind}.${wordsOf(name)}`, values);
  const values = {
    reference: claim.reference ?? "",
    benefit: programme?.terms.texts.name[locale] ?? "",
    organisation,
    at: formatTime(claim.submittedAt ?? ctx.clock.now(), locale, timeZone),
    by: by ? formatTime(by, locale, timeZone, true) : "",
    // Of a pool that is to be shared nothing is paid before it is, and it may be less than was approved.
    unshared: open ? ` ${t(`approved.${open}`)}` : "",
    meanwhile: open ? "" : ` ${t("approved.meanwhile")}`,
  };
  const first = claim.restOf === null ? undefined : (await findParts(tx, claim)).first?.reference;
  const about = first === undefined ? [] : [t("rest.about", { ...values, first })];
  const body = first !== undefined && kind === "approved" ? t("approved.rest", { ...values, first }) : say("body");
  const sms = kind === "approved" && note === "reduced" ? t("approved.reduced-sms", values) : t(`${kind}.sms`, values);
  const tail = tails[kind].map(say);
  await queueMessage(tx, ctx, {
    purpose: `claim-${kind}`,
    incidentId: claim.incidentId,
    claimId: claim.id,
    to,
    locale,
    subject: t(`${kind}.subject`, values),
    text: [t("greeting"), ...about, body, ...parts, ...(note ? [t(`${kind}.${note}`, values)] : []), ...tail, t("footer", values), t("signature", values)].join("\n\n"),
    sms: first === undefined ? sms : `${sms} ${t("rest.sms", { ...values, first })}`,
  });
}

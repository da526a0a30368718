import { translator } from "@/content/translator";
import { formatMoney, formatTime } from "@/content/formats";
import { numberOfMessage } from "../../correspondence/message-number";
import { findSubjectRecord, openSubject } from "../../exposure/subject-records";
import { contactDeskOf } from "../../incidents/rules";
import { findPublishedIncident } from "../../incidents/queries";
import { authorise, type Context } from "../../kernel/context";
import { Conflict, NotFound, parseInput } from "../../kernel/errors";
import { cutsOf } from "../../ledger/post-claim-moves";
import { waitsForItsShares } from "../../ledger/queries";
import type { LetterPrinter } from "../../letters/types";
import { getTerms } from "../../programmes/queries";
import { recordLook } from "../../reveals/record-look";
import { runLook } from "../../reveals/run-look";
import { printClaimLetterInput } from "../input";
import { setFlag } from "../set-flag";
import { decisionLines } from "../decisions/write-decision";
import { mayEnterPaperClaims } from "../policy";
import { getClaimForUpdate, listClaimBenefits, openAnswers, openDecision, toClaim } from "../queries/read-claim";
import { findIntake, listClaimLetters } from "../queries/read-intake";
import { findParts } from "../rest/queries";
import { isGrantedInPart, shareOfPool, shownState, whyNotAppealable } from "../rules";
import { describeItems } from "../requests/describe-items";
import { listRequests } from "../requests/read-request";

/** What a letter says by the state of its claim; other states are for the person on the phone to tell. */
const LETTERS = { submitted: "received", "in-review": "received", appealed: "appealed", "needs-information": "asked", approved: "approved", "nothing-left": "nothing-left", "in-payment": "approved", paid: "approved", returned: "returned", denied: "denied", "denied-final": "denied", withdrawn: "withdrawn" } as const;

/**
 * Print what a claim's person is to know by post: that it came, what is missing, what was decided and why and until when that can be appealed, that nothing of a shared pool is left for it, or that the money came back, in the language of the paper. Where a letter
 * named another account, it says so as well: the record's address is the one place where whoever did not write that letter hears of it. It shows their address in the clear, so
 * it is audited as a look at personal data and taken off the budget of the day. The number of the claim is also what names the letter when it comes back. @throws {Forbidden} @throws {Invalid} without a purpose or a reason @throws {NotFound} @throws {Conflict} where nothing is answered by post
 */
export async function printClaimLetter(ctx: Context, raw: unknown, { printer, portalUrl }: { printer: LetterPrinter; portalUrl: string }): Promise<Buffer> {
  authorise(ctx, mayEnterPaperClaims);
  const { claimId, purpose, reason } = parseInput(printClaimLetterInput, raw);
  // Read before the transaction, which must not wait for a second connection while it holds the first.
  const number = await numberOfMessage(ctx.keys, "claim-received", ctx.clock.now());
  const request = (await listRequests(ctx, claimId)).findLast(({ answeredAt, closedAt }) => answeredAt === null && closedAt === null);
  const letters = await listClaimLetters(ctx.db, claimId);
  const postmarkedOn = (await findIntake(ctx.db, claimId))?.postmarkedOn;
  const read = await runLook(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const answers = await openAnswers(ctx, row);
    if (answers?.contact.kind !== "post") throw new Conflict("letter-not-by-post");
    const shown = shownState(toClaim(row));
    const kind = shown in LETTERS ? LETTERS[shown as keyof typeof LETTERS] : null;
    if (!kind || row.reference === null || (kind === "asked" && !request)) throw new Conflict("letter-not-in-this-state");
    const incident = await findPublishedIncident(tx, row.incidentId);
    const terms = await getTerms(tx, row.programmeId, row.termsVersion);
    const record = await findSubjectRecord(tx, row.incidentId, row.subjectId, row.datasetVersion);
    const decision = await openDecision(ctx, row);
    const parts = await findParts(tx, row);
    const share = shareOfPool(await listClaimBenefits(tx, row.id), (await cutsOf(tx, [row.id])).get(row.id) ?? 0n);
    const unshared = row.state === "approved" && (await waitsForItsShares(tx, row.programmeId));
    // What the first claim's letters have to say of its account, those of its rest do as well: it is paid into the same one.
    const newAccount = [...letters, ...(row.restOf === null ? [] : await listClaimLetters(tx, row.restOf))].some((one) => one.kind === "account");
    const address = record && (await openSubject(ctx, row.incidentId, record))?.a;
    if (!incident || !address) throw new NotFound("record");
    await setFlag(tx, row.id, "letter-due", false);
    await recordLook(tx, ctx, { action: "claim.print-letter", object: { kind: "claim", id: row.id }, incidentId: row.incidentId, purpose, reason, details: { letter: kind, fields: ["address"] }, subjects: [row.subjectId], rule: mayEnterPaperClaims, costs: 1 });
    return { claim: toClaim(row), reference: row.reference, kind, content: incident.content, terms, country: record.country, address, answers, decision, parts, share, unshared, newAccount };
  });
  const { claim, reference, kind, content, terms, country, address, answers, decision, parts: { first, rest }, share, unshared, newAccount } = read;
  const { locale } = claim;
  const t = translator(locale, "claims-paper");
  const desk = contactDeskOf(content.contact);
  const day = (at: Date) => formatTime(at, locale, content.timeZone, true);
  const money = (minor: bigint) => formatMoney(minor, terms.currency, locale);
  const by = kind === "asked" ? request?.cureBy : decision?.appealBy;
  const values = { reference, name: terms.texts.name[locale], desk: desk[locale], at: postmarkedOn ? formatTime(new Date(`${postmarkedOn}T00:00:00Z`), locale, "UTC", true) : "", by: by ? day(by) : "", approved: share ? money(share.approvedMinor) : "", amount: share ? money(share.paidMinor) : "", meanwhile: unshared ? "" : ` ${t("letter.approved.meanwhile")}` };
  const middle = {
    received: [],
    appealed: [],
    withdrawn: [],
    returned: [],
    asked: request ? [describeItems(request.items, answers, terms, locale).map((text) => `• ${text}`).join("\n"), request.note ?? ""] : [],
    approved: [
      ...(decision ? [t("letter.approved.reason"), decisionLines(decision), decision.reason] : []),
      ...(share ? [t("letter.approved.shared", values)] : []),
    ],
    "nothing-left": decision ? [t("letter.nothing-left.reason"), decisionLines(decision), decision.reason] : [],
    denied: decision ? [t("letter.denied.reason"), decisionLines(decision), decision.reason] : [],
  }[kind];
  const inPart = kind === "approved" && isGrantedInPart(claim.state, decision) && !whyNotAppealable(claim.state, decision, rest !== null, ctx.clock.now());
  const next = kind === "denied" && by ? t("letter.denied.appeal", values) : t(unshared && kind === "approved" ? "letter.approved.unshared" : `letter.${kind}.next`, values);
  // Where they are to write something, the address stands below what is wanted.
  const post = kind === "asked" || kind === "returned" || kind === "nothing-left" || (kind === "denied" && by) || inPart ? content.contact.post[locale] : "";
  const words = [t("letter.greeting"), first ? t("letter.rest", { ...values, first: first.reference }) : "", t(`letter.${kind}.body`, values), ...middle, next, inPart ? t("letter.approved.appeal", values) : "", post && t("letter.send", { post }), newAccount ? t("letter.new-account", values) : "", terms.texts.noRightsWaived[locale], t("letter.follow", values), terms.texts.signedBy[locale]];
  const parts: Buffer[] = [];
  const subject = t(`letter.${kind}.subject`, values);
  await printer.print(
    { title: subject, organisation: content.organisation, contactDesk: desk, portalUrl: portalUrl.replace(/\/$/, ""), date: ctx.clock.now(), timeZone: content.timeZone },
    [{ locale, country: country || "KR", address, subject, blocks: words.filter((text) => text !== "").map((text) => ({ kind: "paragraph" as const, level: 0, marker: "", runs: [{ text, strong: false }] })), reference: number, handle: reference }],
    (bytes) => {
      parts.push(bytes);
      return Promise.resolve();
    },
  ).catch(async (error: unknown) => {
    // What was not printed is due as before; that somebody looked stays on record.
    await setFlag(ctx.db, claim.id, "letter-due", true);
    throw error;
  });
  return Buffer.concat(parts);
}

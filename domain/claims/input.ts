import { electronicFormatIBAN, isValidIBAN } from "ibantools";
import { z } from "zod";
import { bankOf } from "@/db/values/banks";
import { lookPurposes } from "@/db/values/look-purposes";
import { runsAsFormula } from "@/lib/csv";

const programme = z.string().min(1, "required").max(60, "too-long");

export const startClaimInput = z.object({
  programme,
  /** Said by whoever was told that a draft from elsewhere gives way. */
  replace: z.literal("1").optional(),
});

export const startByLetterInput = z.object({
  programme,
  number: z.string({ error: "required" }).trim().min(1, "required").max(60, "too-long"),
  postalCode: z.string({ error: "required" }).trim().min(1, "required").max(20, "too-long"),
});

export const claimIdInput = z.object({ claimId: z.uuid() });

export const chooseBenefitsInput = claimIdInput.extend({
  benefits: z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]),
});

const words = (most: number) => z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().min(1, "required").max(most, "too-long").regex(/^[^\p{Cc}]*$/u, "control-characters"));
const story = (least: number) => z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").replaceAll("\r\n", "\n").trim()).pipe(z.string().min(1, "required").min(least, "say-more").max(2000, "too-long").regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, "control-characters"));

const whole = (most: number) => z.string().transform((typed) => typed.normalize("NFKC").trim() || "0").pipe(z.string().regex(/^\d{1,4}$/, "number")).transform(Number).pipe(z.number().max(most, "number-too-large"));

export const saveLostTimeInput = claimIdInput
  .extend({ hours: whole(500).default(0), minutes: whole(59).default(0), what: story(10) })
  .refine(({ hours, minutes }) => hours * 60 + minutes > 0, { path: ["hours"], message: "time-empty" });

/** The amount is read in the currency of the programme, by the verb. */
export const saveLossInput = claimIdInput.extend({ loss: z.string().min(1, "choose-one"), on: z.iso.date("date"), amount: words(40), what: story(10), lossId: z.string().max(40).optional() });

export const removeLossInput = claimIdInput.extend({ lossId: z.string().max(40) });

/** A name that a spreadsheet would run is in no bank's table: it is refused here, where somebody can mend it, and not when the batch is to be paid. */
const holder = words(80).pipe(z.string().regex(/^[^<>]*$/, "control-characters").refine((name) => !runsAsFormula(name), "holder-sign"));

/** People type account numbers with dashes and spaces, and full-width digits. */
const digitsOnly = z.string({ error: "account-empty" }).transform((typed) => typed.normalize("NFKC").replace(/[\s-]/g, "")).pipe(z.string().min(1, "account-empty").regex(/^\d*$/, "account-digits"));

/** A Korean account: the digits that its bank's numbers have. An IBAN: ISO 13616, length and form of its country and the checksum of ISO 7064. */
export const saveAccountInput = z.discriminatedUnion("kind", [
  claimIdInput
    .extend({ kind: z.literal("kr-account"), bank: z.string().refine((code) => bankOf(code) !== undefined, "choose-bank"), account: digitsOnly, holder })
    .superRefine(({ bank, account }, ctx) => {
      const found = bankOf(bank);
      if (found && !found.digits.includes(account.length)) ctx.addIssue({ code: "custom", path: ["account"], message: "account-length" });
    }),
  claimIdInput.extend({
    kind: z.literal("iban"),
    iban: z.string({ error: "account-empty" }).transform((typed) => electronicFormatIBAN(typed.normalize("NFKC")) ?? "").pipe(z.string().min(1, "account-empty").refine((iban) => iban === "" || isValidIBAN(iban), "iban")),
    holder,
  }),
], { error: "choose-one" });

export const fileClaimInput = claimIdInput.extend({
  /** The terms that were on the page. */
  termsVersion: z.coerce.number().int(),
  accept: z.literal("1", { error: "accept-terms" }),
});

const reason = z.string().trim().min(10, "reason-too-short").max(2000, "too-long");

const edit = z.coerce.number().int().nonnegative();

/** The rest of a sheet is read by what the claim asks for. */
export const saveSheetInput = claimIdInput.extend({ edit, payoutVersion: edit });
/** `seen`: how much had come from the claimant when the page was made (`Claim.arrivals`). */
const seen = { seen: edit };
export const decideClaimInput = claimIdInput.extend({ edit, ...seen });
export const returnDecisionInput = claimIdInput.extend({ edit, note: reason });

export const acceptAccountInput = claimIdInput.extend({ payoutVersion: edit });

const several = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);
const maybeWords = z.string().default("").transform((typed) => typed.normalize("NFC").replaceAll("\r\n", "\n").trim()).pipe(z.string().max(2000, "too-long").regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, "control-characters"));

export const askClaimantInput = claimIdInput.extend({ items: several.pipe(z.array(z.string().max(100)).min(1, "choose-what").max(40, "too-many")), note: maybeWords })
  // What is asked for in the agent's own words has to have some.
  .refine(({ items, note }) => !items.includes("other") || note.length >= 10, { path: ["note"], message: "say-more" });
export const extendRequestInput = claimIdInput.extend({ until: z.iso.date("date") });
export const answerRequestInput = claimIdInput.extend({ answer: maybeWords });

export const claimMessageInput = claimIdInput.extend({ text: story(2) });
export const sendClaimMessageInput = claimMessageInput.extend(seen);
export const readClaimMessagesInput = claimIdInput.extend(seen);
export const appealClaimInput = claimIdInput.extend({ text: story(10) });

export const revealClaimInput = claimIdInput.extend({ purpose: z.enum(lookPurposes["claim.reveal"], "purpose-missing"), reason });
export const printClaimLetterInput = claimIdInput.extend({ purpose: z.enum(lookPurposes["claim.print-letter"], "purpose-missing"), reason });

export const searchClaimsInput = z.object({ query: z.string().trim().min(1, "search-form").max(320, "too-long") });

import { electronicFormatIBAN, isValidIBAN, isValidBIC } from "ibantools";
import { z } from "zod";
import { bankOf } from "@/db/values/banks";
import { paymentFormats } from "@/db/values/payments";

/** The most claims of one batch: what one person can answer for, and what one transaction moves in seconds. */
export const BATCH_MOST = 2_000;

const words = (most: number) => z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().min(1, "required").max(most, "too-long").regex(/^[^\p{Cc}<>]*$/u, "control-characters"));
const bic = z.string().default("").transform((typed) => typed.normalize("NFKC").replaceAll(/\s/g, "").toUpperCase()).pipe(z.string().refine((code) => code === "" || isValidBIC(code), "bic"));

export const savePayerInput = z.discriminatedUnion("kind", [
  z.object({
    programmeId: z.uuid(),
    kind: z.literal("kr-account"),
    bank: z.string({ error: "choose-bank" }).refine((code) => bankOf(code) !== undefined, "choose-bank"),
    account: z.string({ error: "account-empty" }).transform((typed) => typed.normalize("NFKC").replaceAll(/[\s-]/g, "")).pipe(z.string().min(1, "account-empty").max(20, "too-long").regex(/^\d*$/, "account-digits")),
    holder: words(80),
    bic,
  }),
  z.object({
    programmeId: z.uuid(),
    kind: z.literal("iban"),
    iban: z.string({ error: "account-empty" }).transform((typed) => electronicFormatIBAN(typed.normalize("NFKC")) ?? "").pipe(z.string().min(1, "account-empty").refine((iban) => iban === "" || isValidIBAN(iban), "iban")),
    holder: words(80),
    bic,
  }),
], { error: "choose-one" });

export const collectPaymentsInput = z.object({
  programmeId: z.uuid({ error: "choose-programme" }),
  payOn: z.iso.date("date"),
  most: z.string().default("").transform((typed) => typed.normalize("NFKC").replaceAll(/[\s,]/g, "") || String(BATCH_MOST)).pipe(z.string().regex(/^\d{1,6}$/, "number")).transform(Number).pipe(z.number().min(1, "number").max(BATCH_MOST, "number-too-large")),
});
export const batchIdInput = z.object({ batchId: z.uuid() });
export const paymentIdInput = z.object({ paymentId: z.uuid() });
export const sharePoolInput = z.object({ programmeId: z.uuid() });
export const exportBatchInput = z.object({ batchId: z.uuid(), format: z.enum(paymentFormats, { error: "choose-one" }), reason: z.string().trim().min(10, "reason-too-short").max(2000, "too-long") });
/** A part is named by its benefit and its place in it. */
export const uploadCodesInput = z.object({ programmeId: z.uuid({ error: "choose-one" }), part: z.string({ error: "choose-one" }).regex(/^[a-z0-9-]{1,40}:\d{1,2}$/, "choose-one") });

import { electronicFormatIBAN, isValidIBAN, isValidBIC } from "ibantools";
import { z } from "zod";
import { bankOf } from "@/db/values/banks";
import { bankColumns, tableEncodings } from "@/db/values/payments";
import { headingsOf } from "./exports/bank-columns";

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
export const sendCodesAgainInput = z.object({ claimId: z.uuid() });
export const sharePoolInput = z.object({ programmeId: z.uuid() });
/** A form that needs no setting up, or a bank's table by its id. */
export const exportForm = z.union([z.literal(["pain.001", "kr-transfer"]), z.templateLiteral(["bank-table:", z.uuid()])], { error: "choose-one" });
export const exportBatchInput = z.object({ batchId: z.uuid(), format: exportForm });

/** More columns than any bank's table has. */
const COLUMNS_MOST = 40;
const tableId = z.uuid({ error: "required" });
export const makeBankTableInput = z.object({
  name: words(80),
  headings: z
    .string({ error: "required" })
    .max(4_000, "too-long")
    .transform(headingsOf)
    .pipe(z.array(z.string().max(80, "too-long").regex(/^[^\p{Cc}]*$/u, "control-characters")).min(1, "required").max(COLUMNS_MOST, "bank-table-too-wide")),
});
/** What each column holds comes as `column-0`, `column-1` and so on, so that a form that is refused gives each choice back. */
export const saveBankTableInput = z
  .looseObject({
    tableId,
    name: words(80),
    encoding: z.enum(tableEncodings, { error: "choose-one" }),
    hasHeading: z.enum(["yes", "no"], { error: "choose-one" }).transform((said) => said === "yes"),
    statementMost: z.string({ error: "number" }).transform((typed) => typed.normalize("NFKC").trim()).pipe(z.string().regex(/^\d{1,3}$/, "number")).transform(Number).pipe(z.number().min(1, "number").max(140, "number-too-large")),
  })
  .transform(({ tableId: id, name, encoding, hasHeading, statementMost, ...rest }) => ({
    tableId: id, name, encoding, hasHeading, statementMost,
    holds: Array.from({ length: COLUMNS_MOST }, (_, at) => z.enum(bankColumns).safeParse(rest[`column-${at}`]).data),
  }));
export const bankTableIdInput = z.object({ tableId });
/** A part is named by its benefit, its place in it and what it is worth. */
export const uploadCodesInput = z.object({ programmeId: z.uuid({ error: "choose-one" }), part: z.string({ error: "choose-one" }).regex(/^[a-z0-9-]{1,40}:\d{1,2}(?::\d{1,15})?$/, "choose-one") });

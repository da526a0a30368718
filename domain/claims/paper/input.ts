import { z } from "zod";
import { locales } from "@/db/values/locales";
import { claimIdInput } from "../input";

export const findRecordInput = z.object({ query: z.string({ error: "required" }).trim().min(1, "required").max(320, "too-long") });

/** Names and days as they stand on the paper. `termsVersion` is the number at its foot; without one the terms of the day of its postmark count. `answer` says where letters go: a contact of the record by its place in the list, or `post`. */
export const startPaperClaimInput = z.object({
  programme: z.string().min(1, "choose-one").max(60, "choose-one"),
  subjectId: z.string().regex(/^-?\d{1,18}$/).transform(BigInt),
  termsVersion: z.string().regex(/^\d{0,6}$/, "choose-one").default("").transform((typed) => (typed === "" ? null : Number(typed))),
  postmarkedOn: z.iso.date("date"),
  signer: z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().min(1, "required").max(80, "too-long").regex(/^[^\p{Cc}<>]*$/u, "control-characters")),
  locale: z.enum(locales, { error: "choose-one" }),
  answer: z.string({ error: "choose-one" }).regex(/^(post|[ep]\d{1,2})$/, "choose-one"),
});

/** Why an entry is not filed: its person had posted it in time. */
export const dropEntryInput = claimIdInput.extend({ reason: z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().min(10, "reason-too-short").max(1000, "too-long")) });

/** Of a letter that came after its claim was filed. */
export const letterInput = z.object({ postmarkedOn: z.iso.date("date") });

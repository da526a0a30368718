import { z } from "zod";
import { filedClaimStates } from "@/db/values/claim-states";
import { locales } from "@/db/values/locales";
import { koreanBanks, payoutMethods } from "@/db/values/payout";

const bankCodes = koreanBanks.map((bank) => bank.code) as string[];

/** Korean account numbers have 10 to 16 digits depending on the bank; people type them with dashes and spaces. */
const accountNumber = z
  .string()
  .transform((typed) => typed.normalize("NFKC").replace(/[\s-]/g, ""))
  .pipe(z.string().min(1, "account-empty"))
  .pipe(z.string().regex(/^\d*$/, "account-digits"))
  .pipe(z.string().regex(/^\d{10,16}$/, "account-length"));

export const startClaimInput = z.object({ programme: z.string().min(1, "required").max(60, "too-long") });

export const choosePayoutMethodInput = z.object({ method: z.enum(payoutMethods, { error: "choose-one" }) });

export const saveBankAccountInput = z.object({
  bank: z.string().refine((code) => bankCodes.includes(code), "choose-bank"),
  account: accountNumber,
  holder: z
    .string()
    .transform((name) => name.normalize("NFC").trim())
    .pipe(z.string().min(1, "holder-empty").max(80, "too-long").regex(/^[^\p{Cc}<>]*$/u, "control-characters")),
});

export const claimIdInput = z.object({ claimId: z.uuid() });

const reason = z.string().trim().min(10, "reason-too-short").max(2000, "too-long");

export const decideClaimInput = z.object({ claimId: z.uuid(), outcome: z.enum(["approved", "denied"], { error: "choose-one" }), reason });

export const revealClaimInput = z.object({ claimId: z.uuid(), reason });

/** The queue's filters as they stand in the URL. Unknown values are dropped rather than refused: a link from an older version still opens. */
export const claimFilterInput = z.object({
  state: z.enum(filedClaimStates as [string, ...string[]]).optional().catch(undefined),
  locale: z.enum(locales).optional().catch(undefined),
  payout: z.enum(payoutMethods).optional().catch(undefined),
  mine: z.literal("1").optional().catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
  before: z.string().max(200).optional().catch(undefined),
});
export type ClaimFilter = z.output<typeof claimFilterInput>;

export const searchClaimsInput = z.object({ query: z.string().trim().min(1, "search-form").max(320, "too-long") });

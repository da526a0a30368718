import { z } from "zod";
import type { IncidentId, ProgrammeId } from "../kernel/ids";
import type { PayoutMethod } from "@/db/values/payout";

const localized = z.object({ ko: z.string().trim().min(1, "required").max(4000, "too-long"), en: z.string().trim().min(1, "required").max(4000, "too-long") });

/** The words of a programme in every language: what is offered, on which terms, and what accepting does not take away. */
export const programmeTexts = z.object({
  name: localized,
  summary: localized,
  /** How the amount is made up ("four vouchers of …"), shown before anybody starts. */
  benefit: localized,
  terms: localized,
  /** Who signs the letters: the organisation, or the administrator it appointed. */
  signedBy: localized,
  /** That accepting waives no right. Required: a programme that is silent here cannot be opened. */
  noRightsWaived: localized,
});
export type ProgrammeTexts = z.infer<typeof programmeTexts>;

export interface Programme {
  id: ProgrammeId;
  incidentId: IncidentId;
  slug: string;
  state: "draft" | "open" | "closed";
  amountMinor: bigint;
  currency: string;
  payoutMethods: PayoutMethod[];
  texts: ProgrammeTexts;
  termsVersion: number;
  opensAt: Date;
  closesAt: Date;
  createdBy: string;
}

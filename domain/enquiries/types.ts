import { z } from "zod";
import type { EnquiryState } from "@/db/values/enquiry-states";
import type { Locale } from "@/db/values/locales";
import type { EnquiryId, IncidentId } from "../kernel/ids";

/** What a person wrote and where to answer; sealed in `enquiries.sealed`. */
export const enquiryWords = z.object({ contact: z.object({ kind: z.enum(["email", "phone"]), value: z.string() }), text: z.string() });
export type EnquiryWords = z.infer<typeof enquiryWords>;

export const replyWords = z.object({ text: z.string() });

export interface Enquiry {
  id: EnquiryId;
  reference: string;
  incidentId: IncidentId;
  state: EnquiryState;
  datasetVersion: number | null;
  dataClass: string | null;
  locale: Locale;
  createdAt: Date;
  updatedAt: Date;
}

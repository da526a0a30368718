import { z } from "zod";
import { dataClassSlugs } from "@/content/data-classes";
import { enquiryStates } from "@/db/values/enquiry-states";
import { lookPurposes } from "@/db/values/look-purposes";

const words = (least: number, tooShort: string) => z.string().trim().min(1, "required").min(least, tooShort).max(4000, "too-long").regex(/^[^\p{Cc}]*(?:[\t\n\r][^\p{Cc}]*)*$/u, "control-characters");

export const openEnquiryInput = z.object({
  dataClass: z.preprocess((value) => (value === "" ? undefined : value), z.enum(dataClassSlugs).optional()),
  text: words(10, "enquiry-short"),
});
export const replyToEnquiryInput = z.object({ enquiryId: z.uuid(), text: words(10, "enquiry-short") });
export const enquiryIdInput = z.object({ enquiryId: z.uuid() });
export const revealEnquiryInput = z.object({ enquiryId: z.uuid(), purpose: z.enum(lookPurposes["enquiry.reveal"], "purpose-missing"), reason: z.string().trim().min(10, "reason-too-short").max(1000, "too-long") });
export const enquiryFilter = z.object({ state: z.enum(enquiryStates).optional().catch(undefined), after: z.string().max(200).optional().catch(undefined) });
export type EnquiryFilter = z.output<typeof enquiryFilter>;

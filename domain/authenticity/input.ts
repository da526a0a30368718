import { z } from "zod";
import { reportVerdicts, reportWays } from "@/db/values/authenticity";
import { MOST_TEXT } from "./rules";

export const checkNumberInput = z.object({ number: z.string("required").trim().min(1, "required").max(60, "too-long") });
export const checkTextInput = z.object({ text: z.string("required").max(MOST_TEXT, "text-too-long").refine((text) => text.trim() !== "", "required") });

/** What may be typed: lines of text, without control characters. */
const lines = (most: number) => z.string("required").trim().max(most, "too-long").regex(/^[^\p{Cc}]*(?:[\t\n\r][^\p{Cc}]*)*$/u, "control-characters");

export const reportFakeInput = z.object({
  way: z.enum(reportWays, "choose-one"),
  text: lines(MOST_TEXT).min(10, "report-short"),
  sender: lines(300).default(""),
  contact: lines(200).default(""),
});

export const decideReportInput = z.object({ reportId: z.uuid(), verdict: z.enum(reportVerdicts, "choose-one") });
/** What of a report somebody is to be shown in the clear, and why. */
export const revealReportInput = z.object({ reportId: z.uuid(), reason: z.string().trim().min(10, "reason-too-short").max(1000, "too-long") });
export const reportFilter = z.object({ state: z.enum(["open", ...reportVerdicts]).optional().catch(undefined), after: z.uuid().optional().catch(undefined) });
export type ReportFilter = z.output<typeof reportFilter>;

export const entryIdInput = z.object({ entryId: z.uuid() });

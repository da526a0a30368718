import { z } from "zod";
import { locales } from "@/db/values/locales";
import { noticeKinds } from "@/db/values/notice-kinds";
import { Invalid } from "../kernel/errors";
import { noticeWording, type NoticeWording } from "./types";

const edit = z.coerce.number().int().positive();

export const createTemplateInput = z.object({
  incidentId: z.uuid(),
  kind: z.enum(noticeKinds, { error: "choose-one" }),
  name: z.string().trim().min(1, "required").max(120, "too-long").regex(/^[^\p{Cc}]*$/u, "control-characters"),
  content: noticeWording,
});
export const startTemplateDraftInput = z.object({ templateId: z.uuid() });
export const saveTemplateDraftInput = z.object({ versionId: z.uuid(), edit, content: noticeWording });
export const submitTemplateVersionInput = z.object({ versionId: z.uuid(), edit });
export const returnTemplateVersionInput = z.object({ versionId: z.uuid() });
export const approveTemplateVersionInput = z.object({ versionId: z.uuid(), edit });

/** Parse input that holds a wording, naming each problem by its path within it (`paragraphs.ko.2`): that is the field in which somebody typed it. @throws {Invalid} */
export function parseWordingInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const fields: Record<string, string[]> = {};
  for (const issue of result.error.issues) {
    const path = issue.path[0] === "content" ? issue.path.slice(1) : issue.path;
    (fields[path.length > 0 ? path.join(".") : "form"] ??= []).push(issue.message);
  }
  throw new Invalid(fields);
}

/** Put a wording together from a form's fields, which are named by their path within it. Browsers send line ends as CR LF; a wording has LF alone. */
export function readWordingFields(fields: Record<string, unknown>): Pick<NoticeWording, "subject" | "paragraphs" | "sms"> {
  const text = (name: string): string | null => (typeof fields[name] === "string" ? fields[name].replaceAll(/\r\n?/g, "\n") : null);
  const wording = { subject: { ko: "", en: "" }, paragraphs: { ko: [] as string[], en: [] as string[] } };
  for (const locale of locales) {
    wording.subject[locale] = text(`subject.${locale}`) ?? "";
    for (let i = 0, found = text(`paragraphs.${locale}.0`); found !== null; found = text(`paragraphs.${locale}.${++i}`)) wording.paragraphs[locale].push(found);
  }
  const sms = { ko: text("sms.text.ko") ?? "", en: text("sms.text.en") ?? "" };
  // Two empty fields are no text message, rather than an empty one that could not be approved.
  return locales.every((locale) => sms[locale].trim() === "") ? wording : { ...wording, sms: { text: sms, link: fields["sms.link"] === "on" } };
}

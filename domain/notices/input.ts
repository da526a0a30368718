import { z } from "zod";
import { dataClassSlugs } from "@/content/data-classes";
import { noticeKinds } from "@/db/values/notice-kinds";
import { noticeWording, templateCorrection } from "./types";

const edit = z.coerce.number().int().positive();

export const createTemplateInput = z.object({
  incidentId: z.uuid(),
  kind: z.enum(noticeKinds, { error: "choose-one" }),
  name: z.string().trim().min(1, "required").max(120, "too-long").regex(/^[^\p{Cc}]*$/u, "control-characters"),
  content: noticeWording,
  corrects: templateCorrection.nullable().default(null),
});
export const startTemplateDraftInput = z.object({ templateId: z.uuid() });
export const saveTemplateDraftInput = z.object({ versionId: z.uuid(), edit, content: noticeWording });
export const submitTemplateVersionInput = z.object({ versionId: z.uuid(), edit });
export const returnTemplateVersionInput = z.object({ versionId: z.uuid() });
export const approveTemplateVersionInput = z.object({ versionId: z.uuid(), edit });
/** Why somebody decided something, in their own lines. */
const said = z.string().trim().min(10, "reason-too-short").max(2000, "too-long").regex(/^[^\p{Cc}]*(?:\r?\n[^\p{Cc}]*)*$/u, "control-characters");

/** `finding` is the key under which the check shows it. */
export const overrideFindingInput = z.object({
  versionId: z.uuid(),
  edit,
  finding: z.string().regex(/^[0-9a-f]{64}$/, "invalid-input"),
  reason: said,
});
export type OverrideFinding = z.infer<typeof overrideFindingInput>;
export const withdrawOverrideInput = z.object({ overrideId: z.uuid() });

/** Without a class, something else is wrong with the words. */
export const reportDefectInput = z.object({ versionId: z.uuid(), dataClass: z.union([z.literal("").transform(() => null), z.enum(dataClassSlugs, "choose-one")]).nullable().default(null), note: said });
export const withdrawDefectInput = z.object({ defectId: z.uuid() });

"use server";

import { revalidatePath } from "next/cache";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mayEditNotices } from "@/domain/notices/policy";
import { addApology } from "@/domain/notices/signatory/add-apology";
import { saveSignatory } from "@/domain/notices/signatory/save-signatory";

export async function saveSignatoryAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditNotices, form, async (ctx, input) => {
    const { picture } = input;
    // A file field in which nothing was chosen sends an empty file.
    const bytes = picture instanceof File && picture.size > 0 ? Buffer.from(await picture.arrayBuffer()) : undefined;
    const both = (name: string) => ({ ko: input[`${name}.ko`], en: input[`${name}.en`] });
    const templateId = await saveSignatory(ctx, { versionId: input.versionId, edit: input.edit, name: both("name"), role: both("role"), alt: both("alt"), ...(bytes && { picture: bytes }), withoutPicture: input.withoutPicture === "on" });
    revalidatePath("/console/notices", "layout");
    return { redirect: `/console/notices/${templateId}#signatory` };
  });
}

export async function addApologyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditNotices, form, async (ctx, input) => {
    const templateId = await addApology(ctx, input);
    revalidatePath("/console/notices", "layout");
    return { redirect: `/console/notices/${templateId}` };
  });
}

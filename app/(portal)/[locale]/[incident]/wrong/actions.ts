"use server";

import { getTranslations } from "next-intl/server";
import { runSubjectAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { openEnquiry } from "@/domain/enquiries/open-enquiry";

export async function openEnquiryAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { incident, locale }) => {
    const { reference } = await openEnquiry(ctx, incident, input);
    return { message: (await getTranslations({ locale, namespace: "lookups" }))(ctx.actor.contactKind === "phone" ? "wrong.done-phone" : "wrong.done", { reference }) };
  });
}

"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { closeEnquiry } from "@/domain/enquiries/close-enquiry";
import { mayAnswerEnquiries, mayRevealEnquiries } from "@/domain/enquiries/policy";
import { replyToEnquiry } from "@/domain/enquiries/reply-to-enquiry";
import { revealEnquiry } from "@/domain/enquiries/reveal-enquiry";

export async function replyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayAnswerEnquiries, form, async (ctx, input) => {
    await replyToEnquiry(ctx, input);
    return { redirect: `/console/enquiries/${String(input.enquiryId)}` };
  });
}

export async function closeEnquiryAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayAnswerEnquiries, form, async (ctx, input) => {
    await closeEnquiry(ctx, input);
    return { redirect: "/console/enquiries" };
  });
}

export async function revealEnquiryAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayRevealEnquiries, form, async (ctx, input) => ({ state: { status: "done", values: { contact: (await revealEnquiry(ctx, input)).value } } }));
}

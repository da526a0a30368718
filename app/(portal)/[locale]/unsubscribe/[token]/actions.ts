"use server";

import { runVisitorAction } from "@/app/_server/visitor-action";
import type { FormState } from "@/components/form/form-state";
import type { Context } from "@/domain/kernel/context";
import { resubscribeContact } from "@/domain/waves/feedback/resubscribe-contact";
import { unsubscribeContact } from "@/domain/waves/feedback/unsubscribe-contact";

export async function unsubscribeAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, unsubscribeContact, "unsubscribed");
}

export async function resubscribeAction(_: FormState, form: FormData): Promise<FormState> {
  return change(form, resubscribeContact, "subscribed");
}

/** Said alike for every token: what it was good for is nobody's business but its holder's. */
function change(form: FormData, act: (ctx: Context, token: string) => Promise<void>, done: string): Promise<FormState> {
  return runVisitorAction(form, async (ctx, { token }) => {
    const given = typeof token === "string" ? token : "";
    await act(ctx, given);
    return { redirect: `/${ctx.locale}/unsubscribe/${encodeURIComponent(given)}?done=${done}` };
  });
}

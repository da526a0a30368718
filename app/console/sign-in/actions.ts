"use server";

import { relyingParty } from "@/app/_server/relying-party";
import { runVisitorAction } from "@/app/_server/visitor-action";
import type { FormState } from "@/components/form/form-state";
import { askForPasskey } from "@/domain/staff/passkeys/check-passkey";

/** What a device is asked when somebody signs in: the same for everybody. */
export async function askForPasskeyAction(_: FormState, form: FormData): Promise<FormState> {
  return runVisitorAction(form, async (ctx) => ({ state: { status: "done", values: { options: JSON.stringify(await askForPasskey(ctx, relyingParty(), "sign-in")) } } }), "console");
}

"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { relyingParty } from "@/app/_server/relying-party";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { Invalid } from "@/domain/kernel/errors";
import { addPasskey, beginPasskey } from "@/domain/staff/passkeys/add-passkey";
import { makeRecoveryCodes } from "@/domain/staff/passkeys/recovery-codes";
import { removePasskey } from "@/domain/staff/passkeys/remove-passkey";
import { mayKeepPasskeys } from "@/domain/staff/policy";

export async function beginPasskeyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayKeepPasskeys, form, async (ctx, input) => {
    // Before the device is asked, not after.
    if (typeof input.name !== "string" || input.name.trim() === "") throw new Invalid({ name: ["required"] });
    return { state: { status: "done", values: { name: input.name, options: JSON.stringify(await beginPasskey(ctx, relyingParty())) } } };
  });
}

export async function addPasskeyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayKeepPasskeys, form, async (ctx, input, { locale }) => {
    await addPasskey(ctx, relyingParty(), input);
    revalidatePath("/console", "layout");
    return { message: (await getTranslations({ locale, namespace: "passkeys" }))("added") };
  });
}

export async function removePasskeyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayKeepPasskeys, form, async (ctx, input, { locale }) => {
    await removePasskey(ctx, input);
    revalidatePath("/console", "layout");
    return { message: (await getTranslations({ locale, namespace: "passkeys" }))("removed") };
  });
}

export async function makeRecoveryCodesAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayKeepPasskeys, form, async (ctx, input) => {
    if (input.make !== "yes") throw new Invalid({});
    const codes = await makeRecoveryCodes(ctx);
    revalidatePath("/console/account");
    return { state: { status: "done", values: { codes: codes.join(" ") } } };
  });
}

"use server";

import { getTranslations } from "next-intl/server";
import { consolePath } from "@/app/_server/console-path";
import { readNetwork } from "@/app/_server/read-network";
import { relyingParty } from "@/app/_server/relying-party";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { askForPasskey } from "@/domain/staff/passkeys/check-passkey";
import { proveByPasskey } from "@/domain/staff/passkeys/prove-by-passkey";
import { mayUseConsole } from "@/domain/staff/policy";
import { proveOneself } from "@/domain/staff/prove-oneself";

/** With `to`, back to the page from which somebody was sent here; without, what was asked goes on where it was. */
export async function proveOneselfAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayUseConsole, form, async (ctx, input, { locale }) => {
    await proveOneself(ctx, input, await readNetwork());
    return "to" in input ? { redirect: consolePath(input.to) } : { message: (await getTranslations({ locale, namespace: "sessions" }))("prove.done") };
  });
}

export async function askForProofAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayUseConsole, form, async (ctx) => ({ state: { status: "done", values: { options: JSON.stringify(await askForPasskey(ctx, relyingParty(), "prove")) } } }));
}

/** The same with a passkey. */
export async function proveByPasskeyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayUseConsole, form, async (ctx, input, { locale }) => {
    await proveByPasskey(ctx, relyingParty(), input, await readNetwork());
    return "to" in input ? { redirect: consolePath(input.to) } : { message: (await getTranslations({ locale, namespace: "sessions" }))("prove.done") };
  });
}

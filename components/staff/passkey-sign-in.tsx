"use client";

import { signIn } from "next-auth/react";
import type { ComponentProps } from "react";
import type { FormState } from "../form/form-state";
import { PasskeyForm } from "./passkey-form";

/** Sign in with a passkey alone. The sign-in library sets the cookie, so the device's answer goes to it. */
export function PasskeySignIn({ errors, ...form }: Omit<ComponentProps<typeof PasskeyForm>, "finish" | "onDone" | "make"> & { /** Refusals by their reason; `{seconds}` is filled in. */ errors: Record<string, string> }) {
  const finish = async (_: FormState, sent: FormData): Promise<FormState> => {
    const said = sent.get("credential");
    const answer = await signIn("passkey", { redirect: false, credential: typeof said === "string" ? said : "" });
    if (answer?.ok && !answer.error) {
      // A whole load, not a step inside the app: everything that was rendered for a stranger is gone.
      window.location.reload();
      return { status: "done" };
    }
    const told = new URLSearchParams(answer?.error ?? "reason=fault");
    const message = errors[told.get("reason") ?? "fault"] ?? errors.fault ?? "";
    return { status: "refused", title: form.words.refused, message: message.replace("{seconds}", told.get("seconds") ?? "") };
  };
  return <PasskeyForm {...form} finish={finish} />;
}

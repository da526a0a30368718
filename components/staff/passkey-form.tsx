"use client";

import { startAuthentication, startRegistration, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { useActionState, useEffect, useEffectEvent, type ReactNode } from "react";
import { ActionFormWithState } from "../form/action-form";
import { idle, type FormAction, type FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

interface PasskeyFormProps {
  /** Gives, in `values.options`, what the device is asked. */
  ask: FormAction;
  /** Takes, in the field `credential`, what the device said. */
  finish: FormAction;
  /** A new passkey, or one that the person has. */
  make?: boolean;
  words: Record<"button" | "pending" | "refused" | "none" | "known", string>;
  kind?: "primary" | "secondary";
  hidden?: Record<string, string>;
  onDone?: () => void;
  children?: ReactNode;
}

/** Ask the server what to ask, the device for its answer, and the server what it makes of that. Only a browser with its scripts can speak to a device, so there is no other way through this form. */
export function PasskeyForm({ ask, finish, make = false, words, kind = "primary", hidden, onDone, children }: PasskeyFormProps) {
  const [state, submit] = useActionState(async (_: FormState, form: FormData): Promise<FormState> => {
    const asked = await ask(idle, form);
    if (asked.status !== "done") return asked;
    try {
      const options: unknown = JSON.parse(asked.values?.options ?? "null");
      const credential = make ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }) : await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
      form.set("credential", JSON.stringify(credential));
    } catch (error) {
      // Given up, too slow, or no passkey there: browsers do not tell which, so that a page learns nothing of a device.
      const message = error instanceof Error && error.name === "InvalidStateError" ? words.known : words.none;
      return { status: "refused", title: words.refused, message, values: asked.values?.name === undefined ? {} : { name: asked.values.name } };
    }
    return finish(idle, form);
  }, idle);
  const tell = useEffectEvent(() => onDone?.());
  useEffect(() => {
    if (state.status === "done") tell();
  }, [state]);
  return (
    <ActionFormWithState state={state} submit={submit} hidden={hidden} className="space-y-4">
      {children}
      <SubmitButton kind={kind} pending={words.pending}>
        {words.button}
      </SubmitButton>
    </ActionFormWithState>
  );
}

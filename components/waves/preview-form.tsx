"use client";

import { useActionState } from "react";
import type { NoticePreview } from "@/domain/waves/types";
import { ActionFormWithState } from "../form/action-form";
import { Select, TextField, type Option } from "../form/field";
import { idle, type FormState } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Letter, TextMessage } from "../notices/letter";

export interface PreviewState extends FormState {
  /** With the parts of its text message in words. */
  preview?: Omit<NoticePreview, "html"> & { smsParts: string };
}

interface PreviewFormProps {
  action: (state: PreviewState, form: FormData) => Promise<PreviewState>;
  waveId: string;
  languages: Option[];
  words: Record<"position" | "language" | "anyLanguage" | "submit" | "to" | "subject" | "sms", string>;
}

/** Look at the message of one recipient. Each press is a look at a person's record; nothing is shown before it. */
export function PreviewForm({ action, waveId, languages, words }: PreviewFormProps) {
  const [state, submit] = useActionState<PreviewState, FormData>(action, idle);
  const { preview } = state;
  return (
    <>
      <ActionFormWithState state={state} submit={submit} hidden={{ waveId }} className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Select name="locale" label={words.language} empty={words.anyLanguage} options={languages} />
          <TextField name="position" type="number" inputMode="numeric" label={words.position} initial="1" width={10} />
        </div>
        <SubmitButton kind="secondary">{words.submit}</SubmitButton>
      </ActionFormWithState>
      {preview && (
        <div role="status" className="mt-4 space-y-4">
          <Letter locale={preview.locale} subject={preview.subject} text={preview.text} to={preview.to} words={{ subject: words.subject, to: words.to }} />
          {preview.sms && <TextMessage locale={preview.locale} text={preview.sms} words={{ title: words.sms, parts: preview.smsParts }} />}
        </div>
      )}
    </>
  );
}

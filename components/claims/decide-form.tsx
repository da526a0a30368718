import { ActionForm } from "../form/action-form";
import { Choices, TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

/** Approve or deny, with the words that the person will read. */
export function DecideForm({ action, claimId, words }: { action: FormAction; claimId: string; words: Record<"outcome" | "approve" | "deny" | "reason" | "hint" | "submit", string> }) {
  return (
    <ActionForm action={action} hidden={{ claimId }} className="max-w-160 space-y-4">
      <Choices name="outcome" label={words.outcome} options={[{ value: "approved", label: words.approve }, { value: "denied", label: words.deny }]} />
      <TextArea name="reason" label={words.reason} hint={words.hint} rows={5} maxLength={2000} />
      <SubmitButton>{words.submit}</SubmitButton>
    </ActionForm>
  );
}

import { ActionForm } from "../form/action-form";
import { Select } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

interface AssignFormProps {
  action: FormAction;
  claimId: string;
  /** Whoever has it as this page shows it; empty where nobody does. */
  had: string;
  options: { value: string; label: string }[];
  words: { label: string; submit: string };
}

/** To whom a claim goes. */
export function AssignForm({ action, claimId, had, options, words }: AssignFormProps) {
  return (
    <ActionForm action={action} hidden={{ claimId, had }} className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_max-content] sm:items-end [&>[role=alert]]:col-span-full [&>[role=status]]:col-span-full">
      <Select name="to" label={words.label} options={options} />
      <SubmitButton kind="secondary">{words.submit}</SubmitButton>
    </ActionForm>
  );
}

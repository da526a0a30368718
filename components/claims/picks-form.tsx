"use client";

import { useRouter } from "next/navigation";
import { useActionState } from "react";
import { ActionFormWithState } from "../form/action-form";
import { idle, type FormAction } from "../form/form-state";
import { buttonClass } from "../ui/button";

/** The form that the boxes of the list belong to. */
export const PICKS = "picks";

/** What can be done with the rows that are ticked. */
export function PicksForm({ action, words }: { action: FormAction; words: { assign: string; more: string; says: { assign: string; more: string } } }) {
  const [state, submit] = useActionState(action, idle);
  const router = useRouter();
  const more = () => {
    const ticked = [...document.querySelectorAll<HTMLInputElement>(`input[form="${PICKS}"]:checked`)].map(({ value }) => ["claim", value]);
    router.push(`/console/claims/bulk?${new URLSearchParams(ticked).toString()}`);
  };
  return (
    <ActionFormWithState id={PICKS} state={state} submit={submit} className="my-2 flex flex-wrap items-center gap-2 [&>[role=alert]]:w-full [&>[role=status]]:w-full">
      <button type="submit" data-key="a" data-key-row data-key-says={words.says.assign} className={buttonClass("secondary", "small")}>
        {words.assign}
      </button>
      <button type="button" onClick={more} data-key="m" data-key-row data-key-says={words.says.more} className={buttonClass("secondary", "small")}>
        {words.more}
      </button>
    </ActionFormWithState>
  );
}

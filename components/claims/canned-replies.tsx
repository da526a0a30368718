"use client";

import { useId, useState } from "react";
import { useLive } from "../form/use-live";
import { insertText } from "./insert-text";

interface CannedRepliesProps {
  /** Filled in for the claim already, in its language. */
  replies: { id: string; name: string; text: string }[];
  /** Name of the text area that they are put into; where a page has several of that name, the first. */
  target: string;
  words: { label: string; choose: string; insert: string };
}

/** Answers that are kept for everybody, put where the cursor stands in a text area beside them. Nothing is sent by it. */
export function CannedReplies({ replies, target, words }: CannedRepliesProps) {
  const live = useLive();
  const id = useId();
  const [chosen, choose] = useState("");
  if (!live || replies.length === 0) return null;
  const reply = replies.find((one) => one.id === chosen);
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-semibold">
        {words.label}
      </label>
      <div className="flex flex-wrap gap-2">
        <select id={id} value={chosen} onChange={(event) => choose(event.target.value)} className="min-w-0 max-w-full rounded-6 border border-edge bg-surface px-3 py-2 text-ink">
          <option value="">{words.choose}</option>
          {replies.map(({ id: value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <button type="button" aria-disabled={!reply || undefined} onClick={() => reply && insertText(document.querySelector<HTMLTextAreaElement>(`textarea[name="${target}"]`), reply.text)} className="rounded-6 border border-edge bg-surface px-4 py-2 font-semibold hover:underline aria-disabled:opacity-60">
          {words.insert}
        </button>
      </div>
    </div>
  );
}

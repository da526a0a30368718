"use client";

import { useField } from "../form/action-form";

/** Choose one role of a campaign for an answer. What was chosen stays so when the answer is refused. */
export function ReviewBox({ id, label }: { id: string; label: string }) {
  const { value } = useField("reviews");
  return (
    <span className="inline-flex size-6 items-center justify-center">
      {/* The key makes React take over the given-back value. */}
      <input key={String(value)} type="checkbox" name="reviews" value={id} aria-label={label} defaultChecked={(value ?? "").split(",").includes(id)} className="size-4 accent-(--accent)" />
    </span>
  );
}

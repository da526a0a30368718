"use client";

import { useEffect, useRef } from "react";

interface ListKeysProps {
  words: { title: string; close: string; rows: [string, string][] };
}

/** Lists by keyboard: j and k walk the rows' links, Enter opens as links do, ? says so. Nothing happens while somebody types. */
export function ListKeys({ words }: ListKeysProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, [contenteditable], dialog")) return;
      if (event.key === "?") {
        dialog.current?.showModal();
        event.preventDefault();
      }
      if (event.key !== "j" && event.key !== "k") return;
      const links = [...document.querySelectorAll<HTMLElement>("table[data-rows] tbody tr a")];
      const at = links.findIndex((link) => link === document.activeElement);
      const next = links[event.key === "j" ? at + 1 : Math.max(at - 1, 0)];
      next?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" className="m-auto rounded-6 border border-edge bg-surface p-6 text-ink shadow-float">
      <h2 id="keys-title" className="mb-3 text-18">
        {words.title}
      </h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {words.rows.map(([key, text]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-6 border border-edge px-1.5">{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" className="mt-4">
        <button className="rounded-6 border border-edge px-3 py-1">{words.close}</button>
      </form>
    </dialog>
  );
}

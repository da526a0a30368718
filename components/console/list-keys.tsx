"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useLive } from "../form/use-live";

interface ListKeysProps {
  words: { title: string; close: string; open: string; on: string; onHint: string; rows: [string, string][] };
}

const OFF = "amends-keys-off";
const changed = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  changed.add(listener);
  return () => changed.delete(listener);
}

const isOff = () => localStorage.getItem(OFF) === "1";

function turn(off: boolean): void {
  if (off) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
  for (const listener of changed) listener();
}

const rows = () => [...document.querySelectorAll<HTMLElement>("table[data-rows] tbody tr")];
const currentRow = () => document.activeElement?.closest<HTMLElement>("table[data-rows] tbody tr") ?? null;

/** What a page does by a key of its own: whatever has `data-key`. With `data-key-row` it is for the rows that are ticked, or for the one where one is. */
function press(target: HTMLElement): void {
  if (target.matches("input, select, textarea")) return target.focus();
  if (target.hasAttribute("data-key-row") && !document.querySelector("table[data-rows] input:checked")) {
    const box = currentRow()?.querySelector<HTMLInputElement>("input[type=checkbox]");
    if (box) box.checked = true;
  }
  target.click();
}

/** Walk the rows by their first links. */
function walk(step: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row === currentRow());
  all[Math.max(at + step, 0)]?.querySelector<HTMLElement>("a")?.focus();
}

/**
 * The console by keyboard: j and k walk a list, o opens, x ticks, and whatever else a page says has a key (`data-key`). Nothing happens while somebody types, and whoever speaks to their machine
 * can turn all of it off (WCAG 2.2, 2.1.4); the button that opens the help is then the way back.
 */
export function ListKeys({ words }: ListKeysProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const live = useLive();
  const off = useSyncExternalStore(subscribe, isOff, () => false);
  const [own, setOwn] = useState<[string, string][]>([]);
  const help = () => {
    setOwn([...document.querySelectorAll<HTMLElement>("[data-key][data-key-says]")].map((element) => [element.dataset.key ?? "", element.dataset.keySays ?? ""]));
    dialog.current?.showModal();
  };
  useEffect(() => {
    if (off) return;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog")) return;
      const keyed = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
      if (event.key === "?") help();
      else if (keyed) press(keyed);
      else if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
      else if (event.key === "o") currentRow()?.querySelector<HTMLElement>("a")?.click();
      else if (event.key === "x") currentRow()?.querySelector<HTMLElement>("input[type=checkbox]")?.click();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [off]);
  if (!live) return null;
  const known = new Set(own.map(([key]) => key));
  return (
    <>
      <p className="no-print mt-8 text-14">
        <button type="button" onClick={help} className="text-ink-soft underline">
          {words.open}
        </button>
      </p>
      <dialog ref={dialog} aria-labelledby="keys-title" className="m-auto max-w-120 rounded-6 border border-edge bg-surface p-6 text-ink shadow-float">
        <h2 id="keys-title" className="mb-3 text-18">
          {words.title}
        </h2>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {[...words.rows.filter(([key]) => !known.has(key)), ...own].map(([key, text]) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="rounded-6 border border-edge px-1.5">{key}</kbd>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <label className="mt-4 flex items-start gap-2">
          <span className="flex h-lh items-center">
            <input type="checkbox" checked={!off} onChange={(event) => turn(!event.target.checked)} className="size-4 accent-(--accent)" />
          </span>
          <span>
            {words.on}
            <span className="block text-ink-soft">{words.onHint}</span>
          </span>
        </label>
        <form method="dialog" className="mt-4">
          <button className="rounded-6 border border-edge px-3 py-1">{words.close}</button>
        </form>
      </dialog>
    </>
  );
}

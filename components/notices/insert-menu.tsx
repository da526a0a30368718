"use client";

import { useId, useRef, useState, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import type { NoticeSection } from "@/domain/notices/types";
import { buttonClass } from "../ui/button";
import type { Insertion } from "./editor-text";

/** One thing to put in. Blocks are sections, and go behind the one that is being written. */
export interface MenuItem {
  id: string;
  label: string;
  /** What it says at present, or what it is for. */
  detail?: string;
  insert: Insertion | { kind: "block"; sections: NoticeSection[] };
}

export interface MenuGroup {
  id: string;
  label: string;
  items: MenuItem[];
}

interface InsertMenuProps {
  /** What the button says, and for whom does not see where it stands, where it puts things. */
  label: string;
  where: string;
  groups: MenuGroup[];
  onPick: (item: MenuItem) => void;
  /** Where the focus goes when nothing is put in. */
  onCancel: () => void;
}

/** A menu button after the pattern of WAI-ARIA: arrows, Home, End and first letters move, Enter puts in, Escape goes back to the text. */
export function InsertMenu({ label, where, groups, onPick, onCancel }: InsertMenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const openAt = (index: number) => {
    flushSync(() => setOpen(true));
    items().at(index)?.focus();
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = nextOf(event, items());
    if (target) {
      event.preventDefault();
      target.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      setOpen(false);
      onCancel();
    } else if (event.key === "Tab") {
      // On from the text, not from an item that is gone.
      onCancel();
      setOpen(false);
    }
  };
  return (
    <div
      className="relative"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        id={`${id}-button`}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? `${id}-menu` : undefined}
        onClick={() => (open ? setOpen(false) : openAt(0))}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          openAt(event.key === "ArrowDown" ? 0 : -1);
        }}
        className={buttonClass("secondary", "small")}
      >
        {label} <span aria-hidden="true">▾</span>
        <span className="sr-only">: {where}</span>
      </button>
      {open && (
        <div ref={list} id={`${id}-menu`} role="menu" tabIndex={0} aria-labelledby={`${id}-button`} onKeyDown={onKey} className="absolute right-0 top-full z-20 mt-1 max-h-80 w-64 overflow-y-auto rounded-6 border border-edge bg-surface py-1 shadow-float sm:w-96">
          {groups.map((group) => (
            <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`} className="border-b border-line py-1 last:border-0">
              <p id={`${id}-${group.id}`} role="presentation" className="px-3 py-1 text-ink-soft">
                {group.label}
              </p>
              {group.items.map((item) => (
                <button
                  key={item.id}
                  type="button"
                  role="menuitem"
                  tabIndex={-1}
                  onClick={() => {
                    setOpen(false);
                    onPick(item);
                  }}
                  className="block w-full px-3 py-1 text-left focus-visible:-outline-offset-2"
                >
                  <span className="block font-semibold">{item.label}</span>
                  {item.detail !== undefined && <span className="line-clamp-2 text-ink-soft">{item.detail}</span>}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** The item that a key leads to, or nothing. */
function nextOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, items: HTMLElement[]): HTMLElement | undefined {
  const at = items.findIndex((item) => item === document.activeElement);
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items.at(at - 1);
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1 || key === " " || ctrlKey || metaKey || altKey) return undefined;
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) => item.textContent.toLowerCase().startsWith(key.toLowerCase()));
}

"use client";

import type { Locale } from "@/db/values/locales";
import { useLive } from "../form/use-live";
import { buttonClass } from "../ui/button";

/** `title` holds `{by}` and `{at}`. */
export type ClashWords = Record<"title" | "mine" | "theirs" | "keepMine" | "takeTheirs" | "keepBoth", string>;

interface ClashBoxProps {
  /** The language of the texts; null where they are words of the console. */
  locale: Locale | null;
  by: string;
  at: string;
  mine: string;
  theirs: string;
  onMine: () => void;
  onTheirs: () => void;
  /** Left out where the two cannot stand together. */
  onBoth?: () => void;
  words: ClashWords;
}

/** Two people changed one field: both texts side by side, and the choice between them. The field itself can be written in as well. */
export function ClashBox({ locale, by, at, mine, theirs, onMine, onTheirs, onBoth, words }: ClashBoxProps) {
  const live = useLive();
  const title = words.title.replace("{by}", by).replace("{at}", at);
  const side = (label: string, text: string) => (
    <div className="min-w-0">
      <p className="text-ink-soft">{label}</p>
      <p lang={locale ?? undefined} className="mt-1 max-h-60 overflow-y-auto rounded-6 border border-line bg-paper px-2 py-1 whitespace-pre-wrap wrap-anywhere" tabIndex={0} role="group" aria-label={label}>
        {text}
      </p>
    </div>
  );
  return (
    <div role="group" aria-label={title} data-clash tabIndex={-1} className="mt-1 mb-2 rounded-6 border-2 border-possible p-3">
      <p className="font-semibold text-possible">{title}</p>
      <div className="mt-2 grid gap-3 sm:grid-cols-2">
        {side(words.mine, mine)}
        {side(words.theirs.replace("{by}", by), theirs)}
      </div>
      {live && (
        <p className="mt-2 flex flex-wrap gap-2">
          <button type="button" onClick={onMine} className={buttonClass("secondary", "small")}>
            {words.keepMine}
          </button>
          <button type="button" onClick={onTheirs} className={buttonClass("secondary", "small")}>
            {words.takeTheirs}
          </button>
          {onBoth && (
            <button type="button" onClick={onBoth} className={buttonClass("secondary", "small")}>
              {words.keepBoth}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

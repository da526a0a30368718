"use client";

import { buttonClass } from "../ui/button";
import type { DraftSnapshot, SaveStatus } from "./draft-store";

/** `savedAt` holds `{at}`, `refused` `{why}`, `choosing` `{count}`, `met` `{by}` and `{at}`, `taken` `{count}`. */
export type StatusWords = Record<"saved" | "savedAt" | "changed" | "saving" | "offline" | "unanswered" | "invalid" | "refused" | "choosing" | "chooseNow" | "met" | "taken" | "takeNote", string>;

interface SaveStatusProps extends Pick<DraftSnapshot, "status" | "met"> {
  clashes: number;
  /** Leads to the first clash. */
  onChoose: () => void;
  onTakeNote: () => void;
  words: StatusWords;
}

/** Where the words are, in a quiet line, and what somebody else has saved meanwhile. */
export function SaveStatusLine({ status, met, clashes, onChoose, onTakeNote, words }: SaveStatusProps) {
  const bad = !["saved", "changed", "saving"].includes(status.kind);
  return (
    <div className="min-w-0 grow basis-60">
      {/* That words are saved is not read out each time; that they are not is. */}
      {!bad && <p className="text-ink-soft">{inWords(status, clashes, words)}</p>}
      <p role="status" className="font-semibold text-leaked">
        {bad && inWords(status, clashes, words)}
      </p>
      {met && (
        <p role="status" className="mt-1 flex flex-wrap items-center gap-2">
          <span>
            {words.met.replace("{by}", met.by).replace("{at}", met.at)} {met.taken > 0 && words.taken.replace("{count}", String(met.taken))}
          </span>
          {clashes > 0 ? (
            <button type="button" onClick={onChoose} className={buttonClass("secondary", "small")}>
              {words.chooseNow}
            </button>
          ) : (
            <button type="button" onClick={onTakeNote} className={buttonClass("secondary", "small")}>
              {words.takeNote}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function inWords(status: SaveStatus, clashes: number, words: StatusWords): string {
  switch (status.kind) {
    case "saved":
      return status.at === null ? words.saved : words.savedAt.replace("{at}", status.at);
    case "refused":
      return words.refused.replace("{why}", status.message);
    case "choosing":
      return words.choosing.replace("{count}", String(clashes));
    default:
      return words[status.kind];
  }
}

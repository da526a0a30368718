"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

const EVERY_MS = 5_000;
/** Of the ring around what has the focus, with its distance (`app/globals.css`). */
const RING_PX = 5;

interface ClaimPresenceProps {
  claimId: string;
  /** Of the claim as this page shows it. */
  version: string;
  words: { others: string; changed: string; show: string };
}

/**
 * Says who else has the claim open, and when somebody changed it. Showing the change keeps what is typed: only what the server drew is drawn anew. It comes at any moment, so it stands at the lower edge of what is in
 * sight and below all else: what somebody is about to press stays under their finger.
 */
export function ClaimPresence({ claimId, version, words }: ClaimPresenceProps) {
  const router = useRouter();
  const [heard, setHeard] = useState<{ others: string[]; version: string; shown: string } | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    const say = async () => {
      if (document.visibilityState === "hidden") return;
      try {
        const answer = await fetch(`/console/claims/${claimId}/presence`, { method: "POST", signal: ending.signal });
        if (answer.ok) setHeard({ ...((await answer.json()) as { others: string[]; version: string }), shown: version });
      } catch {
        // The next one may get through; what was heard last stands until then.
      }
    };
    void say();
    const timer = setInterval(() => void say(), EVERY_MS);
    // Whoever comes back to the page is told at once.
    const comeBack = () => void say();
    document.addEventListener("visibilitychange", comeBack);
    return () => {
      ending.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", comeBack);
    };
  }, [claimId, version]);
  const edge = useRef<HTMLDivElement>(null);
  // What gets the focus stops above it (WCAG 2.4.11), however many names it holds.
  useEffect(() => {
    const root = document.documentElement;
    const follow = new ResizeObserver(([entry]) => (root.style.scrollPaddingBottom = `${(entry?.contentRect.height ?? 0) + RING_PX}px`));
    if (edge.current) follow.observe(edge.current);
    return () => {
      follow.disconnect();
      root.style.scrollPaddingBottom = "";
    };
  }, []);
  // What was heard of the page as it was before says nothing of the one that is shown now, as after an act of one's own.
  const changed = heard?.shown === version && heard.version !== version;
  return (
    <div ref={edge} aria-live="polite" className="no-print sticky bottom-0 z-10">
      {(changed || (heard && heard.others.length > 0)) && (
        <div className="space-y-1 border-t border-line bg-surface px-4 py-2">
          {heard.others.length > 0 && <p className="border-l-4 border-possible pl-3">{words.others.replace("{names}", heard.others.join(", "))}</p>}
          {changed && (
            <p className="border-l-4 border-accent pl-3">
              {words.changed}{" "}
              <button type="button" onClick={() => router.refresh()} className="text-left text-accent underline">
                {words.show}
              </button>
            </p>
          )}
        </div>
      )}
    </div>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, useTransition } from "react";
import { UNATTENDED_COOKIE } from "@/domain/staff/rules";

/** How often a page asks that shows something moving, and one on which something may begin to move. */
const EVERY_MS = { moving: 2_000, waiting: 15_000 };
/** As long as a request may wait to be sent. */
const MARKED_SECONDS = 5;

/**
 * Ask for the page anew while something on it moves: what is typed or open on it stays. The next question waits for the last answer. A tab that nobody sees asks nothing, and asks at once when it
 * is seen again. The page itself holds all there is to know, so a reload or a lost answer costs nothing.
 */
export function LiveRefresh({ pace }: { pace: keyof typeof EVERY_MS | null }) {
  const [ask, asking] = useAsk();
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    const look = () => {
      setSeen(!document.hidden);
      if (pace && !document.hidden) ask();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [pace, ask]);
  useEffect(() => {
    if (!pace || !seen || asking) return;
    const timer = setTimeout(ask, EVERY_MS[pace]);
    return () => clearTimeout(timer);
  }, [pace, seen, asking, ask]);
  return null;
}

/** Mark what this page's path is asked for, or take the mark back: what somebody does on other pages counts meanwhile. The portal knows no such time. */
function mark(seconds: number): void {
  if (location.pathname.startsWith("/console")) document.cookie = `${UNATTENDED_COOKIE}=1; path=${location.pathname}; max-age=${seconds}; samesite=strict`;
}

/** Ask once, and say so in the request where nobody touched the page since the last one: a console that nobody sits at must not keep its session alive. */
function useAsk(): [ask: () => void, asking: boolean] {
  const router = useRouter();
  const [asking, start] = useTransition();
  const touched = useRef(false);
  useEffect(() => {
    const touch = () => {
      touched.current = true;
      mark(0);
    };
    const kinds = ["pointerdown", "keydown", "wheel", "click", "input"] as const;
    for (const kind of kinds) addEventListener(kind, touch, { capture: true, passive: true });
    return () => {
      for (const kind of kinds) removeEventListener(kind, touch, { capture: true });
    };
  }, []);
  useEffect(() => {
    if (!asking) mark(0);
  }, [asking]);
  const ask = useCallback(() => {
    if (!touched.current) mark(MARKED_SECONDS);
    touched.current = false;
    start(() => router.refresh());
  }, [router]);
  return [ask, asking];
}

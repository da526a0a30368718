"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";

/** How often a page asks that shows something moving, and one on which something may begin to move. */
const EVERY_MS = { moving: 2_000, waiting: 15_000 };

/**
 * Ask for the page anew while something on it moves: what is typed or open on it stays. The next question waits for the last answer. A tab that nobody sees asks nothing, and asks at once when it
 * is seen again. The page itself holds all there is to know, so a reload or a lost answer costs nothing.
 */
export function LiveRefresh({ pace }: { pace: keyof typeof EVERY_MS | null }) {
  const router = useRouter();
  const [asking, start] = useTransition();
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    const look = () => {
      setSeen(!document.hidden);
      if (pace && !document.hidden) start(() => router.refresh());
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [pace, router]);
  useEffect(() => {
    if (!pace || !seen || asking) return;
    const timer = setTimeout(() => start(() => router.refresh()), EVERY_MS[pace]);
    return () => clearTimeout(timer);
  }, [pace, seen, asking, router]);
  return null;
}

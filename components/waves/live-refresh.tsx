"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

const EVERY_MS = 2_000;

/** While `active`, ask for the page anew every two seconds: what is typed or open on it stays. The next question waits for the last answer. */
export function LiveRefresh({ active }: { active: boolean }) {
  const router = useRouter();
  const [asking, start] = useTransition();
  useEffect(() => {
    if (!active || asking) return;
    const timer = setTimeout(() => start(() => router.refresh()), EVERY_MS);
    return () => clearTimeout(timer);
  }, [active, asking, router]);
  return null;
}

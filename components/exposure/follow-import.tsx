"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const PAUSE_MS = 2_000;

/** Ask for the page again every two seconds while it is looked at. The link does the same by hand, and without JavaScript. */
export function FollowImport({ href, children }: { href: string; children: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), PAUSE_MS);
    return () => clearInterval(timer);
  }, [router]);
  return <a href={href}>{children}</a>;
}

"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { LIST_KEY } from "./remember-list";

interface Beside {
  previous: string | null;
  next: string | null;
  query: string;
}

/** Ways to the claims before and behind this one in the list one came from, by link and by key. */
export function ClaimBeside({ claimId, words }: { claimId: string; words: { label: string; previous: string; next: string; list: string } }) {
  const [beside, setBeside] = useState<Beside | null>(null);
  useEffect(() => {
    const query = sessionStorage.getItem(LIST_KEY);
    if (query === null) return;
    const ending = new AbortController();
    fetch(`/console/claims/${claimId}/beside?${query}`, { signal: ending.signal })
      .then(async (answer) => answer.ok && setBeside({ ...((await answer.json()) as Omit<Beside, "query">), query }))
      .catch(() => undefined);
    return () => ending.abort();
  }, [claimId]);
  // Its place is there before it is: what stands below stays where it is.
  if (!beside) return <div className="no-print mb-3 min-h-lh text-14" />;
  const way = (id: string | null, key: string, text: string) =>
    id && (
      <Link href={`/console/claims/${id}`} prefetch={false} data-key={key} data-key-says={text}>
        {text}
      </Link>
    );
  return (
    <nav aria-label={words.label} className="no-print mb-3 flex flex-wrap gap-4 text-14">
      {way(beside.previous, "k", words.previous)}
      {way(beside.next, "j", words.next)}
      <Link href={`/console/claims${beside.query === "" ? "" : `?${beside.query}`}`} prefetch={false} data-key="u" data-key-says={words.list}>
        {words.list}
      </Link>
    </nav>
  );
}

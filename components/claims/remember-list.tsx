"use client";

import { useEffect } from "react";

/** Where a tab remembers which list its claims were opened from: a filter and no more. */
export const LIST_KEY = "amends-claims-list";

/** Remember, in this tab, the list that is shown, so that a claim's page knows what comes before and behind it. */
export function RememberList({ query }: { query: string }) {
  useEffect(() => sessionStorage.setItem(LIST_KEY, query), [query]);
  return null;
}

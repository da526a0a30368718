import type { Wave } from "@/domain/waves/types";

/** How often a page that shows a wave asks anew: often while something happens by itself, seldom while it may begin to, not at all otherwise. */
export function refreshOf({ state, askedAt }: Pick<Wave, "state" | "askedAt">): "moving" | "waiting" | null {
  if (state === "approved" || state === "freezing" || state === "sending" || (state === "draft" && askedAt !== null)) return "moving";
  return state === "in-review" || state === "scheduled" || state === "paused" ? "waiting" : null;
}

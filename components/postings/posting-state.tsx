import type { ReactNode } from "react";
import type { PostingState as State } from "@/db/values/posting-states";
import { Badge } from "../ui/text";

const tones = { proposed: "possible", withdrawn: "plain", publishing: "accent", standing: "good", archived: "plain" } as const;

/** Where a posting stands, in a word. */
export function PostingState({ state, children }: { state: State; children: ReactNode }) {
  return <Badge tone={tones[state]}>{children}</Badge>;
}

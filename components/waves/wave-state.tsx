import type { ReactNode } from "react";
import type { WaveState } from "@/db/values/wave-states";
import { Badge } from "../ui/text";

const tones = { draft: "plain", "in-review": "possible", approved: "accent", scheduled: "accent", freezing: "accent", sending: "accent", paused: "leaked", finished: "good", cancelled: "plain" } as const;

/** Where a wave stands, in a word. */
export function WaveStateMark({ state, children }: { state: WaveState; children: ReactNode }) {
  return <Badge tone={tones[state]}>{children}</Badge>;
}

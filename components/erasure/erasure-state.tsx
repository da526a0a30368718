import type { ReactNode } from "react";
import type { ErasureState } from "@/db/values/erasures";
import { Badge } from "../ui/text";

const tones = { proposed: "possible", approved: "accent", done: "good", stopped: "leaked", withdrawn: "plain" } as const;

export function ErasureStateBadge({ state, children }: { state: ErasureState; children: ReactNode }) {
  return <Badge tone={tones[state]}>{children}</Badge>;
}

import type { ReactNode } from "react";
import type { TemplateVersionState } from "@/domain/notices/types";
import { Badge } from "../ui/text";

const tones = { draft: "plain", "in-review": "possible", approved: "good" } as const;

/** Where a version of a wording stands, in a word. */
export function WordingState({ state, children }: { state: TemplateVersionState; children: ReactNode }) {
  return <Badge tone={tones[state]}>{children}</Badge>;
}

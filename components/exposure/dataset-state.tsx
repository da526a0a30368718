import type { DatasetSummary } from "@/domain/exposure/types";
import { Badge } from "../ui/text";

export type ShownState = DatasetSummary["state"] | "replaced";

const tones: Record<ShownState, "plain" | "possible" | "good" | "accent"> = { importing: "accent", draft: "possible", published: "good", replaced: "plain", withdrawn: "plain", dropped: "plain" };

/** The state of a version; one that was published and is no longer what everybody sees has been replaced. */
export function DatasetState({ dataset, words }: { dataset: Pick<DatasetSummary, "state" | "current">; words: (state: ShownState) => string }) {
  const shown: ShownState = dataset.state === "published" && !dataset.current ? "replaced" : dataset.state;
  return <Badge tone={tones[shown]}>{words(shown)}</Badge>;
}

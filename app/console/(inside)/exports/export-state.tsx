import { Badge } from "@/components/ui/text";
import type { DataExport } from "@/domain/exports/types";

const tones = { waiting: "possible", ready: "good", refused: "leaked", withdrawn: "plain", gone: "plain", lapsed: "plain" } as const;

export function ExportState({ state, children }: { state: DataExport["state"]; children: string }) {
  return <Badge tone={tones[state]}>{children}</Badge>;
}

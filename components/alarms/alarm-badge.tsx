import type { ReactNode } from "react";
import type { AlarmSeverity } from "@/db/values/alarms";
import { Badge } from "../ui/text";

/** How bad an alarm is: a word and a shape, never the colour alone. */
export function AlarmBadge({ severity, children }: { severity: AlarmSeverity; children: ReactNode }) {
  return (
    <Badge tone={severity === "critical" ? "leaked" : "possible"}>
      <span aria-hidden="true">{severity === "critical" ? "▲ " : "△ "}</span>
      {children}
    </Badge>
  );
}

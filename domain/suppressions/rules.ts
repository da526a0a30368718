import { updateKinds, type NoticeKind } from "@/db/values/notice-kinds";
import type { SuppressionScope } from "@/db/values/suppressions";

/** Which suppressions keep a notice of this kind from an address. Who unsubscribed from updates, or complained about one, still gets everything else: what the law asks for nobody can refuse. */
export function scopesAgainst(kind: NoticeKind): readonly SuppressionScope[] {
  return updateKinds.includes(kind) ? ["everything", "updates"] : ["everything"];
}

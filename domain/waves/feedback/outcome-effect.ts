import type { DeliveryState, PathState } from "@/db/values/wave-states";
import type { SuppressionReason, SuppressionScope } from "@/db/values/suppressions";
import type { Feedback, FeedbackKind } from "./types";

/** Where a message and its person stand when an event comes in. */
export interface Standing {
  delivery: DeliveryState;
  path: PathState;
  /** Whether the person still stands at the message's channel, and has not been moved on. */
  here: boolean;
}

export interface OutcomeEffect {
  /** The event settles a doubt: whatever came back about a message, the relay had taken it. */
  settles: boolean;
  /** Whether it is counted with the wave; once for each message and kind. */
  counts: boolean;
  path: "reached" | "unreachable" | null;
}

/**
 * What an event does. Events come in any order, so none looks at another: a bounce leads from reached to unreachable and nothing leads back, and word that a message
 * arrived matters to one in doubt alone. An event about a message that is not with the relay (put off, or to be sent again) belongs to an attempt before; it is written down.
 */
export function effectOf(kind: FeedbackKind, { delivery, path, here }: Standing): OutcomeEffect {
  const settles = delivery === "in-doubt" && kind !== "delayed";
  const counts = kind !== "delayed" && (settles || delivery === "accepted");
  if (!counts || !here) return { settles, counts, path: null };
  if (kind === "bounced") return { settles, counts, path: path === "reached" || path === "in-doubt" ? "unreachable" : null };
  return { settles, counts, path: path === "in-doubt" ? "reached" : null };
}

/** What an event keeps from its address from now on: a dead one gets nothing, one whose reader complained no updates; what the law asks for still goes there. */
export function suppressionBy({ kind, permanent }: Pick<Feedback, "kind" | "permanent">): { scope: SuppressionScope; reason: SuppressionReason } | null {
  if (kind === "bounced" && permanent) return { scope: "everything", reason: "bounced" };
  return kind === "complained" ? { scope: "updates", reason: "complained" } : null;
}

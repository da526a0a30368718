import { sha256 } from "@/lib/crypto";
import type { NoticeWording } from "../notices/types";
import type { Audience, WaveSender } from "./types";

export interface ApprovedThings {
  templateVersionId: string;
  wording: NoticeWording;
  sender: WaveSender;
  audience: Audience;
  scheduledAt: Date | null;
  expected: number;
}

/** One hash over everything that is approved: wording, audience, schedule, expected number. Whatever changes afterwards is not what was approved. */
export function hashApproval({ templateVersionId, wording, sender, audience, scheduledAt, expected }: ApprovedThings): Buffer {
  return sha256(canonical({ templateVersionId, wording, sender, audience, scheduledAt: scheduledAt?.toISOString() ?? null, expected }));
}

/** JSON with sorted keys: the database gives keys back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

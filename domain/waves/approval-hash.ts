import { sha256 } from "@/lib/crypto";
import { canonicalJson } from "../audiences/rules";
import type { Audience } from "../audiences/types";
import type { NoticeWording } from "../notices/types";
import type { WaveSender } from "./types";

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
  return sha256(canonicalJson({ templateVersionId, wording, sender, audience, scheduledAt: scheduledAt?.toISOString() ?? null, expected }));
}

import { sha256 } from "@/lib/crypto";
import { canonicalJson } from "../audiences/rules";
import type { NoticeWording } from "../notices/types";
import type { Wave, WaveSender } from "./types";

export interface ApprovedThings extends Pick<Wave, "templateVersionId" | "audience" | "channels" | "scheduledAt" | "schedule" | "pace" | "doubtPolicy"> {
  wording: NoticeWording;
  sender: WaveSender;
  expected: number;
}

/** One hash over everything that is approved: wording, audience, channels, schedule, pace, expected number. Whatever changes afterwards is not what was approved. */
export function hashApproval({ templateVersionId, wording, sender, audience, channels, scheduledAt, schedule, pace, doubtPolicy, expected }: ApprovedThings): Buffer {
  return sha256(canonicalJson({ templateVersionId, wording, sender, audience, channels, scheduledAt: scheduledAt?.toISOString() ?? null, schedule, pace, doubtPolicy, expected }));
}

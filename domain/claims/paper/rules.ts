import type { SealedSubject } from "@/db/values/contact";
import { Invalid, type Refusal } from "../../kernel/errors";
import { dayIn } from "../../rules/deadline";
import type { ClaimAnswers } from "../types";

type Contact = ClaimAnswers["contact"];

/**
 * How many days after its postmark a letter is still waited for before anything is done that it could change once and for all. Ordinary post takes days, and holidays come between; a letter that comes later still is entered
 * and answered, but a pool that was shared is not shared anew for it.
 */
export const POSTAL_DAYS = 14;

/** Say why a paper cannot have been posted on a day, or null: not before the programme opened, not after its last day, not in the future. Days as `2025-12-04`, in the incident's zone. */
export function whyNotPostmarked(day: string, { opensOn, lastOn, today }: { opensOn: string; lastOn: string; today: string }): Refusal | null {
  if (day > today) return new Invalid({ postmarkedOn: ["postmark-future"] });
  if (day < opensOn) return new Invalid({ postmarkedOn: ["postmark-early"] });
  return day > lastOn ? new Invalid({ postmarkedOn: ["postmark-late"] }) : null;
}

/** The version of the terms that a form carries which was posted on a day: the newest that was published by then, or the first. Versions are the newest first; days as `2025-12-04`, in the incident's zone. */
export function versionAtPost(versions: readonly { number: number; publishedAt: Date }[], day: string, timeZone: string): number | null {
  return (versions.find(({ publishedAt }) => dayIn(publishedAt, timeZone) <= day) ?? versions.at(-1))?.number ?? null;
}

/** Where letters to the person of a record can go: its own addresses and numbers, each by its place, and the post where it has an address. What somebody wrote on a paper is proven by nobody, and no mail goes there. */
export function answerPlaces(sealed: SealedSubject | null): { place: string; contact: Contact }[] {
  const emails = (sealed?.e ?? []).map((value, i) => ({ place: `e${i}`, contact: { kind: "email" as const, value } }));
  const phones = (sealed?.p ?? []).map((value, i) => ({ place: `p${i}`, contact: { kind: "phone" as const, value } }));
  return [...emails, ...phones, ...(sealed?.a ? [{ place: "post", contact: { kind: "post" as const, value: "" as const } }] : [])];
}

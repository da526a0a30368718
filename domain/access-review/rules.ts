import { loadAccessPeriods } from "@/content/access-review/periods";

const DAY_MS = 86_400_000;
/** Korea has no summer time. */
const SEOUL_MS = 9 * 3_600_000;

/** Whether a role ends so soon that whoever may renew it has been told. */
export function endsSoon({ expiresAt }: { expiresAt: Date }, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() < loadAccessPeriods().remind * DAY_MS;
}

/** The quarter of a moment, as the calendar in Seoul has it, when it began, and how many of its days have passed. */
export function quarterOf(moment: Date): { name: string; began: Date; days: number } {
  const there = new Date(moment.getTime() + SEOUL_MS);
  const quarter = Math.floor(there.getUTCMonth() / 3);
  const began = Date.UTC(there.getUTCFullYear(), quarter * 3, 1);
  return { name: `${there.getUTCFullYear()}-Q${quarter + 1}`, began: new Date(began - SEOUL_MS), days: Math.floor((there.getTime() - began) / DAY_MS) };
}

/** A quarter's campaign is opened within its first days, also where no worker ran at its begin or an earlier one was still open. */
export const OPENS_WITHIN_DAYS = 21;

interface ToReview {
  id: string;
  staffId: string;
  /** Whoever gave or approved the role: somebody else is asked where there is somebody. */
  givenBy: readonly string[];
}

/**
 * Share reviews out: a person's roles go to one reviewer, never to themself, to somebody who gave none of them where there is one, and then to whoever has the fewest. Null where nobody else is there to ask.
 */
export function shareOut(reviews: readonly ToReview[], reviewers: readonly string[]): Map<string, string | null> {
  const load = new Map(reviewers.map((id) => [id, 0]));
  const shared = new Map<string, string | null>();
  for (const staffId of new Set(reviews.map((review) => review.staffId))) {
    const theirs = reviews.filter((review) => review.staffId === staffId);
    const givers = new Set(theirs.flatMap(({ givenBy }) => givenBy));
    const least = (ids: readonly string[]) => [...ids].sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0) || (a < b ? -1 : 1))[0];
    const others = reviewers.filter((id) => id !== staffId);
    const reviewer = least(others.filter((id) => !givers.has(id))) ?? least(others) ?? null;
    if (reviewer !== null) load.set(reviewer, (load.get(reviewer) ?? 0) + theirs.length);
    for (const { id } of theirs) shared.set(id, reviewer);
  }
  return shared;
}

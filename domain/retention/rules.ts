import type { RetentionPeriod } from "@/content/retention/periods";

const DAY_MS = 86_400_000;

/** A moment so many days or months later, or earlier where the number is below zero. The last days of a month are the last day of a shorter one. */
export function shift(at: Date, number: number, unit: RetentionPeriod["unit"]): Date {
  if (unit === "days") return new Date(at.getTime() + number * DAY_MS);
  const moved = new Date(at);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + number);
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(at.getUTCDate(), last));
  return moved;
}

/**
 * When something is erased that began to count at a moment: after its period, and never before it has been announced for as long as its class says. `near` is within the time of announcing, `tell` what is to be announced now.
 */
export function reckonDue({ first, keep, unit, notice, noticedAt }: Pick<RetentionPeriod, "unit" | "notice"> & { first: Date; keep: number; noticedAt: Date | null }, now: Date): { dueAt: Date; tell: boolean; near: boolean } {
  const due = shift(first, keep, unit);
  if (notice === undefined) return { dueAt: due, tell: false, near: false };
  const near = due.getTime() - now.getTime() <= notice * DAY_MS;
  const told = shift(noticedAt ?? now, notice, "days");
  return { dueAt: near && told > due ? told : due, tell: near && noticedAt === null, near };
}

/** Add up what chunks took away. */
export function addUp(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): Record<string, number> {
  const sum = { ...one };
  for (const [kind, count] of Object.entries(other)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}

export function isNothing(erased: Readonly<Record<string, number>>): boolean {
  return Object.values(erased).every((count) => count === 0);
}

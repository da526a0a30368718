const DAY_MS = 86_400_000;
/** So many days before its time is over the console begins to say so. */
const SOON_DAYS = 14;

/** A key's age counts while it is the one in use, or about to be. */
export function ageOf(key: { state: string; createdAt: Date }, days: number, now: Date): { dueAt: Date; age: "fine" | "soon" | "overdue" } {
  const dueAt = new Date(key.createdAt.getTime() + days * DAY_MS);
  if (key.state !== "active") return { dueAt, age: "fine" };
  if (dueAt <= now) return { dueAt, age: "overdue" };
  return { dueAt, age: dueAt.getTime() - now.getTime() <= SOON_DAYS * DAY_MS ? "soon" : "fine" };
}

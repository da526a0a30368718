import type { Audience } from "./types";

/** Whether `dataset_cells` can say how many people an audience has: it asks for nothing but what every cell names. */
export function cellsAnswer({ differences, told, unreachedBy, onList, offList, excluded }: Audience): boolean {
  return differences.length === 0 && told.length === 0 && unreachedBy === null && onList === null && offList === null && excluded.length === 0;
}

/** JSON with sorted keys: the database gives keys back in an order of its own. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

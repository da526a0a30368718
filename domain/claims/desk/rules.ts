import type { ClaimFilter } from "./input";

/** A filter as the query of an address; what is not asked for does not stand in it. */
export function filterQuery(filter: ClaimFilter): URLSearchParams {
  const query = new URLSearchParams();
  const asked: Partial<Record<string, string | readonly string[]>> = { ...filter, sort: filter.sort === "oldest" ? [] : filter.sort };
  for (const [name, value = []] of Object.entries(asked)) for (const one of [value].flat()) query.append(name, one);
  return query;
}

/** Whether a list is narrowed at all; its order narrows nothing. */
export function isFiltered(filter: ClaimFilter): boolean {
  return filterQuery({ ...filter, sort: "oldest" }).size > 0;
}

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { claims } from "@/db/schema/claims";
import { benefitKinds } from "@/db/values/benefits";
import { claimFlags, facetCondition, meetsFacet } from "@/db/values/claim-facets";
import { filedClaimStates } from "@/db/values/claim-states";
import { locales } from "@/db/values/locales";
import { aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident } from "@/test/lookups";
import { insertManyClaims } from "@/test/many-claims";
import { findNeighbours, listClaims } from "../queries/list-claims";
import type { ClaimRow } from "../queries/read-claim";
import { claimFilterInput, claimListInput, type ClaimFilter, type ClaimListInput } from "./input";
import { filterQuery, isFiltered } from "./rules";

const database = useDatabase();
const ROWS = 420;
const [me, other] = [randomUUID(), randomUUID()];
const held = { incidentId: "", all: [] as ClaimRow[] };

beforeAll(async () => {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
  const { id: programmeId } = await aProgramme(database.parts, incident);
  await insertManyClaims(database.db, { incidentId: incident.id, programmeId, rows: ROWS, staffIds: [me, other] });
  held.incidentId = incident.id;
  held.all = await database.db.select().from(claims);
});

const agent = () => staffContext(database.parts, ["support"], me);
const DAY = (date: string) => new Date(`${date}T00:00:00+09:00`).getTime();

/** The plain reading of a filter, row by row. */
function fits(row: ClaimRow, filter: ClaimFilter): boolean {
  const at = row.submittedAt!.getTime();
  const has = { me: row.assignedTo === me, nobody: row.assignedTo === null, somebody: row.assignedTo !== null };
  return (
    (filter.state.length === 0 || filter.state.some((state) => state === row.state)) &&
    (filter.locale === undefined || filter.locale === row.locale) &&
    (filter.benefit.length === 0 || filter.benefit.some((kind) => (row.benefits & (1 << benefitKinds.indexOf(kind))) !== 0)) &&
    (filter.flag.length === 0 || row.flags === 1) &&
    (filter.assigned === undefined || (filter.assigned in has ? has[filter.assigned as keyof typeof has] : row.assignedTo === filter.assigned)) &&
    (filter.programme === undefined || filter.programme === "compensation") &&
    (filter.from === undefined || at >= DAY(filter.from)) &&
    (filter.until === undefined || at < DAY(filter.until) + 86_400_000) &&
    (filter.over === undefined || row.amountMinor >= BigInt(filter.over))
  );
}

/** The ids that a filter fits, in its order. */
function expected(filter: ClaimFilter): string[] {
  const value = (row: ClaimRow) => ({ amount: Number(row.amountMinor), due: row.nextDueAt?.getTime() ?? 0, oldest: Number(row.subjectId), newest: Number(row.subjectId) })[filter.sort];
  const down = filter.sort === "oldest" || filter.sort === "due" ? 1 : -1;
  return held.all.filter((row) => fits(row, filter) && (filter.sort !== "due" || row.nextDueAt !== null)).sort((a, b) => down * (value(a) - value(b) || (a.id < b.id ? -1 : 1))).map(({ id }) => id);
}

/** Every page of a list to its end, and back from there. */
async function walk(filter: ClaimListInput): Promise<{ there: string[]; back: string[] }> {
  const there: string[] = [];
  const back: string[] = [];
  let page = await listClaims(agent(), held.incidentId, filter);
  for (;;) {
    there.push(...page.claims.map(({ id }) => id));
    if (!page.next) break;
    page = await listClaims(agent(), held.incidentId, { ...filter, after: page.next });
  }
  for (;;) {
    back.unshift(...page.claims.map(({ id }) => id));
    if (!page.previous) break;
    page = await listClaims(agent(), held.incidentId, { ...filter, before: page.previous });
  }
  return { there, back };
}

const filters: ClaimListInput[] = [
  {},
  { sort: "newest" },
  { sort: "amount" },
  { state: ["submitted", "appealed"], sort: "amount" },
  { sort: "due" },
  { sort: "due", locale: "ko", over: "50000", from: "2026-01-01" },
  { sort: "due", assigned: "me" },
  { state: "paid", locale: "en" },
  { benefit: ["lost-time", "vouchers"], sort: "newest" },
  { flag: "noted" },
  { assigned: "me", sort: "amount", benefit: "flat-cash" },
  { assigned: "nobody", state: ["submitted", "in-review"] },
  { assigned: "somebody", locale: "ko", sort: "newest" },
  { assigned: other, over: "50000" },
  { over: "90000", sort: "amount" },
  { over: "99000", state: "submitted" },
  { programme: "compensation", from: "2026-01-01", until: "2026-01-01" },
  { programme: "another" },
  { from: "2026-01-02" },
];

describe("the queue", () => {
  it.each(filters)("shows what fits, all of it, once, in its order, there and back: %j", async (filter) => {
    const wanted = expected(claimFilterInput.parse(filter));
    expect(await walk(filter)).toEqual({ there: wanted, back: wanted });
  });

  it("has most of these filters fit something and none of them all", () => {
    const sizes = filters.map((filter) => expected(claimFilterInput.parse(filter)).length);
    expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(12);
    expect(sizes.filter((size) => size > 50).length).toBeGreaterThan(5);
  });

  it("knows the claims before and behind one, also when it stands in the list no more", async () => {
    const filter = claimFilterInput.parse({ state: "submitted", sort: "amount" });
    const list = expected(filter);
    const rowOf = (id: string) => held.all.find((row) => row.id === id)!;
    const neighbours = (id: string) => findNeighbours(agent(), rowOf(id) as never, filter, "Asia/Seoul");
    expect(await neighbours(list[3]!)).toEqual({ previous: list[2], next: list[4] });
    expect(await neighbours(list[0]!)).toEqual({ previous: null, next: list[1] });
    const paid = expected(claimFilterInput.parse({ state: "paid", sort: "amount" }))[5]!;
    const amount = rowOf(paid).amountMinor;
    const behind = list.find((id) => rowOf(id).amountMinor < amount || (rowOf(id).amountMinor === amount && id < paid));
    expect((await neighbours(paid)).next).toBe(behind);
  });

  it("is not for those who may not read claims", async () => {
    await expect(listClaims(staffContext(database.parts, ["comms"]), held.incidentId, {})).rejects.toMatchObject({ reason: "forbidden" });
  });
});

it("the database puts a facet together as the program reads it", () => {
  for (const row of held.all) {
    const assigned = row.assignedTo !== null;
    const benefits = benefitKinds.filter((_, bit) => (row.benefits & (1 << bit)) !== 0);
    const state = filedClaimStates.find((one) => one === row.state)!;
    const own = { states: [state], locale: row.locale, assigned, benefits, flags: claimFlags.filter((_, bit) => (row.flags & (1 << bit)) !== 0) };
    expect(meetsFacet(row.facet, facetCondition(own))).toBe(true);
    for (const another of filedClaimStates) expect(meetsFacet(row.facet, facetCondition({ ...own, states: [another] }))).toBe(another === state);
    for (const locale of locales) expect(meetsFacet(row.facet, facetCondition({ ...own, locale }))).toBe(locale === row.locale);
    for (const kind of benefitKinds) expect(meetsFacet(row.facet, facetCondition({ ...own, benefits: [kind] }))).toBe(benefits.includes(kind));
    expect(meetsFacet(row.facet, facetCondition({ ...own, assigned: !assigned }))).toBe(false);
  }
});

it("a filter drops what it does not know instead of refusing the page, and is the same after its way through an address", () => {
  const filter = claimListInput.parse({ state: ["draft", "paid", "paid"], locale: "fr", assigned: "x", benefit: "vouchers", over: "-1", from: "soon", sort: "best" });
  expect(filter).toEqual({ state: ["paid"], benefit: ["vouchers"], flag: [], sort: "oldest" });
  for (const some of filters) {
    const parsed = claimFilterInput.parse(some);
    const query = filterQuery(parsed);
    expect(claimFilterInput.parse(Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).length > 1 ? query.getAll(name) : query.get(name)])))).toEqual(parsed);
  }
  expect(isFiltered(claimFilterInput.parse({ sort: "amount" }))).toBe(false);
  expect(isFiltered(claimFilterInput.parse({ state: "paid" }))).toBe(true);
});

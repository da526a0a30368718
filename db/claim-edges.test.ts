import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { describe, expect, it } from "vitest";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { claimStates, type ClaimState } from "./values/claim-states";

const database = useDatabase();

const EDGES: Record<ClaimState, readonly ClaimState[]> = {
  draft: ["submitted", "withdrawn"],
  submitted: ["in-review", "withdrawn"],
  "in-review": ["needs-information", "approved", "denied", "withdrawn"],
  "needs-information": ["in-review", "denied", "withdrawn"],
  denied: ["appealed"],
  appealed: ["approved", "denied-final"],
  approved: ["in-payment"],
  "in-payment": ["paid", "returned"],
  paid: ["returned"],
  returned: ["approved"],
  withdrawn: [],
  "denied-final": [],
};

/** The shortest way from a draft to a state along the edges. */
function wayTo(state: ClaimState): ClaimState[] {
  const ways: ClaimState[][] = [["draft"]];
  for (const way of ways) {
    const last = way.at(-1)!;
    if (last === state) return way.slice(1);
    ways.push(...EDGES[last].filter((next) => !way.includes(next)).map((next) => [...way, next]));
  }
  throw new Error(`no way leads to ${state}`);
}

/** Do something on one connection and leave nothing of it behind. */
async function undone<T>(act: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await database.db.$client.connect();
  try {
    await client.query("begin");
    return await act(client);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

async function insertClaim(client: PoolClient, state: ClaimState): Promise<string> {
  const id = randomUUID();
  const incident = (await client.query<{ id: string }>("insert into incidents (slug) values ($1) returning id", [`edges-${id}`])).rows[0]!.id;
  const programme = (await client.query<{ id: string }>("insert into programmes (incident_id, slug, created_by) values ($1, 'edges', $1) returning id", [incident])).rows[0]!.id;
  await client.query(
    `insert into claims (id, reference, incident_id, programme_id, state, contact_index, claimant_key, subject_id, dataset_version, locale, amount_minor, currency, terms_version, submitted_at, decided_by, decided_at, sealed_decision)
     values ($1, 'C-' || $4, $2, $3, $5, 'c', 'c', 1, 1, 'ko', 1, 'KRW', 1, now(), $1, now(), 'd')`,
    [id, incident, programme, id, state],
  );
  return id;
}

const move = (client: PoolClient, id: string, to: ClaimState) => client.query<{ state: ClaimState }>("update claims set state = $2 where id = $1 returning state", [id, to]);

describe("the database lets a claim go", () => {
  const pairs = claimStates.flatMap((from) => claimStates.filter((to) => to !== from).map((to) => ({ from, to, passes: EDGES[from].includes(to) })));

  it("along nineteen edges of all pairs", () => {
    expect([pairs.length, pairs.filter(({ passes }) => passes).length]).toEqual([132, 19]);
  });

  it.each(pairs)("from $from to $to: $passes", async ({ from, to, passes }) => {
    await undone(async (client) => {
      const id = await insertClaim(client, "draft");
      for (const step of wayTo(from)) await move(client, id, step);
      if (passes) expect((await move(client, id, to)).rows).toEqual([{ state: to }]);
      else await expect(move(client, id, to)).rejects.toMatchObject({ code: "23514", constraint: "claim_edges" });
    });
  });

  it.each(claimStates)("nowhere when it stays %s", async (state) => {
    await undone(async (client) => {
      const id = await insertClaim(client, "draft");
      for (const step of wayTo(state)) await move(client, id, step);
      expect((await move(client, id, state)).rows).toEqual([{ state }]);
    });
  });
});

it.each(claimStates)("a claim that begins as %s is refused, unless it is a draft", async (state) => {
  await undone(async (client) => {
    if (state === "draft") expect(await insertClaim(client, state)).toHaveLength(36);
    else await expect(insertClaim(client, state)).rejects.toMatchObject({ code: "23514", constraint: "claim_edges" });
  });
});

it("what happened to a claim cannot be changed, deleted or emptied, and no claim with a history can be deleted", async () => {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
  const { id } = await aFiledClaim(await aSubject(database.parts, incident, "minji@example.com"), await aProgramme(database.parts, incident));
  const history = async () => (await database.db.$client.query<Record<string, unknown>>("select * from claim_events where claim_id = $1 order by number", [id])).rows;
  const before = await history();
  expect(before).toMatchObject([{ to_state: "draft" }, { from_state: "draft", to_state: "submitted" }]);
  for (const text of ["update claim_events set to_state = 'paid'", "update claim_events set at = now()", "delete from claim_events", "truncate claim_events"]) {
    await expect(database.db.$client.query(text)).rejects.toMatchObject({ code: "42501", message: "the history of claims is append-only" });
  }
  await database.db.$client.query("delete from claim_benefits where claim_id = $1", [id]);
  await expect(database.db.$client.query("delete from claims where id = $1", [id])).rejects.toMatchObject({ code: "23503" });
  expect(await history()).toEqual(before);
});

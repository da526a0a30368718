import { sql } from "drizzle-orm";
import { benefitsOf } from "@/db/values/claim-facets";
import type { Locale } from "@/db/values/locales";
import { authorise, type Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { mayReadDesk } from "./policy";
import type { Agent } from "./rules";

export interface DeskMember extends Agent {
  name: string;
  /** Nothing is given by rule to whoever is not set up. */
  setUp: boolean;
}

/** Everybody who works on claims now, with what they can be given and how much they have. @throws {Forbidden} */
export async function listAgents(ctx: Context, people: { id: string; name: string }[], db: Executor = ctx.db): Promise<DeskMember[]> {
  authorise(ctx, mayReadDesk);
  return readAgents(db, people);
}

/** The same without a gate, for what has passed its own. */
export async function readAgents(db: Executor, people: { id: string; name: string }[]): Promise<DeskMember[]> {
  const { rows } = await db.execute<{ id: string; locales: Locale[] | null; benefits: number; load_limit: number; absent_from: string | null; absent_until: string | null; open_claims: number }>(sql`
    select p.id, a.locales, coalesce(a.benefits, 0) as benefits, coalesce(a.load_limit, 0) as load_limit, a.absent_from::text, a.absent_until::text, coalesce(l.open_claims, 0) as open_claims
    from unnest(string_to_array(${people.map(({ id }) => id).join()}, ',')::uuid[]) p (id) left join claim_agents a on a.staff_id = p.id left join claim_loads l on l.staff_id = p.id`);
  return people.flatMap(({ id, name }) => {
    const row = rows.find((one) => one.id === id);
    if (!row) return [];
    const absence = row.absent_from === null ? null : { from: row.absent_from, until: row.absent_until };
    return [{ staffId: id, name, setUp: row.locales !== null, locales: row.locales ?? [], benefits: benefitsOf(row.benefits), loadLimit: row.load_limit, openClaims: row.open_claims, absence }];
  });
}

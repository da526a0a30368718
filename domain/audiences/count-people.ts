import { and, sql } from "drizzle-orm";
import { subjects } from "@/db/schema/exposure";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { askCount, findCount } from "./ask-count";
import { audienceRows, ownColumns, visibleSubjects } from "./audience-rows";
import { countInCells } from "./count-audience";
import { countPeopleInput } from "./input";
import { chooseStretches, lookBriefly, tookTooLong, within } from "./look-about";
import { mayCountAudiences } from "./policy";
import { publishedVersionOf } from "./queries";
import { requireKnownParts } from "./require-known-parts";
import type { Question } from "./rules";

/** How long each of the two looks behind a guess may take, in milliseconds. */
const GUESS_MS = 400;

export interface PeopleCount {
  people: number;
  datasetVersion: number;
  /** What the number is worth: counted; told from so many people looked at; or no more than "at most". */
  basis: { kind: "exact" } | { kind: "sample"; lookedAt: number } | { kind: "at-most" };
}

/**
 * Count whom a wording would go to in the dataset that is published now. Exact where cells tell it or it was counted before; else a guess within a second, and with
 * `exact` a job counts. Nobody's record is opened. Null while nothing is published. @throws {Forbidden} @throws {Invalid} @throws {NotFound}
 */
export async function countPeople(ctx: Context, raw: unknown): Promise<PeopleCount | null> {
  authorise(ctx, mayCountAudiences);
  const { templateVersionId, audience, exact } = parseInput(countPeopleInput, raw);
  const { incidentId, kind } = await readTemplateVersion(ctx.db, templateVersionId);
  await requireKnownParts(ctx.db, incidentId, audience);
  const version = await publishedVersionOf(ctx.db, incidentId);
  if (version === null) return null;
  const question = { incidentId, version, kind, audience };
  const { sum } = exact ? await withTransaction(ctx, (tx) => askCount(tx, question)) : await findCount(ctx.db, question);
  if (sum !== null) return { people: sum.people, datasetVersion: version, basis: { kind: "exact" } };
  return { datasetVersion: version, ...(await guess(ctx, question)) };
}

/** What cells let through, times the share of people looked at who are in it; without anybody looked at, no more than cells let through. */
async function guess(ctx: Context, question: Question): Promise<Pick<PeopleCount, "people" | "basis">> {
  const { incidentId, version, kind, audience } = question;
  const { people: most } = await countInCells(ctx.db, incidentId, version, kind, audience);
  const looked = most === 0 ? null : await look(ctx, question);
  if (!looked || looked.seen === 0) return { people: most, basis: { kind: "at-most" } };
  return { people: Math.round((most * looked.hits) / looked.seen), basis: { kind: "sample", lookedAt: looked.seen } };
}

async function look(ctx: Context, question: Question): Promise<{ seen: number; hits: number } | null> {
  const { incidentId, version, kind, audience } = question;
  try {
    return await withTransaction(ctx, async (tx) => {
      const stretches = await chooseStretches(tx, incidentId);
      if (!stretches) return null;
      await lookBriefly(tx, GUESS_MS);
      const own = (await ownColumns(tx, incidentId, kind, audience))(subjects);
      const count = async (db: Executor, condition: ReturnType<typeof and>) => Number((await db.execute<{ n: string }>(sql`select count(*) as n from ${within(stretches, incidentId, condition ?? sql`true`)}`)).rows[0]?.n);
      return { seen: await count(tx, and(visibleSubjects(incidentId, version), own)), hits: await count(tx, await audienceRows(tx, incidentId, version, kind, audience)) };
    });
  } catch (error) {
    if (tookTooLong(error)) return null;
    throw error;
  }
}

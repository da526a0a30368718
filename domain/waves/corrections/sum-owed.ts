import { sql } from "drizzle-orm";
import { subjects } from "@/db/schema/exposure";
import { visibleSubjects } from "../../audiences/audience-rows";
import { classBits } from "../../audiences/class-bits";
import { owedBits, sentWaves } from "../../audiences/told-rows";
import type { Executor } from "../../kernel/transaction";
import { listDataClasses } from "../queries/list-data-classes";
import type { CorrectionCounts } from "./types";

/** Count in one pass over the people of a version who was told something incomplete or wrong, per class. It takes as long as reading them. */
export async function sumOwed(db: Executor, incidentId: string, version: number): Promise<CorrectionCounts> {
  const bits = await classBits(db, incidentId);
  const classes = await listDataClasses(db, incidentId);
  const { leftOut, toldWrongly } = owedBits({ incidentId, version, bits }, await sentWaves(db, incidentId, bits));
  const { rows } = await db.execute<{ left_out: string; told_wrongly: string; people: string }>(sql`
    select left_out, told_wrongly, count(*) as people
    from (select ${leftOut} as left_out, ${toldWrongly} as told_wrongly from ${subjects} where ${visibleSubjects(incidentId, version)}) owed
    where left_out <> 0 or told_wrongly <> 0 group by left_out, told_wrongly`);
  const count = (of: (row: (typeof rows)[number]) => string) => {
    const owed = rows.map((row) => ({ bits: BigInt(of(row)), people: Number(row.people) })).filter((group) => group.bits !== 0n);
    const sum = (mask: bigint) => owed.reduce((all, group) => all + ((group.bits & mask) === 0n ? 0 : group.people), 0);
    return { people: sum(-1n), byClass: Object.fromEntries(classes.map(({ slug, bit }) => [slug, sum(1n << BigInt(bit))] as const).filter(([, people]) => people > 0)) };
  };
  return { leftOut: count((row) => row.left_out), toldWrongly: count((row) => row.told_wrongly) };
}

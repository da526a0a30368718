import { eq, inArray, sql } from "drizzle-orm";
import { audienceCounts } from "@/db/schema/audiences";
import { waveRanges, waves } from "@/db/schema/waves";
import { enqueue } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { readDefects } from "../notices/queries";
import { countAudience } from "./count-audience";
import { countAudienceJob } from "./jobs";
import { asksEveryWave, cellsAnswer, hashQuestion, wavesNamed, type Question } from "./rules";
import type { AudienceSum } from "./types";

export interface Counted {
  question: Buffer;
  /** Null until the job has counted. */
  sum: AudienceSum | null;
}

/** Name a question by all that its answer depends on, what the waves that it speaks of have reached by now included. */
export async function nameQuestion(db: Executor, question: Question): Promise<Buffer> {
  const { reached } = wavesNamed(question.audience);
  const any = asksEveryWave(question.audience);
  if (reached.length === 0 && !any) return hashQuestion(question, []);
  return hashQuestion(question, [...(await whereWavesStand(db, question.incidentId, any ? null : reached)), ...(await defectsFound(db, question))]);
}

/** What waves have reached by now, a text for each: whenever one of them reaches or loses somebody, it is another text. Null asks for all of an incident. */
export async function whereWavesStand(db: Executor, incidentId: string, waveIds: readonly string[] | null): Promise<string[]> {
  const rows = await db
    .select({ stands: sql<string>`${waveRanges.waveId} || ' ' || sum(${waveRanges.pathReached}) || ' ' || sum(${waveRanges.pathInDoubt}) || ' ' || sum(${waveRanges.pathUnreachable})` })
    .from(waveRanges)
    .innerJoin(waves, eq(waves.id, waveRanges.waveId))
    .where(waveIds === null ? eq(waves.incidentId, incidentId) : inArray(waves.id, [...waveIds]))
    .groupBy(waveRanges.waveId);
  return rows.map(({ stands }) => stands).sort();
}

/** What was found wrong of sent words, where that matters to who was told what. */
async function defectsFound(db: Executor, { incidentId, audience: { told, owed } }: Question): Promise<string[]> {
  return told.length + owed.length === 0 ? [] : (await readDefects(db, incidentId)).map(({ id }) => id);
}

/** Find how many people an audience has and what leaked of them, exactly, if that is known or told by cells; nothing is asked for. */
export async function findCount(db: Executor, asked: Question): Promise<Counted> {
  const question = await nameQuestion(db, asked);
  if (cellsAnswer(asked.audience)) return { question, sum: await countAudience(db, asked.incidentId, asked.version, asked.kind, asked.audience) };
  const [row] = await db.select().from(audienceCounts).where(eq(audienceCounts.question, question));
  return { question, sum: row ? sumOf(row) : null };
}

/** The same, and have a job count what nobody has counted yet. However often and by whomever a question is asked, it is counted once. */
export async function askCount(tx: Executor, asked: Question): Promise<Counted> {
  const found = await findCount(tx, asked);
  if (found.sum !== null) return found;
  const { incidentId, version, kind, audience } = asked;
  await tx.insert(audienceCounts).values({ question: found.question, incidentId, version, kind, audience }).onConflictDoNothing();
  const question = found.question.toString("hex");
  await enqueue(tx, countAudienceJob, { question }, { key: `${countAudienceJob.name}:${question}` });
  return found;
}

function sumOf({ people, confirmed, possible, locales, countries }: typeof audienceCounts.$inferSelect): AudienceSum | null {
  return people === null || confirmed === null || possible === null || locales === null || countries === null ? null : { people, confirmed, possible, locales, countries };
}

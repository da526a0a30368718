import { eq, inArray, sql } from "drizzle-orm";
import { audienceCounts } from "@/db/schema/audiences";
import { waveRanges, waves } from "@/db/schema/waves";
import { enqueue } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { countAudience } from "./count-audience";
import { countAudienceJob } from "./jobs";
import { cellsAnswer, hashQuestion, wavesNamed, type Question } from "./rules";

export interface Counted {
  question: Buffer;
  /** Null until the job has counted. */
  people: number | null;
}

/** Name a question by all that its answer depends on, what the waves that it speaks of have reached by now included. */
export async function nameQuestion(db: Executor, question: Question): Promise<Buffer> {
  const { reached } = wavesNamed(question.audience);
  const any = question.audience.unreachedBy === "any";
  if (reached.length === 0 && !any) return hashQuestion(question, []);
  const rows = await db
    .select({ stands: sql<string>`${waveRanges.waveId} || ' ' || sum(${waveRanges.pathReached}) || ' ' || sum(${waveRanges.pathInDoubt}) || ' ' || sum(${waveRanges.pathUnreachable})` })
    .from(waveRanges)
    .innerJoin(waves, eq(waves.id, waveRanges.waveId))
    .where(any ? eq(waves.incidentId, question.incidentId) : inArray(waves.id, reached))
    .groupBy(waveRanges.waveId);
  return hashQuestion(question, rows.map(({ stands }) => stands).sort());
}

/** Find how many people an audience has, exactly, if that is known or told by cells; nothing is asked for. */
export async function findCount(db: Executor, asked: Question): Promise<Counted> {
  const question = await nameQuestion(db, asked);
  if (cellsAnswer(asked.audience)) return { question, people: await countAudience(db, asked.incidentId, asked.version, asked.kind, asked.audience) };
  const [row] = await db.select({ people: audienceCounts.people }).from(audienceCounts).where(eq(audienceCounts.question, question));
  return { question, people: row?.people ?? null };
}

/** The same, and have a job count what nobody has counted yet. However often and by whomever a question is asked, it is counted once. */
export async function askCount(tx: Executor, asked: Question): Promise<Counted> {
  const found = await findCount(tx, asked);
  if (found.people !== null) return found;
  const { incidentId, version, kind, audience } = asked;
  await tx.insert(audienceCounts).values({ question: found.question, incidentId, version, kind, audience }).onConflictDoNothing();
  const question = found.question.toString("hex");
  await enqueue(tx, countAudienceJob, { question }, { key: `${countAudienceJob.name}:${question}` });
  return found;
}

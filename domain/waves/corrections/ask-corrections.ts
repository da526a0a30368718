import { eq } from "drizzle-orm";
import { correctionCounts as correctionCountRows } from "@/db/schema/audiences";
import { sha256 } from "@/lib/crypto";
import { whereWavesStand } from "../../audiences/ask-count";
import { publishedVersionOf } from "../../audiences/queries";
import { authorise, type Context } from "../../kernel/context";
import { enqueue } from "../../kernel/job";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { parseInput } from "../../kernel/errors";
import { readDefects } from "../../notices/queries";
import { askCorrectionsInput } from "../input";
import { countCorrectionsJob } from "../jobs";
import { mayAskCorrections } from "../policy";

export interface CorrectionQuestion {
  question: Buffer;
  version: number;
}

/** Name the question who was told something incomplete or wrong by all that its answer depends on. Null while nothing is published or nothing was sent. */
export async function nameCorrections(db: Executor, incidentId: string): Promise<CorrectionQuestion | null> {
  const version = await publishedVersionOf(db, incidentId);
  const stands = await whereWavesStand(db, incidentId, null);
  if (version === null || stands.length === 0) return null;
  const defects = (await readDefects(db, incidentId)).map(({ id }) => id);
  return { question: sha256(JSON.stringify([incidentId, version, stands, defects])), version };
}

/** Have a job count who was told something incomplete or wrong by the messages that were sent so far. However often it is asked, it is counted once. @throws {Forbidden} */
export async function askCorrections(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayAskCorrections);
  const { incidentId } = parseInput(askCorrectionsInput, raw);
  await withTransaction(ctx, async (tx) => {
    const asked = await nameCorrections(tx, incidentId);
    if (!asked) return;
    const { question, version } = asked;
    const [known] = await tx.select({ counts: correctionCountRows.counts }).from(correctionCountRows).where(eq(correctionCountRows.question, question));
    if (known?.counts) return;
    await tx.insert(correctionCountRows).values({ question, incidentId, version }).onConflictDoNothing();
    await enqueue(tx, countCorrectionsJob, { incidentId }, { key: `${countCorrectionsJob.name}:${incidentId}` });
  });
}

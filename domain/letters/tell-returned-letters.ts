import { asc, and, eq, isNotNull, isNull } from "drizzle-orm";
import { letterBatches, letters } from "@/db/schema/letters";
import { authorise, type Context } from "../kernel/context";
import type { SubjectId } from "../kernel/ids";
import { readTemplateVersion } from "../notices/queries";
import { recordOutcome } from "../waves/feedback/record-outcome";
import { deriveTokenKeys, makeToken } from "../waves/ledger/tokens";
import { readWave } from "../waves/queries/read-wave";
import { mayMakeLetters } from "./policy";

const AT_A_TIME = 500;

/** Tell the ledger of every letter of a wave that came back and that it does not know of. Told twice it has one effect; a run that was killed is simply done again. */
export async function tellReturnedLetters(ctx: Context, waveId: string): Promise<number> {
  authorise(ctx, mayMakeLetters);
  const wave = await readWave(ctx.db, waveId);
  if (wave.tokenKeyId === null) return 0;
  const [key, version] = await Promise.all([ctx.keys.byId(wave.tokenKeyId), readTemplateVersion(ctx.db, wave.templateVersionId)]);
  const tokens = deriveTokenKeys(key.bytes);
  let told = 0;
  for (;;) {
    const open = await ctx.db
      .select({ handle: letters.handle, subjectId: letters.subjectId, reason: letters.returnedReason })
      .from(letters)
      .innerJoin(letterBatches, eq(letterBatches.id, letters.batchId))
      .where(and(eq(letterBatches.waveId, waveId), isNotNull(letters.returnedAt), isNull(letters.toldAt)))
      .orderBy(asc(letters.handle))
      .limit(AT_A_TIME);
    for (const { handle, subjectId, reason } of open) {
      const token = makeToken(tokens, { waveId: wave.id, subjectId: subjectId.toString() as SubjectId, channel: "letter", templateVersion: version.number });
      // Not for good: mail comes back because nobody was at home, too, and an address that is struck out gets no statutory notice any more.
      await recordOutcome(ctx, { token, kind: "bounced", permanent: false, words: reason ?? "", sourceEventId: `letter:${handle}` });
      await ctx.db.update(letters).set({ toldAt: ctx.clock.now() }).where(eq(letters.handle, handle));
      told += 1;
    }
    if (open.length < AT_A_TIME) return told;
  }
}

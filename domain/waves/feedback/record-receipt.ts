import { sql } from "drizzle-orm";
import { sha256 } from "@/lib/crypto";
import { authorise, type Context } from "../../kernel/context";
import type { SubjectId, WaveId } from "../../kernel/ids";
import { deriveTokenKeys, makeToken } from "../ledger/tokens";
import { mayRunWaves } from "../policy";
import type { Receipt } from "./posted-events";
import { recordOutcome } from "./record-outcome";
import type { RecordedFeedback } from "./types";

/**
 * Write down what a gateway says about a text, under the handle it gave. A number that a text cannot be brought to today may be switched on tomorrow, so no receipt suppresses it. A handle
 * that nobody knows is `later` while texts of waves are being handed over, because it may be one of theirs, else `unknown`: codes have handles that nobody keeps.
 */
export async function recordReceipt(ctx: Context, { handle, kind, words }: Receipt): Promise<RecordedFeedback> {
  authorise(ctx, mayRunWaves);
  // Looked at first: whatever is settled between the two is found by its handle.
  const { rows: flying } = await ctx.db.execute(sql`select 1 from waves w join wave_ranges r on r.wave_id = w.id and r.channel = 'sms' and r.handing_over > 0 where w.state in ('sending', 'paused', 'cancelled') limit 1`);
  const { rows } = await ctx.db.execute<{ wave_id: WaveId; subject_id: SubjectId; token_key_id: number; number: number }>(sql`
    select h.wave_id, h.subject_id, w.token_key_id, v.number from delivery_handles h join waves w on w.id = h.wave_id join notice_template_versions v on v.id = w.template_version_id
    where h.channel = 'sms' and h.handle = ${handle}`);
  const [found] = rows;
  if (!found) return flying.length > 0 ? "later" : "unknown";
  const { bytes } = await ctx.keys.byId(found.token_key_id);
  const token = makeToken(deriveTokenKeys(bytes), { waveId: found.wave_id, subjectId: found.subject_id, channel: "sms", templateVersion: found.number });
  return recordOutcome(ctx, { token, kind, permanent: false, words, sourceEventId: sha256(JSON.stringify(["sms", handle, kind])).toString("hex") });
}

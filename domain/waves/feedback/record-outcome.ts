import { sql } from "drizzle-orm";
import { OTHER_PROVIDERS, providerOf } from "@/content/mail-providers";
import type { DeliveryState, PathState, WaveState } from "@/db/values/wave-states";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { suppressContact, suppressionId } from "../../suppressions/suppress-contact";
import { advancePaths } from "../ledger/advance-paths";
import { finishWave } from "../ledger/finish-wave";
import { tokenBytes, type MessageIdentity } from "../ledger/tokens";
import { mayRunWaves } from "../policy";
import { replyCode } from "../rules";
import { wakeLane } from "../wake-wave";
import { contactOfMessage, findMessage } from "./find-message";
import { effectOf, suppressionBy, type OutcomeEffect } from "./outcome-effect";
import type { Feedback, RecordedFeedback } from "./types";

/** How long before a message is sent again by itself nothing else may settle it: a worker may have read that it is due. */
const TAKEN_SECONDS = 30;

/**
 * Write down what came back about a message, once for each event of its source, and do what follows from it: a doubt is settled, a person whom a bounced message was to reach
 * is no longer reached, a dead address gets nothing any more, a reader who complained no updates. An address that is struck out is an event of the audit; the rest is in the row of the outcome. What bears
 * no token of ours, and what is told again, has no effect.
 * `later` when the message is being handed over: nothing is written, and the sender has to come again.
 */
export async function recordOutcome(ctx: Context, feedback: Feedback): Promise<RecordedFeedback> {
  authorise(ctx, mayRunWaves);
  const message = await findMessage(ctx, feedback.token);
  if (message?.use !== "message") return "unknown";
  const { identity } = message;
  const contact = await contactOfMessage(ctx, message);
  const suppression = contact && suppressionBy(feedback);
  const written = await withTransaction(ctx, async (tx) => {
    const standing = await lockStanding(tx, identity);
    if (!standing) return "unknown" as const;
    if (await isWritten(tx, feedback)) return "replayed" as const;
    if (standing.taken) return "later" as const;
    const first = await writeDown(tx, identity, feedback);
    const effect = effectOf(feedback.kind, standing);
    await apply(tx, identity, standing, feedback, { ...effect, counts: effect.counts && first });
    if (first && effect.counts && feedback.kind === "bounced") await tally(tx, identity, standing, feedback, identity.channel === "email" && contact ? providerOf(contact.canonical) : OTHER_PROVIDERS);
    if (contact && suppression && (await suppressContact(tx, contact.index, suppression.scope, suppression.reason))) {
      await recordAudit(tx, ctx, { action: "suppression.add", object: { kind: "suppression", id: suppressionId(contact.index) }, incidentId: message.incidentId, details: { ...suppression } });
    }
    if (effect.path === "unreachable" && standing.wave === "sending") await wakeLane(tx, identity.waveId, 0);
    return { settles: effect.settles, uncovers: effect.path === "unreachable" && standing.covers && standing.wave === "finished" };
  });
  if (typeof written === "string") return written;
  if (written.settles) await finishWave(ctx, identity.waveId);
  if (written.uncovers) await advancePaths(ctx, identity.waveId);
  return "recorded";
}

interface LockedStanding {
  rangeNo: number;
  delivery: DeliveryState;
  path: PathState;
  here: boolean;
  covers: boolean;
  wave: WaveState;
  /** A worker has it, or may be taking it. */
  taken: boolean;
}

/** Read where a message stands, with its range held. Range before rows, always: a worker that settles a batch takes them in the same order. */
async function lockStanding(tx: Executor, { waveId, subjectId, channel }: MessageIdentity): Promise<LockedStanding | null> {
  const { rows: held } = await tx.execute<{ range_no: number }>(sql`
    select range_no from wave_ranges where wave_id = ${waveId} and channel = ${channel} and range_no = (select range_no from wave_recipients where wave_id = ${waveId} and subject_id = ${subjectId})
    for update`);
  const [range] = held;
  if (!range) return null;
  const { rows } = await tx.execute<{ delivery: DeliveryState; path: PathState; here: boolean; covers: boolean; wave: WaveState; taken: boolean }>(sql`
    select d.state as delivery, p.path_state as path, p.channel = d.channel as here, d.covers is not null as covers, w.state as wave,
      d.state = 'handing-over' or (d.state = 'in-doubt' and w.state = 'sending' and coalesce(d.next_at <= clock_timestamp() + make_interval(secs => ${TAKEN_SECONDS}), false)) as taken
    from deliveries d join wave_recipients p on p.wave_id = d.wave_id and p.subject_id = d.subject_id join waves w on w.id = d.wave_id
    where d.wave_id = ${waveId} and d.range_no = ${range.range_no} and d.subject_id = ${subjectId} and d.channel = ${channel}`);
  return rows[0] ? { ...rows[0], rangeNo: range.range_no } : null;
}

async function isWritten(tx: Executor, { sourceEventId }: Feedback): Promise<boolean> {
  return (await tx.execute(sql`select 1 from outcomes where source_event_id = ${sourceEventId}`)).rows.length > 0;
}

/** Write the event down; true when it is the first of its kind about the message. The range is held, so no other one about it is being written. */
async function writeDown(tx: Executor, { waveId }: MessageIdentity, { token, kind, permanent, words, sourceEventId }: Feedback): Promise<boolean> {
  const bytes = tokenBytes(token);
  const { rows } = await tx.execute(sql`select 1 from outcomes where wave_id = ${waveId} and token = ${bytes} and kind = ${kind} limit 1`);
  await tx.execute(sql`insert into outcomes (source_event_id, wave_id, token, kind, permanent, words) values (${sourceEventId}, ${waveId}, ${bytes}, ${kind}, ${permanent}, ${words})`);
  return rows.length === 0;
}

async function apply(tx: Executor, { waveId, subjectId, channel }: MessageIdentity, { rangeNo, path: before, covers, wave }: LockedStanding, { kind }: Feedback, { settles, counts, path }: OutcomeEffect): Promise<void> {
  const one = (is: boolean) => (is ? 1 : 0);
  if (settles) {
    await tx.execute(sql`
      update deliveries set state = 'accepted', settled_at = clock_timestamp(), next_at = null
      where wave_id = ${waveId} and range_no = ${rangeNo} and subject_id = ${subjectId} and channel = ${channel} and state = 'in-doubt'`);
  }
  if (path) await tx.execute(sql`update wave_recipients set path_state = ${path} where wave_id = ${waveId} and subject_id = ${subjectId} and channel = ${channel} and path_state = ${before}`);
  if (!settles && !counts && !path) return;
  await tx.execute(sql`
    update wave_ranges set in_doubt = in_doubt - ${one(settles)}::int, accepted = accepted + ${one(settles)}::int,
      path_in_doubt = path_in_doubt - ${one(path !== null && before === "in-doubt")}::int,
      path_reached = path_reached + ${one(path === "reached") - one(path !== null && before === "reached")}::int,
      path_unreachable = path_unreachable + ${one(path === "unreachable")}::int,
      uncovered = uncovered + ${one(path === "unreachable" && covers && wave !== "cancelled")}::int,
      delivered = delivered + ${one(counts && kind === "delivered")}::int, bounced = bounced + ${one(counts && kind === "bounced")}::int,
      complained = complained + ${one(counts && kind === "complained")}::int
    where wave_id = ${waveId} and range_no = ${rangeNo} and channel = ${channel}`);
}

/** Count a bounce with the failures that the receiving side gave words for. */
async function tally(tx: Executor, { waveId, channel }: MessageIdentity, { rangeNo }: LockedStanding, { words }: Feedback, provider: string): Promise<void> {
  await tx.execute(sql`
    insert into wave_tallies as t (wave_id, channel, domain, state, code, shard, messages, words) values (${waveId}, ${channel}, ${provider}, 'bounced', ${replyCode(words)}, ${rangeNo % 8}, 1, ${words})
    on conflict (wave_id, channel, domain, state, code, shard) do update set messages = t.messages + 1, words = excluded.words, last_at = clock_timestamp()`);
}

import { and, asc, eq } from "drizzle-orm";
import { attempts, deliveries, waveRecipients } from "@/db/schema/waves";
import type { Channel, DeliveryState, PathState } from "@/db/values/wave-states";
import { authorise, type Context } from "../../kernel/context";
import type { SubjectId } from "../../kernel/ids";
import { findPathInput } from "../input";
import { mayReadWaves } from "../policy";
import { readWave } from "./read-wave";

export interface PersonPath {
  subjectId: SubjectId;
  state: PathState;
  /** At which channel the person stands. */
  channel: Channel;
  /** Whose message speaks for this person too. */
  coveredBy: SubjectId | null;
  /** Messages to this person in the order of the cascade; none where somebody else's speaks for them or there is no contact. */
  messages: { channel: Channel; state: DeliveryState; attempt: number; resent: number; reply: string | null; settledAt: Date | null; nextAt: Date | null }[];
  /** Attempts that were superseded by another. */
  superseded: { channel: Channel; attempt: number; state: DeliveryState; reply: string | null; at: Date }[];
}

/** Show the way of one person through a wave, by their number. Null when the number is not in its audience; no contact and no name is read. @throws {Forbidden} @throws {NotFound} */
export async function findPath(ctx: Context, raw: unknown): Promise<PersonPath | null> {
  authorise(ctx, mayReadWaves);
  const parsed = findPathInput.safeParse(raw);
  if (!parsed.success) return null;
  const wave = await readWave(ctx.db, parsed.data.waveId);
  const subjectId = BigInt(parsed.data.subjectId);
  if (subjectId > 9_223_372_036_854_775_807n) return null;
  const [person] = await ctx.db.select().from(waveRecipients).where(and(eq(waveRecipients.waveId, wave.id), eq(waveRecipients.subjectId, subjectId), eq(waveRecipients.own, wave.own)));
  if (!person) return null;
  const ofPerson = and(eq(deliveries.waveId, wave.id), eq(deliveries.rangeNo, person.rangeNo), eq(deliveries.subjectId, subjectId), eq(deliveries.own, wave.own));
  const [sent, superseded] = await Promise.all([
    ctx.db.select().from(deliveries).where(ofPerson),
    ctx.db.select().from(attempts).where(and(eq(attempts.waveId, wave.id), eq(attempts.subjectId, subjectId))).orderBy(asc(attempts.supersededAt)),
  ]);
  const place = ({ channel }: { channel: Channel }) => wave.channels.indexOf(channel);
  return {
    subjectId: parsed.data.subjectId as SubjectId,
    state: person.pathState,
    channel: person.channel,
    coveredBy: person.coveredBy === null ? null : (person.coveredBy.toString() as SubjectId),
    messages: sent.sort((a, b) => place(a) - place(b)).map(({ channel, state, attempt, resent, relayReply, settledAt, nextAt }) => ({ channel, state, attempt, resent, reply: relayReply, settledAt, nextAt })),
    superseded: superseded.map(({ channel, attempt, state, relayReply, supersededAt }) => ({ channel: channel as Channel, attempt, state: state as DeliveryState, reply: relayReply, at: supersededAt })),
  };
}

import { and, asc, eq } from "drizzle-orm";
import { attempts, deliveries, waveRecipients } from "@/db/schema/waves";
import type { Channel, DeliveryState, PathState } from "@/db/values/wave-states";
import { classBits } from "../../audiences/class-bits";
import { publishedVersionOf } from "../../audiences/queries";
import { readTold } from "../../audiences/told-rows";
import { authorise, type Context } from "../../kernel/context";
import type { SubjectId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { findPathInput } from "../input";
import { mayReadWaves } from "../policy";
import type { Wave } from "../types";
import { listDataClasses } from "./list-data-classes";
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
  /** What the message named as theirs, and how the data of today differs from that. Null for whom it did not reach, and while nothing is published. */
  told: { named: string[]; leftOut: string[]; wrong: string[] } | null;
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
  const carrier = person.coveredBy === null ? person : (await ctx.db.select().from(waveRecipients).where(and(eq(waveRecipients.waveId, wave.id), eq(waveRecipients.subjectId, person.coveredBy), eq(waveRecipients.own, wave.own))))[0];
  const reached = carrier?.pathState === "reached" || carrier?.pathState === "in-doubt";
  const place = ({ channel }: { channel: Channel }) => wave.channels.indexOf(channel);
  return {
    subjectId: parsed.data.subjectId as SubjectId,
    state: person.pathState,
    channel: person.channel,
    coveredBy: person.coveredBy === null ? null : (person.coveredBy.toString() as SubjectId),
    messages: sent.sort((a, b) => place(a) - place(b)).map(({ channel, state, attempt, resent, relayReply, settledAt, nextAt }) => ({ channel, state, attempt, resent, reply: relayReply, settledAt, nextAt })),
    told: reached ? await whatWasTold(ctx.db, wave, subjectId) : null,
    superseded: superseded.map(({ channel, attempt, state, relayReply, supersededAt }) => ({ channel: channel as Channel, attempt, state: state as DeliveryState, reply: relayReply, at: supersededAt })),
  };
}

async function whatWasTold(db: Executor, { id, incidentId }: Pick<Wave, "id" | "incidentId">, subjectId: bigint): Promise<PersonPath["told"]> {
  const version = await publishedVersionOf(db, incidentId);
  const told = version === null ? null : await readTold(db, { incidentId, version, bits: await classBits(db, incidentId) }, id, subjectId);
  if (!told) return null;
  const classes = await listDataClasses(db, incidentId);
  const within = (bits: bigint) => classes.filter(({ bit }) => ((bits >> BigInt(bit)) & 1n) === 1n).map(({ slug }) => slug);
  return { named: within(told.named), leftOut: within(told.now & ~told.named), wrong: within(told.named & ~told.now) };
}

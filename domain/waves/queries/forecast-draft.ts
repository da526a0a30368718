import { statutoryKinds } from "@/db/values/notice-kinds";
import { countPeople } from "../../audiences/count-people";
import { authorise, type Context } from "../../kernel/context";
import { readTemplateVersion } from "../../notices/queries";
import { forecast, keeps, neededRate, type Forecast } from "../pace/forecast";
import { mayEditWaves } from "../policy";
import type { WavePlan } from "../read-schedule-form";
import type { Deadline } from "./get-outlook";
import { typicalRate } from "./typical-rate";

export interface DraftForecast {
  /** People, and so messages, that it reckons with. */
  people: number;
  forecast: Forecast;
  endBy: Deadline | null;
  /** The end of the 72 hours, for a notice that the law asks for. */
  lawLine: Deadline | null;
}

/** Say of a wave that is being written when it would be through if it were approved now. Null while nothing is published. @throws {Forbidden} @throws {Invalid} @throws {NotFound} */
export async function forecastDraft(ctx: Context, raw: { templateVersionId: unknown; audience: unknown }, plan: WavePlan, { noticeDue, timeZone }: { noticeDue: Date | null; timeZone: string }): Promise<DraftForecast | null> {
  authorise(ctx, mayEditWaves);
  const counted = await countPeople(ctx, raw);
  if (!counted) return null;
  const { kind } = await readTemplateVersion(ctx.db, String(raw.templateVersionId));
  const { people } = counted;
  const { schedule, pace, scheduledAt } = plan;
  const now = ctx.clock.now();
  const ramp = schedule.ramp && { left: Math.ceil((people * schedule.ramp.percent) / 100), heldSince: null, holdMinutes: schedule.ramp.holdMinutes };
  const foreseen = forecast({ now, starts: scheduledAt, left: people, rate: await typicalRate(ctx), pace, ramp, timeZone: schedule.timeZone ?? timeZone });
  const starts = scheduledAt && scheduledAt > now ? scheduledAt : now;
  const deadline = (at: Date | null): Deadline | null => at && { at, keeps: keeps(at, foreseen.doneAt, now) ?? "unknown", needs: neededRate(people, starts, at) };
  return { people, forecast: foreseen, endBy: deadline(schedule.endBy === null ? null : new Date(schedule.endBy)), lawLine: deadline(statutoryKinds.includes(kind) ? noticeDue : null) };
}

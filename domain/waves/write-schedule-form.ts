import { writeZonedTime } from "../incidents/zoned-time";
import type { Wave } from "./types";

/** Write a pace as the fields of a form hold it. */
export function writePaceForm({ perSecond, domains, quiet, followPortal }: Wave["pace"]): Record<string, string> {
  return {
    perSecond: perSecond === null ? "" : String(perSecond),
    providers: domains.map(({ domain, perSecond: limit }) => `${domain} ${limit}`).join("\n"),
    quietFrom: quiet?.from ?? "",
    quietTo: quiet?.to ?? "",
    portal: followPortal ? "follow" : "alone",
  };
}

/** Write over which channels, when and how fast a wave goes as the fields of its form hold it; reading them gives the same. Times are those of the wave's zone, by default the incident's. */
export function writeScheduleForm({ channels, scheduledAt, schedule, pace, doubtPolicy }: Pick<Wave, "channels" | "scheduledAt" | "schedule" | "pace" | "doubtPolicy">, usual: string): Record<string, string> {
  const timeZone = schedule.timeZone ?? usual;
  const { ramp, stop } = schedule;
  return {
    ...Object.fromEntries(channels.map((channel, i) => [`channel${i + 1}`, channel])),
    startsAt: scheduledAt ? writeZonedTime(scheduledAt.toISOString(), timeZone) : "",
    timeZone,
    endBy: schedule.endBy === null ? "" : writeZonedTime(schedule.endBy, timeZone),
    ...{ rampPercent: ramp ? String(ramp.percent) : "", rampMinutes: ramp ? String(ramp.holdMinutes) : "", rampGoOn: ramp?.goOn ?? "healthy" },
    ...{ stopRejections: String(stop.rejections), stopBounces: String(stop.bounces), stopComplaints: String(stop.complaints) },
    doubtPolicy,
    ...writePaceForm(pace),
  };
}

import type { z } from "zod";
import { readZonedTime } from "../incidents/zoned-time";
import { Invalid } from "../kernel/errors";
import { createWaveInput } from "./input";
import { wavePace } from "./pace/types";

type Fields = Record<string, unknown>;

const planInput = createWaveInput.pick({ channels: true, scheduledAt: true, schedule: true, pace: true, doubtPolicy: true });
export type WavePlan = z.output<typeof planInput>;

/** Which field of the form a part of the plan was typed in. */
const fieldOf: Record<string, string> = {
  ...{ channels: "channel1", scheduledAt: "startsAt", doubtPolicy: "doubtPolicy" },
  ...{ "schedule.timeZone": "timeZone", "schedule.endBy": "endBy", "schedule.ramp.percent": "rampPercent", "schedule.ramp.holdMinutes": "rampMinutes", "schedule.ramp.goOn": "rampGoOn" },
  ...{ "schedule.stop.rejections": "stopRejections", "schedule.stop.bounces": "stopBounces", "schedule.stop.complaints": "stopComplaints" },
  ...{ "pace.perSecond": "perSecond", "pace.domains": "providers", "pace.quiet": "quietTo", "pace.quiet.from": "quietFrom", "pace.quiet.to": "quietTo", "pace.followPortal": "portal" },
};

/**
 * Read the fields of a wave's form that say over which channels, when and how fast it goes. What is left empty is what a wave does by itself. Times are those of the wall clock in the form's own
 * zone, by default the incident's. @throws {Invalid} by the names of the form's fields
 */
export function readScheduleForm(form: Fields, { timeZone: usual, now }: { timeZone: string; now: Date }): WavePlan {
  const timeZone = word(form, "timeZone") || usual;
  const instant = (name: string) => (word(form, name) === "" ? null : (readZonedTime(word(form, name), timeZone) ?? "no time"));
  const channels = ["channel1", "channel2", "channel3"].map((name) => word(form, name)).filter((channel) => channel !== "");
  const stop = { rejections: figure(form, "stopRejections"), bounces: figure(form, "stopBounces"), complaints: figure(form, "stopComplaints") };
  const ramp = word(form, "rampPercent") === "" ? null : { percent: figure(form, "rampPercent"), holdMinutes: figure(form, "rampMinutes") ?? "60", goOn: word(form, "rampGoOn") || "healthy" };
  const usualStop = planInput.shape.schedule.parse({}).stop;
  const plan = parsed(planInput, "", {
    ...(channels.length > 0 ? { channels } : {}),
    scheduledAt: instant("startsAt"),
    schedule: { timeZone: timeZone === usual ? null : timeZone, endBy: instant("endBy"), ramp, stop: Object.fromEntries(Object.entries(stop).map(([what, percent]) => [what, percent ?? usualStop[what as keyof typeof usualStop]])) },
    pace: rawPace(form),
    doubtPolicy: word(form, "doubtPolicy") || null,
  });
  if (plan.schedule.endBy !== null && new Date(plan.schedule.endBy) <= (plan.scheduledAt ?? now)) throw new Invalid({ endBy: ["ends-before-start"] });
  return plan;
}

/** Read the fields that may change on the way as a pace. @throws {Invalid} by the names of the form's fields */
export function readPaceForm(form: Fields): z.output<typeof wavePace> {
  return parsed(wavePace, "pace.", rawPace(form));
}

function rawPace(form: Fields) {
  const [from, to] = [word(form, "quietFrom"), word(form, "quietTo")];
  const domains = word(form, "providers").split("\n").map((line) => line.trim()).filter((line) => line !== "").map((line) => {
    const [, domain = line, perSecond = ""] = /^(\S+?)[\s:=]+([\d.,]+)$/.exec(line) ?? [];
    return { domain, perSecond: perSecond.replaceAll(",", "") || "none" };
  });
  if (new Set(domains.map(({ domain }) => domain.toLowerCase())).size !== domains.length) throw new Invalid({ providers: ["provider-twice"] });
  if ((from === "") !== (to === "")) throw new Invalid({ [from === "" ? "quietFrom" : "quietTo"]: ["required"] });
  return { perSecond: figure(form, "perSecond"), domains, quiet: from === "" ? null : { from, to }, followPortal: word(form, "portal") !== "alone" };
}

function word(form: Fields, name: string): string {
  const value = form[name];
  return typeof value === "string" ? value.trim() : "";
}

/** A number as people type it, with separators; null where there is none. */
function figure(form: Fields, name: string): string | null {
  return word(form, name).replaceAll(/[\s,]/g, "") || null;
}

function parsed<S extends z.ZodType>(schema: S, under: string, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const fields: Record<string, string[]> = {};
  for (const { path, message } of result.error.issues) {
    const full = `${under}${path.map(String).join(".")}`;
    const field = fieldOf[full] ?? fieldOf[full.replace(/\.\d+(\..*)?$/, "")] ?? "form";
    // A line of a provider has one field for all that can be wrong with it.
    fields[field] ??= [field === "providers" ? "provider-line" : message];
  }
  throw new Invalid(fields);
}

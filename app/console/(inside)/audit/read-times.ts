import { readZonedTime } from "@/domain/incidents/zoned-time";

/** Read from when and until when by the clock of a zone, as the fields of a form put it into an address; what is no time is dropped. */
export function readTimes(asked: Record<string, string | string[] | undefined>, timeZone: string): { typed: Record<"from" | "until", string | undefined>; moments: { from: Date | undefined; until: Date | undefined } } {
  const read = (name: "from" | "until") => {
    const typed = asked[name];
    const moment = typeof typed === "string" ? readZonedTime(typed, timeZone) : null;
    return moment === null ? { typed: undefined, moment: undefined } : { typed: typed as string, moment: new Date(moment) };
  };
  const [from, until] = [read("from"), read("until")];
  return { typed: { from: from.typed, until: until.typed }, moments: { from: from.moment, until: until.moment } };
}

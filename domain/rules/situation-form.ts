import { readZonedTime, writeZonedTime } from "../incidents/zoned-time";
import { questions, recordedAnchors, type SituationFacts } from "./input";

/** A situation's form: a flat name of dotted path for every field, as typed. */
export type SituationForm = Record<string, string>;

const times = ["lawEnforcementFrom", "lawEnforcementTo", "forceMajeureEnded"] as const;

/** What nobody has said anything about yet. */
export const nothingSaid: SituationFacts = {
  ...{ state: null, cause: null, harm: null, itemsUnknown: null, circumstancesUnknown: null, encrypted: null, recovered: null, propertyDamage: null, coveredEntity: null },
  anchors: { "first-suspicion": null, "knew-access": null, "knew-not-leaked": null, "identified-persons": null, contained: null, "consumer-notice-first-sent": null },
  grounds: [],
  ...{ lawEnforcementFrom: null, lawEnforcementTo: null, forceMajeureEnded: null },
  counted: {},
};

/**
 * Read a form as facts. Times are those of the wall clock in `timeZone`; an empty field is "not known". Nothing is judged here: what is no time, no answer and
 * no number goes on as it was typed, for the schema to refuse by its field.
 */
export function readSituationForm(form: SituationForm, timeZone: string): Record<string, unknown> {
  const word = (name: string) => (form[name] ?? "").trim();
  const instant = (name: string) => readZonedTime(word(name), timeZone) ?? (word(name) || null);
  const answer = (name: string) => ({ yes: true, no: false, "": null })[word(name)] ?? (word(name) || null);
  const counted = Object.keys(form).flatMap((name): [string, unknown][] => {
    const digits = word(name).replaceAll(/[,\s]/g, "");
    return name.startsWith("counted.") && digits !== "" ? [[name.slice("counted.".length), /^\d+$/.test(digits) ? Number(digits) : digits]] : [];
  });
  return {
    state: word("state") || null,
    cause: word("cause") || null,
    harm: word("harm") || null,
    ...Object.fromEntries(questions.map((name) => [name, answer(name)])),
    anchors: Object.fromEntries(recordedAnchors.map((anchor) => [anchor, instant(`anchors.${anchor}`)])),
    grounds: word("grounds").split(",").filter(Boolean),
    ...Object.fromEntries(times.map((name) => [name, instant(name)])),
    counted: Object.fromEntries(counted),
  };
}

/** Write facts as the values of the form; `readSituationForm` reads them back to the same facts. */
export function writeSituationForm(facts: SituationFacts, timeZone: string): SituationForm {
  const time = (at: string | null) => (at === null ? "" : writeZonedTime(at, timeZone));
  const answer = (value: boolean | null) => (value === null ? "" : value ? "yes" : "no");
  return {
    ...{ state: facts.state ?? "", cause: facts.cause ?? "", harm: facts.harm ?? "" },
    ...Object.fromEntries(questions.map((name) => [name, answer(facts[name])])),
    ...Object.fromEntries(recordedAnchors.map((anchor) => [`anchors.${anchor}`, time(facts.anchors[anchor])])),
    grounds: facts.grounds.join(","),
    ...Object.fromEntries(times.map((name) => [name, time(facts[name])])),
    ...Object.fromEntries(Object.entries(facts.counted).map(([place, people]) => [`counted.${place}`, String(people)])),
  };
}

/** Name the fields in which two sets of facts differ; two ways to write one moment are the same. */
export function changedFacts(before: SituationFacts, after: SituationFacts): string[] {
  const [old, now] = [writeSituationForm(before, "UTC"), writeSituationForm(after, "UTC")];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => (old[name] ?? "") !== (now[name] ?? ""));
}

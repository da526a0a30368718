import { factKinds, type FactKind } from "@/db/values/facts";
import type { FactValue, ProposedValue } from "@/domain/facts/types";
import { readZonedTime, writeZonedTime } from "@/domain/incidents/zoned-time";

type Form = Record<string, unknown>;

/** How many digits a currency has after the point; none for what is no currency, which the schema refuses by its field. */
function digitsOf(currency: string): number {
  return /^[A-Z]{3}$/.test(currency) ? (new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 0) : 0;
}

/**
 * Read a form as what is said of a fact. Figures may have the separators of either language, times are those of the wall clock in the incident's zone. Nothing is
 * judged here: what is no figure or time goes on as such, for the schema to refuse by the name of its field.
 */
export function readFactForm(form: Form, timeZone: string): Record<string, unknown> {
  const word = (name: string) => (typeof form[name] === "string" ? form[name] : "").replaceAll(/\s*\r?\n\s*/g, " ").trim();
  const words = (name: string) => ({ ko: word(`${name}.ko`), en: word(`${name}.en`) });
  const instant = (wall: string) => readZonedTime(wall, timeZone) ?? wall;
  return { label: words("label"), value: readValue(factKinds.find((kind) => kind === form.kind), word, words, instant), status: word("status"), source: words("source"), asOf: instant(word("asOf")) };
}

function readValue(kind: FactKind | undefined, word: (name: string) => string, words: (name: string) => unknown, instant: (wall: string) => string): unknown {
  const figure = (name: string) => word(name).replaceAll(/[\s,]/g, "");
  switch (kind) {
    case "count":
      return { kind, count: /^\d+$/.test(figure("value.count")) ? Number(figure("value.count")) : NaN, about: word("value.about") !== "", unit: words("value.unit") };
    case "date":
      return { kind, on: word("value.time") ? instant(`${word("value.on")}T${word("value.time")}`) : word("value.on") };
    case "period":
      return { kind, from: word("value.from"), to: word("value.to") || null };
    case "money": {
      const currency = word("value.currency").toUpperCase();
      const digits = digitsOf(currency);
      const amount = figure("value.minor");
      return { kind, minor: /^\d+(\.\d+)?$/.test(amount) && (amount.split(".")[1] ?? "").length <= digits ? Math.round(Number(amount) * 10 ** digits) : NaN, currency };
    }
    case "text":
      return { kind, text: words("value.text") };
    default:
      return undefined;
  }
}

/** Write what is said of a fact as the values of the form, from which the next proposal starts. Its as-of time is left open: it is another one. */
export function writeFactForm({ label, value, status, source }: Pick<ProposedValue, "label" | "value" | "status" | "source">, timeZone: string): Record<string, string> {
  return { "label.ko": label.ko, "label.en": label.en, status, "source.ko": source.ko, "source.en": source.en, ...writeValue(value, timeZone) };
}

function writeValue(value: FactValue, timeZone: string): Record<string, string> {
  switch (value.kind) {
    case "count":
      return { "value.count": String(value.count), "value.about": value.about ? "about" : "", "value.unit.ko": value.unit.ko, "value.unit.en": value.unit.en };
    case "date": {
      const [on = "", time = ""] = value.on.includes("T") ? writeZonedTime(value.on, timeZone).split("T") : [value.on];
      return { "value.on": on, "value.time": time };
    }
    case "period":
      return { "value.from": value.from, "value.to": value.to ?? "" };
    case "money": {
      const digits = digitsOf(value.currency);
      return { "value.minor": (value.minor / 10 ** digits).toFixed(digits), "value.currency": value.currency };
    }
    case "text":
      return { "value.text.ko": value.text.ko, "value.text.en": value.text.en };
  }
}

import { formatCount, formatMoney, formatTime } from "@/content/formats";
import { wellKnownFacts } from "@/db/values/facts";
import type { Locale } from "@/db/values/locales";
import { Conflict, Forbidden, type Refusal } from "../kernel/errors";
import type { FactMention, FactValue, FactValues, ProposedValue } from "./types";

/** Say a fact's value in a language. Pages, wordings and checks all say it by this one function; moments are those of the incident's zone and name it, days and periods have none. */
export function formatFact(value: FactValue, locale: Locale, timeZone: string): string {
  switch (value.kind) {
    case "count":
      return sayCount(value, locale);
    case "date":
      return value.on.length === DAY ? sayDay(value.on, locale) : formatTime(new Date(value.on), locale, timeZone);
    case "period":
      return sayPeriod(value, locale);
    case "money":
      return formatMoney(value.minor, value.currency, locale);
    case "text":
      return value.text[locale];
  }
}

/** Length of a day in ISO 8601; what is longer is a moment. */
const DAY = "2025-11-18".length;

function sayCount({ count, about, unit }: Extract<FactValue, { kind: "count" }>, locale: Locale): string {
  const word = unit[locale];
  if (locale === "en") return [about && "about", about ? roundEnglish(count) : formatCount(count, "en"), word].filter(Boolean).join(" ");
  const { text, spelled } = about ? roundKorean(count) : { text: formatCount(count, "ko"), spelled: false };
  // A counter follows digits at once (4,536개) and a spelled-out unit after a space (3,370만 개).
  return `${about ? "약 " : ""}${text}${spelled && word ? " " : ""}${word}`;
}

/** Millions with what decimals they have, where that is the whole figure: 33.7 million, but 33,673,817. */
function roundEnglish(count: number): string {
  return count >= 1_000_000 && count % 100_000 === 0 ? `${formatCount(count / 1_000_000, "en")} million` : formatCount(count, "en");
}

/** 억 and 만, where they are the whole figure: 3,370만, 1억 2,000만, but 33,673,817. */
function roundKorean(count: number): { text: string; spelled: boolean } {
  if (count === 0 || count % 10_000 !== 0) return { text: formatCount(count, "ko"), spelled: false };
  const hundredMillions = Math.floor(count / 100_000_000);
  const tenThousands = (count % 100_000_000) / 10_000;
  return { text: [hundredMillions > 0 && `${formatCount(hundredMillions, "ko")}억`, tenThousands > 0 && `${formatCount(tenThousands, "ko")}만`].filter(Boolean).join(" "), spelled: true };
}

/** A calendar day has no zone; noon UTC is that day everywhere this is read as UTC. */
function sayDay(day: string, locale: Locale): string {
  return formatTime(new Date(`${day}T12:00:00Z`), locale, "UTC", true);
}

/** The first day leaves out what the last one says: 24 June to 18 November 2025. */
function sayPeriod({ from, to }: Extract<FactValue, { kind: "period" }>, locale: Locale): string {
  if (to === null) return locale === "ko" ? `${sayDay(from, "ko")}부터` : `${sayDay(from, "en")} onwards`;
  const sameYear = from.slice(0, 4) === to.slice(0, 4);
  if (locale === "ko") return `${sayDay(from, "ko")}부터 ${sameYear ? sayDay(to, "ko").replace(/^\d+년 /, "") : sayDay(to, "ko")}까지`;
  return `${sameYear ? sayDay(from, "en").replace(/ \d+$/, "") : sayDay(from, "en")} to ${sayDay(to, "en")}`;
}

const PLACEHOLDER = /\{\{\s*fact\s*:\s*([^{}]*?)\s*\}\}/gi;

/** List the facts that a text asks for by name (`{{fact:people-affected}}`), each once, whether or not the ledger has them. */
export function factNamesIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ""))];
}

/** Put the values into a text. A name that has none stays as it stands, so that its writer sees it. */
export function fillFacts(text: string, locale: Locale, values: FactValues, timeZone: string): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value ? formatFact(value, locale, timeZone) : placeholder;
  });
}

/** Values by name, for filling in texts. */
export function factValuesOf(facts: readonly { name: string; value: FactValue }[]): FactValues {
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]));
}

/** Say how a text says a fact, or null where it does not: by name, or by writing out the value that it has now. A single digit and the like says nothing by itself. */
export function mentionsFact(text: string, locale: Locale, fact: { name: string; value: FactValue | null }, timeZone: string): FactMention | null {
  if (factNamesIn(text).includes(fact.name)) return "named";
  const { value } = fact;
  // The bare figure of a count: a sentence may follow it with another word.
  const written = value?.kind === "count" && !value.about ? formatCount(value.count, locale) : value && formatFact(value, locale, timeZone);
  if (!written || written.length < 3) return null;
  for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
    // 4,536 is not said by 14,536 or 4,536,000.
    if (!/\d[,.]?$/.test(text.slice(0, at)) && !/^[,.]?\d/.test(text.slice(at + written.length))) return "written";
  }
  return null;
}

/** The order of a page: what the law asks for first, then as they were made. */
export function inPageOrder<Fact extends { name: string }>(facts: readonly Fact[]): Fact[] {
  const names = wellKnownFacts.map(({ name }) => name);
  const place = ({ name }: Fact) => (names.includes(name) ? names.indexOf(name) : names.length);
  return [...facts].sort((a, b) => place(a) - place(b));
}

/** Say why somebody cannot approve or return a proposal, or null: not after somebody has decided, and not whoever proposed it. */
export function whyNotDecidable(value: Pick<ProposedValue, "state" | "proposedBy">, staffId: string): Refusal | null {
  if (value.state !== "proposed") return new Conflict("fact-not-proposed");
  if (value.proposedBy === staffId) return new Forbidden("second-person");
  return null;
}

/** Say why somebody cannot withdraw a proposal, or null: it is for whoever made it; others return it and say why. */
export function whyNotWithdrawable(value: Pick<ProposedValue, "state" | "proposedBy">, staffId: string): Refusal | null {
  if (value.state !== "proposed") return new Conflict("fact-not-proposed");
  if (value.proposedBy !== staffId) return new Forbidden("fact-own-proposal-only");
  return null;
}

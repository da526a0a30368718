import { dataClasses, type DataClassSlug } from "@/content/data-classes";
import type { EvidenceLevel } from "@/db/values/audience";
import { localeNames, type Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Audience } from "@/domain/audiences/types";

/** How waves and lists are called that an audience speaks of. */
export interface AudienceNames {
  waves: ReadonlyMap<string, string>;
  lists: ReadonlyMap<string, string>;
}

/** Words of the namespace `audiences`. */
export type AudienceSay = (key: string, values?: Record<string, string | number>) => string;

/** The name of a country in a language; its code where it has none. */
export function countryName(code: string, locale: Locale): string {
  return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
}

/** Say in a sentence who gets a wave. */
export function audienceWords(audience: Audience, kind: NoticeKind, locale: Locale, say: AudienceSay, names: AudienceNames): string {
  const list = (parts: readonly string[], type: "conjunction" | "disjunction" = "disjunction") => new Intl.ListFormat(locale, { type }).format(parts);
  const wave = (id: string) => names.waves.get(id) ?? say("words.gone");
  const label = (slug: DataClassSlug) => dataClasses[slug].label[locale];
  const about = kind === "all-clear" ? "words.about-cleared" : "words.about";
  const { match, evidence, kinds, locales, countries, differences, told, owed, misinformedBy, unreachedBy, onList, offList, excluded } = audience;
  const classes = levelsByClass(audience).map(([slug, levels]) => say("words.class", { name: label(slug), levels: list(levels.map((level) => say(level === "about" ? about : `level.${level}`))) }));
  const parts = [
    ...(classes.length > 0 ? [say("words.with", { list: list(classes, match === "all" ? "conjunction" : "disjunction") })] : []),
    ...(evidence.length > 0 ? [say("words.evidence", { levels: list(evidence.map((level) => say(`level.${level}`))) })] : []),
    ...(kinds.length > 0 ? [list(kinds.map((each) => say(`words.${each}`)))] : []),
    ...(locales.length > 0 ? [say("words.locales", { list: list(locales.map((each) => languageName(each, locale))) })] : []),
    ...(countries.length > 0 ? [say("words.countries", { list: list(countries.map((code) => countryName(code, locale))) })] : []),
    ...differences.map(({ from, to, change, dataClasses: of }) => say(`words.${change}`, { list: of.length > 0 ? list(of.map(label)) : say("words.something"), from, to })),
    ...told.map(({ waveId, named, dataClass }) => say(named ? "words.named" : "words.not-named", { wave: wave(waveId), name: label(dataClass) })),
    ...(owed.length > 0 ? [list((["left-out", "told-wrongly"] as const).flatMap((what) => owedWords(owed.filter((each) => each.what === what), (names) => say(`words.${what}`, { list: list(names.map(label)) }))))] : []),
    ...(misinformedBy.length > 0 ? [say("words.misinformed")] : []),
    ...(unreachedBy === "any" ? [say("words.unreached-any")] : unreachedBy ? [say("words.unreached", { list: list(unreachedBy.map(wave), "conjunction") })] : []),
    ...(onList ? [say("words.on-list", { list: names.lists.get(onList) ?? "–" })] : []),
  ];
  const people = parts.length > 0 ? say("words.people", { parts: parts.join(locale === "ko" ? " · " : ", ") }) : say(kind === "all-clear" ? "words.everybody-cleared" : "words.everybody");
  const but = [...excluded.map(({ waveId, who }) => say(`words.except-${who}`, { wave: wave(waveId) })), ...(offList ? [say("words.except-list", { list: names.lists.get(offList) ?? "–" })] : [])];
  return but.length > 0 ? say("words.except", { people, list: list(but, "conjunction") }) : people;
}

function owedWords(owed: Audience["owed"], words: (slugs: DataClassSlug[]) => string): string[] {
  return owed.length > 0 ? [words(owed.map(({ dataClass }) => dataClass))] : [];
}

function languageName(of: Locale, locale: Locale): string {
  return new Intl.DisplayNames(locale, { type: "language" }).of(of) ?? localeNames[of];
}

function levelsByClass({ dataClasses: about, confirmed, possible, cleared }: Audience): [DataClassSlug, ("about" | EvidenceLevel)[]][] {
  const lists = { about, confirmed, possible, cleared };
  const levels = Object.keys(lists) as (keyof typeof lists)[];
  const named = [...new Set([...about, ...confirmed, ...possible, ...cleared])];
  return named.map((slug) => [slug, levels.filter((level) => lists[level].includes(slug))]);
}

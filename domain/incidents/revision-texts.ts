import { isLocale, type Locale } from "@/db/values/locales";
import { fillFacts, mentionsFact } from "../facts/rules";
import type { FactPlace, FactValue, FactValues } from "../facts/types";
import type { Revision, RevisionContent } from "./types";

interface RevisionText {
  /** As the editor names the field: `updates.0.title.en`. */
  path: string;
  locale: Locale;
  text: string;
}

/** Every text of a revision that has languages. */
export function textsOf(content: RevisionContent): RevisionText[] {
  const found: RevisionText[] = [];
  mapTexts(content, "", (text, locale, path) => {
    found.push({ path, locale, text });
    return text;
  });
  return found;
}

/** Put the values of the ledger into the texts of a revision that name them. A name that has none stays as it stands. */
export function fillRevision(content: RevisionContent, values: FactValues): RevisionContent {
  return mapTexts(content, "", (text, locale) => fillFacts(text, locale, values, content.timeZone)) as RevisionContent;
}

/** List where a revision says facts, by name or in figures of its own. */
export function factPlacesIn({ content, ...revision }: Pick<Revision, "number" | "content"> & { state: "draft" | "in-review" | "published" }, facts: readonly { name: string; value: FactValue | null }[]): FactPlace[] {
  const at = { kind: "revision", number: revision.number, state: revision.state } as const;
  return textsOf(content).flatMap(({ path, locale, text }) =>
    facts.flatMap((fact): FactPlace[] => {
      const mention = mentionsFact(text, locale, fact, content.timeZone);
      return mention ? [{ fact: fact.name, mention, locale, in: at, path }] : [];
    }),
  );
}

/** Texts are the values of keys that are languages; everything else stays as it is. */
function mapTexts(node: unknown, path: string, change: (text: string, locale: Locale, path: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item, index) => mapTexts(item, join(path, String(index)), change));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, isLocale(key) && typeof value === "string" ? change(value, key, join(path, key)) : mapTexts(value, join(path, key), change)]));
}

function join(path: string, step: string): string {
  return path ? `${path}.${step}` : step;
}

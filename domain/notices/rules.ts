import { toString } from "mdast-util-to-string";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { subjectKinds, type SubjectKind } from "@/db/values/audience";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import { personalPlaceholders, sharedPlaceholders } from "@/db/values/placeholders";
import { countParts, findLinks, splitSms, type SmsParts } from "@/lib/sms-text";
import { factNamesIn, mentionsFact } from "../facts/rules";
import type { CurrentFact, FactPlace } from "../facts/types";
import { Conflict, Forbidden, Invalid, type Refusal } from "../kernel/errors";
import { isPlaceOfList, readMarkdown } from "./rendering/read-markdown";
import type { NoticeReader, NoticeWording, PersonalValues, SectionCondition, TemplateVersion } from "./types";

const LIST_PLACE = "{{leaked-list}}";

const placeholders: readonly string[] = [...sharedPlaceholders, ...personalPlaceholders];

/** Everything that keeps a wording from being approved, by its key among the messages. */
export const wordingProblemKeys = ["needed-for-approval", "unknown-placeholder", "square-bracket", "list-placeholder-alone", "sms-link-not-allowed", "sms-link-alone", "sms-foreign-link"] as const;
type WordingProblem = (typeof wordingProblemKeys)[number];

/** List what keeps a wording from being approved, by the path of its field: gaps, placeholders nobody fills, square brackets left for the writer, links in a text message. `facts` are those that the ledger has. */
export function wordingProblems(wording: NoticeWording, facts: readonly string[]): Record<string, WordingProblem[]> {
  const known = [...placeholders, ...facts.map((name) => `fact:${name}`)];
  const problems: Record<string, WordingProblem[]> = {};
  const note = (path: string, found: WordingProblem[]) => {
    if (found.length > 0) problems[path] = found;
  };
  for (const locale of locales) {
    note(`subject.${locale}`, [...textProblems(wording.subject[locale], known), ...listProblems(wording.subject[locale])]);
    if (wording.sections.length === 0) note("sections", ["needed-for-approval"]);
    for (const [i, { text }] of wording.sections.entries()) note(`sections.${i}.text.${locale}`, sectionProblems(text[locale], known));
    if (!wording.sms) continue;
    const text = wording.sms.text[locale];
    note(`sms.text.${locale}`, [...textProblems(text, known), ...listProblems(text), ...linkProblems(text, wording.sms.link)]);
  }
  return problems;
}

function sectionProblems(markdown: string, known: readonly string[]): WordingProblem[] {
  if (markdown === "") return ["needed-for-approval"];
  const blocks = readMarkdown(markdown);
  // A link's brackets are marks; what is left of them in the text was left for the writer.
  const found = textProblems(blocks.map((block) => toString(block)).join("\n") || " ", known);
  const places = blocks.filter((block) => !isPlaceOfList(block)).map((block) => toString(block));
  return [...found, ...(places.some((text) => text.includes(LIST_PLACE)) ? ["list-placeholder-alone" as const] : [])];
}

function listProblems(text: string): WordingProblem[] {
  return text.includes(LIST_PLACE) ? ["list-placeholder-alone"] : [];
}

function textProblems(text: string, known: readonly string[]): WordingProblem[] {
  const found: WordingProblem[] = [];
  if (text === "") found.push("needed-for-approval");
  const bare = text.replace(/\{\{([a-z0-9:-]+)\}\}/g, (whole, name: string) => (known.includes(name) ? "" : whole));
  if (/[{}]/.test(bare)) found.push("unknown-placeholder");
  if (/[[\]［］]/.test(bare)) found.push("square-bracket");
  return found;
}

/** The one link that a text message may hold is the portal's address, where it is allowed and stands alone: a phone takes letters beside it into the link. */
function linkProblems(text: string, allowed: boolean): WordingProblem[] {
  const found: WordingProblem[] = [];
  if (text.includes("{{portal-url}}")) {
    if (!allowed) found.push("sms-link-not-allowed");
    else if (/\S\{\{portal-url\}\}|\{\{portal-url\}\}\S/.test(text)) found.push("sms-link-alone");
  }
  if (findLinks(text.replace(/\{\{[a-z-]+\}\}/g, "")).length > 0) found.push("sms-foreign-link");
  return found;
}

const SMS_NUMBER: Localized = { ko: "안내 번호 {{reference}}", en: "Notice number {{reference}}" };

/** A text message as it goes out: one that does not say its number itself says it at its end, so that everybody can have it checked. */
export function withSmsNumber(text: string, locale: Locale): string {
  const written = text.trim();
  return written === "" || written.includes("{{reference}}") ? written : `${written}\n${SMS_NUMBER[locale]}`;
}

/** Count the parts in which a text message goes out. */
export function countSmsParts(text: string): { parts: number; units: number } {
  return countParts(text.trim());
}

/** Split a text message into the parts in which it goes out. */
export function splitIntoParts(text: string): SmsParts {
  return splitSms(text.trim());
}

/** What so many parts of a text message cost, at the price of one as the settings have it (`KRW 8.9`), which may have fractions of the smallest coin. */
export function priceOfParts(parts: number, price: string, locale: Locale): string {
  const [currency = "", each = "0"] = price.split(" ");
  const amount = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(parts * Number(each));
  return locale === "ko" && currency === "KRW" ? `${amount}원` : `${amount} ${currency}`;
}

/** Say why a wording cannot be asked to be approved, or null. */
export function whyNotSubmittable(version: Pick<TemplateVersion, "state" | "content">, facts: readonly string[]): Refusal | null {
  if (version.state !== "draft") return new Conflict("not-a-draft");
  const problems = wordingProblems(version.content, facts);
  return Object.keys(problems).length > 0 ? new Invalid(problems) : null;
}

/** Say why somebody cannot approve a wording, or null. `edit` is the save that they have read: words nobody has read are not approved. */
export function whyNotApprovable(version: Pick<TemplateVersion, "state" | "edit" | "editedBy" | "content">, staffId: string, edit: number, facts: readonly string[]): Refusal | null {
  if (version.state !== "in-review") return new Conflict("wording-not-in-review");
  if (version.edit !== edit) return new Conflict("wording-changed-meanwhile");
  if (version.editedBy.includes(staffId)) return new Forbidden("second-person");
  return whyNotSubmittable({ ...version, state: "draft" }, facts);
}

/** List the facts that a wording names, in any language. */
export function factsNamed({ subject, sections, sms }: NoticeWording): string[] {
  const texts = [subject, ...sections.map(({ text }) => text), ...(sms ? [sms.text] : [])];
  return [...new Set(texts.flatMap((text) => locales.flatMap((locale) => factNamesIn(text[locale]))))];
}

/** List where a wording says facts: by name, so that it follows the ledger until it is approved with a wave; or written out, so that it has to be changed by hand. */
export function factPlacesIn({ templateId, name, number, state, content }: TemplateVersion, facts: readonly CurrentFact[], timeZone: string): FactPlace[] {
  const texts: [string, Localized][] = [["subject", content.subject], ...content.sections.map(({ text }, i): [string, Localized] => [`sections.${i}.text`, text]), ...(content.sms ? [["sms.text", content.sms.text] as [string, Localized]] : [])];
  return texts.flatMap(([path, text]) =>
    locales.flatMap((locale) =>
      facts.flatMap((fact): FactPlace[] => {
        const mention = mentionsFact(text[locale], locale, fact, timeZone);
        return mention ? [{ fact: fact.name, mention, locale, in: { kind: "notice", templateId, name, number, state }, path }] : [];
      }),
    ),
  );
}

/** Who reads a notice, from the bits of everybody for whom it speaks: what leaked of one of them for sure is not only possible. */
export function readerOf(classes: readonly { bit: number; slug: string }[], confirmed: bigint, possible: bigint, kinds: readonly SubjectKind[]): NoticeReader {
  const within = (bits: bigint) => classes.filter(({ bit }) => ((bits >> BigInt(bit)) & 1n) === 1n).map(({ slug }) => slug);
  return { confirmed: within(confirmed), possible: within(possible & ~confirmed), kinds };
}

/** Somebody of whom everything leaked and who is both kinds of person: what all sections together say. */
export function readerOfAll(classes: readonly { slug: string }[]): NoticeReader {
  return { confirmed: classes.map(({ slug }) => slug), possible: [], kinds: subjectKinds };
}

/** Say whether a section is for this reader. */
export function sectionHolds({ dataClass, evidence, subjectKind }: SectionCondition, reader: NoticeReader): boolean {
  const leaked = evidence ? reader[evidence] : [...reader.confirmed, ...reader.possible];
  const aboutData = dataClass ? leaked.includes(dataClass) : evidence === undefined || leaked.length > 0;
  return aboutData && (subjectKind === undefined || reader.kinds.includes(subjectKind));
}

/** Say whether a section is for everybody. */
export function isForAll({ dataClass, evidence, subjectKind }: SectionCondition): boolean {
  return dataClass === undefined && evidence === undefined && subjectKind === undefined;
}

/** The wording with the sections that are for this reader. */
export function selectSections(wording: NoticeWording, reader: NoticeReader): NoticeWording {
  return { ...wording, sections: wording.sections.filter(({ when }) => sectionHolds(when, reader)) };
}

/** Say whether a notice may link there. A link of another kind would run something in the reader's program. */
export function mayLinkTo(url: string): boolean {
  return /^(https:\/\/|mailto:|tel:)/i.test(url);
}

/** Name leaked classes in one language, the confirmed first; what is only possible is said to be so. */
export function nameLeakedClasses({ confirmed, possible }: Pick<NoticeReader, "confirmed" | "possible">, locale: Locale): string[] {
  const label = (slug: string) => (isDataClass(slug) ? dataClasses[slug].label[locale] : slug);
  const suffix = locale === "ko" ? " (유출 가능성 있음)" : " (possibly leaked)";
  return [...confirmed.map(label), ...possible.map((slug) => label(slug) + suffix)];
}

/** Make what differs from person to person ready to be put in. The list stands in the item of one that is there already. */
export function personalValues(reader: NoticeReader, reference: string, locale: Locale): PersonalValues {
  const names = nameLeakedClasses(reader, locale);
  const inHtml = names.map(escapeHtml);
  return {
    text: { "leaked-list": names.join("\n * "), "leaked-classes": names.join(", "), reference },
    html: { "leaked-list": inHtml.join('</li><li style="margin:0 0 6px">'), "leaked-classes": inHtml.join(", "), reference: escapeHtml(reference) },
  };
}

/** Text as HTML writes it, also within quotation marks. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

/** A wording as a form gives it, to be parsed by `noticeWording`. */
interface WordingFields {
  subject: Localized;
  sections: { when: Record<string, string>; text: Localized }[];
  sms?: { text: Localized; link: boolean };
}

/** Put a wording together from a form's fields, which are named by their path within it. Browsers send line ends as CR LF; a wording has LF alone. */
export function readWordingFields(fields: Record<string, unknown>): WordingFields {
  const text = (name: string): string => (typeof fields[name] === "string" ? fields[name].replaceAll(/\r\n?/g, "\n") : "");
  const localized = (name: string) => ({ ko: text(`${name}.ko`), en: text(`${name}.en`) });
  const sections: WordingFields["sections"] = [];
  for (let i = 0; locales.some((locale) => typeof fields[`sections.${i}.text.${locale}`] === "string"); i++) {
    const when = ["dataClass", "evidence", "subjectKind"].flatMap((name): [string, string][] => (text(`sections.${i}.when.${name}`) === "" ? [] : [[name, text(`sections.${i}.when.${name}`)]]));
    sections.push({ when: Object.fromEntries(when), text: localized(`sections.${i}.text`) });
  }
  const sms = localized("sms.text");
  const wording = { subject: localized("subject"), sections };
  // Two empty fields are no text message, rather than an empty one that could not be approved.
  return locales.every((locale) => sms[locale].trim() === "") ? wording : { ...wording, sms: { text: sms, link: fields["sms.link"] === "on" } };
}

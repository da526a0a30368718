import { countParts, findLinks } from "@/lib/sms-text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { locales, type Locale } from "@/db/values/locales";
import { Conflict, Forbidden, Invalid, type Refusal } from "../kernel/errors";
import { personalPlaceholders, sharedPlaceholders, type NoticeWording, type TemplateVersion } from "./types";

const known: readonly string[] = [...sharedPlaceholders, ...personalPlaceholders];

/** List what keeps a wording from being approved, by the path of its field: gaps, placeholders nobody fills, square brackets left for the writer, links in a text message. */
export function wordingProblems(wording: NoticeWording): Record<string, string[]> {
  const problems: Record<string, string[]> = {};
  for (const locale of locales) {
    const fields: [string, string][] = [[`subject.${locale}`, wording.subject[locale]], ...wording.paragraphs[locale].map((text, i): [string, string] => [`paragraphs.${locale}.${i}`, text])];
    if (wording.paragraphs[locale].length === 0) problems[`paragraphs.${locale}`] = ["needed-for-approval"];
    for (const [path, text] of fields) {
      const found = textProblems(text);
      if (found.length > 0) problems[path] = found;
    }
    const sms = wording.sms ? [...textProblems(wording.sms.text[locale]), ...linkProblems(wording.sms.text[locale], wording.sms.link)] : [];
    if (sms.length > 0) problems[`sms.text.${locale}`] = sms;
  }
  return problems;
}

function textProblems(text: string): string[] {
  const found: string[] = [];
  if (text === "") found.push("needed-for-approval");
  const bare = text.replace(/\{\{([a-z-]+)\}\}/g, (whole, name: string) => (known.includes(name) ? "" : whole));
  if (/[{}]/.test(bare)) found.push("unknown-placeholder");
  if (/[[\]［］]/.test(bare)) found.push("square-bracket");
  return found;
}

/** The one link that a text message may hold is the portal's address, where it is allowed and stands alone: a phone takes letters beside it into the link. */
function linkProblems(text: string, allowed: boolean): string[] {
  const found: string[] = [];
  if (text.includes("{{portal-url}}")) {
    if (!allowed) found.push("sms-link-not-allowed");
    else if (/\S\{\{portal-url\}\}|\{\{portal-url\}\}\S/.test(text)) found.push("sms-link-alone");
  }
  if (findLinks(text.replace(/\{\{[a-z-]+\}\}/g, "")).length > 0) found.push("sms-foreign-link");
  return found;
}

/** Count the parts in which a text message goes out. */
export function countSmsParts(text: string): { parts: number; units: number } {
  return countParts(text.trim());
}

/** Say why a wording cannot be asked to be approved, or null. */
export function whyNotSubmittable(version: Pick<TemplateVersion, "state" | "content">): Refusal | null {
  if (version.state !== "draft") return new Conflict("not-a-draft");
  const problems = wordingProblems(version.content);
  return Object.keys(problems).length > 0 ? new Invalid(problems) : null;
}

/** Say why somebody cannot approve a wording, or null. `edit` is the save that they have read: words nobody has read are not approved. */
export function whyNotApprovable(version: Pick<TemplateVersion, "state" | "edit" | "editedBy" | "content">, staffId: string, edit: number): Refusal | null {
  if (version.state !== "in-review") return new Conflict("wording-not-in-review");
  if (version.edit !== edit) return new Conflict("wording-changed-meanwhile");
  if (version.editedBy.includes(staffId)) return new Forbidden("second-person");
  return whyNotSubmittable({ ...version, state: "draft" });
}

/** Name leaked classes in one language, the confirmed first; what is only possible is said to be so. */
export function nameLeakedClasses(classes: readonly { bit: number; slug: string }[], confirmed: bigint, possible: bigint, locale: Locale): string {
  const label = (slug: string) => (isDataClass(slug) ? dataClasses[slug].label[locale] : slug);
  const within = (bits: bigint) => classes.filter(({ bit }) => ((bits >> BigInt(bit)) & 1n) === 1n).map(({ slug }) => label(slug));
  const suffix = locale === "ko" ? " (유출 가능성 있음)" : " (possibly leaked)";
  return [...within(confirmed), ...within(possible & ~confirmed).map((name) => name + suffix)].join(", ");
}

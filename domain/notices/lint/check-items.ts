import { deskWords } from "@/content/lint/phrases";
import type { Locale } from "@/db/values/locales";
import { holdsItem } from "../../rules/rules";
import { foundInAll } from "./found";
import { isForAll } from "../rules";
import type { ProseBlock } from "./read-prose";
import type { Finding, LintCase } from "./types";

const REACHABLE = /\d{2,4}[- ]\d{3,4}([- ]\d{4})?|\b1\d{2,3}\b|[\w.+-]+@[\w-]+\.[\w.-]+|\+\d[\d ()-]{6,}/;

/** Look for what the law wants in a notice of this kind: its items, its title and headings, and a desk that can be reached. `namesAny` says that data is named: which of it is missing is told class by class. */
export function checkItems({ wording, required, forms, contactDesk }: LintCase, locale: Locale, prose: readonly ProseBlock[], namesAny: boolean): Finding[] {
  // What is said to some people alone is missing for the others.
  const said = wording.sections.filter(({ when }) => isForAll(when)).map(({ text }) => text[locale]).join("\n\n");
  // Data that is named in words is as good as the placeholder that names it.
  const words = namesAny ? `${said}\n{{leaked-classes}}` : said;
  const found: Finding[] = [];
  const desk = said.replaceAll("{{contact-desk}}", contactDesk[locale]);
  const namesDesk = new RegExp(deskWords[locale], "iu").test(desk);
  const unreachable = namesDesk && !REACHABLE.test(desk);
  if (unreachable) found.push(foundInAll("contact-unreachable", locale, "contact-desk"));
  for (const { item, rules, perhaps } of required) {
    if (holdsItem(item.test, words, locale) || (unreachable && item.id === "contact-desk")) continue;
    found.push(foundInAll("item-missing", locale, item.id, { law: [...rules, ...perhaps].map(({ id }) => id), undecided: perhaps.map(({ id }) => id), overridable: rules.length === 0 }));
  }
  const headings = [wording.subject[locale], ...prose.filter(({ kind }) => kind === "heading").map(({ heading }) => heading)].map(plain);
  for (const { rule, form, certain } of forms) {
    for (const wanted of [...(form.title ? [form.title] : []), ...form.headings]) {
      if (!headings.some((heading) => heading.includes(plain(wanted)))) found.push(foundInAll("form-missing", locale, wanted, { law: [rule.id], undecided: certain ? [] : [rule.id], overridable: !certain }));
    }
  }
  return found;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
}

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { itemsFile, leavesOf, rulesFile, type Item, type Jurisdiction, type Rule, type Rulebook } from "./types";

/** Where the rules lie: as with the messages, every process runs from the project's root or from the standalone build, which carries a copy at the same place. */
const RULES = path.join(process.cwd(), "content", "rules");
let read: Rulebook | undefined;

/** The law that the product is built on stands at the head of every list. */
function koreaFirst(a: string, b: string): number {
  const rank = (file: string) => (file === "kr.yaml" ? `0${file}` : `1${file}`);
  return rank(a) < rank(b) ? -1 : 1;
}

/** All rules of every jurisdiction with the vocabulary of their items, read once per process. A file that is not as it should be throws with its name and place. */
export function loadRulebook(): Rulebook {
  read ??= readRulebook(Object.fromEntries(readdirSync(RULES).filter((file) => file.endsWith(".yaml")).map((file): [string, string] => [file, readFileSync(path.join(RULES, file), "utf8")])));
  return read;
}

/**
 * Read a rulebook from the texts of its files: `items.yaml`, and one for each jurisdiction. Whatever a schema cannot see is checked here: that a name which
 * a rule mentions is there, so that a misspelt item is no item that nobody asks for. @throws {Error} naming the file
 */
export function readRulebook(files: Record<string, string>): Rulebook {
  const { "items.yaml": itemsText, ...rest } = files;
  const items = Object.entries(readFile("items.yaml", itemsText ?? "", itemsFile).items).map(([id, item]): Item => ({ id, ...item }));
  const read = Object.entries(rest).sort(([a], [b]) => koreaFirst(a, b)).map(([name, text]) => ({ name, ...readFile(name, text, rulesFile) }));
  const jurisdictions = read.flatMap((file) => file.jurisdictions);
  const rules: Rule[] = [];
  for (const file of read) {
    for (const rule of file.rules) {
      for (const problem of danglingNames(rule, rules, file.rules, jurisdictions, items)) throw new Error(`content/rules/${file.name}: ${rule.id} ${problem}`);
      rules.push(rule);
    }
  }
  const unused = items.find(({ id }) => !rules.some((rule) => itemsOf(rule).includes(id)));
  if (unused) throw new Error(`content/rules/items.yaml: no rule asks for ${unused.id}`);
  for (const [what, ids] of [["rule", rules], ["jurisdiction", jurisdictions]] as const) {
    const twice = ids.find(({ id }, i) => ids.findIndex((other) => other.id === id) !== i);
    if (twice) throw new Error(`content/rules: ${what} ${twice.id} is there twice`);
  }
  return { jurisdictions, rules, items };
}

function readFile<S extends z.ZodType>(name: string, text: string, schema: S): z.output<S> {
  const result = schema.safeParse(parse(text, { prettyErrors: true }));
  if (!result.success) throw new Error(`content/rules/${name}:\n${z.prettifyError(result.error)}`);
  return result.data;
}

function itemsOf(rule: Rule): string[] {
  return [...rule.items, ...rule.conditionalItems.map(({ item }) => item)];
}

function danglingNames(rule: Rule, before: Rule[], siblings: Rule[], jurisdictions: Jurisdiction[], items: Item[]): string[] {
  const has = (list: { id: string }[], id: string) => list.some((other) => other.id === id);
  const conditions = [rule.when, rule.clock?.longer?.when, ...rule.exemptions.map(({ when }) => when), ...rule.conditionalItems.map(({ when }) => when)].flatMap((each) => (each ? leavesOf(each) : []));
  const places = conditions.flatMap((leaf) => ("people" in leaf && leaf.people.in ? [leaf.people.in] : []));
  const named = conditions.flatMap((leaf) => ("rule" in leaf ? [leaf.rule] : []));
  return [
    ...(has(jurisdictions, rule.jurisdiction) ? [] : [`is of ${rule.jurisdiction}, which is no jurisdiction`]),
    ...itemsOf(rule).filter((id) => !has(items, id)).map((id) => `asks for ${id}, which is no item`),
    ...places.filter((place) => !has(jurisdictions, place) && !has(jurisdictions, place.replace(/-state$/, ""))).map((place) => `counts people in ${place}, which is no place`),
    ...named.filter((id) => !has(before, id)).map((id) => `goes by ${id}, which is no rule before it`),
    ...(rule.follows && !has(siblings, rule.follows.rule) ? [`is followed by ${rule.follows.rule}, which is no rule of its file`] : []),
  ];
}

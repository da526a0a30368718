import { rawData } from "caniemail";
import { parse as parseSelector, SelectorType } from "css-what";
import { ElementType, parseDocument } from "htmlparser2";
import postcss from "postcss";

/** The mail programs that are measured and that people here have, as caniemail.com names them. The new Outlook for Windows is its outlook-com. */
const FAMILIES = ["outlook", "gmail", "apple-mail"] as const;
const data = new Map(rawData.data.map((feature) => [feature.slug, feature]));

/** What several names share. */
const GROUPS: Record<string, string> = {
  ...Object.fromEntries(["h1", "h2", "h3", "h4", "h5", "h6"].map((name) => [`html-${name}`, "html-h1-h6"])),
  ...Object.fromEntries(["ul", "ol", "li", "dl", "dt", "dd", "start"].map((name) => [`html-${name}`, "html-lists"])),
  ...Object.fromEntries(["tbody", "thead", "tfoot", "tr", "td", "th"].map((name) => [`html-${name}`, "html-table"])),
  ...Object.fromEntries(["article", "aside", "details", "figcaption", "figure", "footer", "header", "main", "mark", "nav", "section", "summary", "time"].map((name) => [`html-${name}`, "html-semantics"])),
  "html-b": "html-strong",
};

const COMBINATORS: Partial<Record<SelectorType, string>> = { [SelectorType.Adjacent]: "adjacent-sibling", [SelectorType.Sibling]: "general-sibling" };

/** One element with its own styles. */
export interface MailElement {
  name: string;
  attributes: Record<string, string>;
  styles: { property: string; value: string; important: boolean }[];
}

/** What a mail is made of: each thing by the name that caniemail.com gives it, or by its own where nobody measured it. */
export interface MailFeatures {
  measured: Set<string>;
  unmeasured: Set<string>;
  elements: MailElement[];
}

/** Take a mail apart: elements, attributes, comments, properties, values, units, at-rules and selectors. */
export function featuresOf(html: string): MailFeatures {
  const found: MailFeatures = { measured: new Set(), unmeasured: new Set(), elements: [] };
  const see = (...names: string[]) => {
    const known = names.map((name) => GROUPS[name] ?? name.replace(/^css-(margin|padding|border)-(top|right|bottom|left).*$/, "css-$1")).find((name) => data.has(name));
    if (known) found.measured.add(known);
    else found.unmeasured.add(names.at(-1)!);
  };
  const walk = (nodes: ReturnType<typeof parseDocument>["childNodes"]) => {
    for (const node of nodes) {
      if (node.type === ElementType.Directive) see(/^!doctype html$/i.test(node.data) ? "html-doctype" : "html-doctype-of-old");
      if (node.type === ElementType.Comment) see("html-comments");
      if (node.type === ElementType.Style) for (const child of node.children) if (child.type === ElementType.Text) seeSheet(child.data, see);
      if (node.type !== ElementType.Tag && node.type !== ElementType.Style && node.type !== ElementType.Script) continue;
      const { name, attribs, children } = node;
      see(`html-${name}`);
      for (const [attribute, value] of Object.entries(attribs)) if (attribute !== "style") seeAttribute(name, attribute, value, see);
      found.elements.push({ name, attributes: attribs, styles: seeStyles(attribs.style ?? "", see) });
      walk(children);
    }
  };
  walk(parseDocument(html, { lowerCaseAttributeNames: true }).childNodes);
  return found;
}

type See = (...names: string[]) => void;

function seeAttribute(element: string, attribute: string, value: string, see: See) {
  if (element === "meta" && attribute === "name") see(`html-meta-${value}`);
  else if (attribute === "href") see(value.startsWith("mailto:") ? "html-mailto-links" : value.startsWith("#") ? "html-anchor-links" : `html-href-${value.split(":")[0]}`);
  else if (attribute === "src") see(/^data:/i.test(value) ? "image-base64" : `image-${/\.([a-z]+)$/i.exec(value)?.[1]?.toLowerCase() ?? "of-no-type"}`);
  else see(`html-${attribute}`, `html-${attribute}-attribute`);
}

function seeStyles(text: string, see: See): MailElement["styles"] {
  const styles: MailElement["styles"] = [];
  postcss.parse(text).walkDecls(({ prop, value, important }) => {
    const property = prop.toLowerCase();
    see(property.startsWith("--") ? "css-variables" : `css-${property}`);
    seeValue(property, value, important === true, see);
    styles.push({ property, value, important: important === true });
  });
  return styles;
}

function seeValue(property: string, value: string, important: boolean, see: See) {
  if (important) see("css-important");
  if (property === "display" && data.has(`css-display-${value}`)) see(`css-display-${value}`);
  if (/^(inherit|initial|unset|revert)$/.test(value)) see("css-unit-initial");
  if (/\b(system-ui|ui-(serif|sans-serif|monospace|rounded))\b/.test(value)) see("css-sytem-ui");
  const bare = value.replaceAll(/"[^"]*"|'[^']*'|#[0-9a-f]+\b/gi, "");
  for (const [, unit] of bare.matchAll(/(?<![\w-])[+-]?(?:\d+\.?\d*|\.\d+)([a-z]+|%)/gi)) see(`css-unit-${unit === "%" ? "percent" : unit!.toLowerCase()}`);
  for (const [, name] of bare.matchAll(/([a-z-]+)\(/gi)) see(`css-${name}`, `css-unit-${name}`, `css-function-${name}`, ...(name === "var" ? ["css-variables"] : name === "url" ? [`css-${property}`] : []));
}

function seeSheet(text: string, see: See) {
  const sheet = postcss.parse(text);
  sheet.walkComments(() => see("css-comments"));
  sheet.walkDecls(({ prop, value, important }) => {
    see(`css-${prop.toLowerCase()}`);
    seeValue(prop.toLowerCase(), value, important === true, see);
  });
  sheet.walkAtRules(({ name, params }) => {
    see(`css-at-${name}`);
    for (const [, feature] of params.matchAll(/\(\s*([a-z-]+)/gi)) see(`css-at-${name}-${feature}`);
  });
  sheet.walkRules(({ selector }) => {
    const choices = parseSelector(selector);
    if (choices.length > 1) see("css-selector-grouping");
    for (const parts of choices)
      parts.forEach((part, i) => {
        if (part.type === SelectorType.Attribute) {
          see(part.name === "class" ? "css-selector-class" : part.name === "id" ? "css-selector-id" : "css-selector-attribute");
          const before = parts[i - 1]?.type;
          if (before === SelectorType.Attribute || before === SelectorType.Tag) see("css-selector-chaining");
        } else if (part.type === SelectorType.Tag) see("css-selector-type");
        else if (part.type === SelectorType.Pseudo) see(`css-pseudo-class-${part.name}`);
        else if (part.type === SelectorType.PseudoElement) see(`css-pseudo-element-${part.name}`);
        else see(`css-selector-${COMBINATORS[part.type] ?? part.type}`);
      });
  });
}

const statsOf = (feature: (typeof rawData.data)[number]) => feature.stats as unknown as Partial<Record<string, Record<string, Record<string, string>>>>;
/** The programs as families and platforms: every platform for which anything was measured. */
const PROGRAMS = FAMILIES.flatMap((family) => [...new Set(rawData.data.flatMap((feature) => Object.keys(statsOf(feature)[family] ?? {})))].map((platform) => [family, platform] as const));

/** The programs that do not have something whole, in their newest version that was measured: "partly" or "not" (which what nobody knows counts as), by program. */
export function lackingIn(slug: string): Record<string, "partly" | "not"> {
  const stats = statsOf(data.get(slug)!);
  const support = PROGRAMS.map(([family, platform]) => [`${family} ${platform}`, Object.values(stats[family]?.[platform] ?? {}).at(-1)?.[0]] as const);
  return Object.fromEntries(support.filter(([, letter]) => letter !== "y").map(([program, letter]) => [program, letter === "a" ? "partly" : "not"]));
}

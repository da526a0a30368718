import { locales, type Locale } from "@/db/values/locales";

/** Names of a revision's fields, nested as the content is; `part` is the name of the part itself. */
export interface FieldNames {
  [name: string]: string | FieldNames;
}

/** Say which field a path means, as the editor labels it: `updates.1.title.en` is “Changes 2 · Heading (English)”. */
export function fieldName(names: FieldNames, languages: Record<Locale, string>, path: string): string {
  let node: string | FieldNames | undefined = names;
  let language = "";
  const said: string[] = [];
  for (const step of path.split(".")) {
    if (/^\d+$/.test(step)) said.push(`${said.pop() ?? ""} ${Number(step) + 1}`);
    else if ((locales as readonly string[]).includes(step)) language = ` (${languages[step as Locale]})`;
    else {
      node = typeof node === "object" ? node[step] : undefined;
      const name = typeof node === "object" ? node.part : node;
      if (typeof name === "string") said.push(name);
    }
  }
  return `${said.join(" · ")}${language}`;
}

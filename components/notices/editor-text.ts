/** What a menu puts into a field at the caret. `alone` stands in a paragraph of its own. */
export type Insertion = { kind: "inline" | "alone"; text: string } | { kind: "heading" | "list" | "strong" } | { kind: "link"; label: string };

/** Characters that are replaced, by what, and what is selected afterwards. */
export interface TextChange {
  from: number;
  to: number;
  text: string;
  select: [from: number, to: number];
}

/** Say what an insertion changes in a text whose selection is from `start` to `end`. */
export function changeFor(insertion: Insertion, value: string, start: number, end: number): TextChange {
  const selected = value.slice(start, end);
  const replaced = (text: string, from = text.length, to = from): TextChange => ({ from: start, to: end, text, select: [start + from, start + to] });
  switch (insertion.kind) {
    case "inline":
      return replaced(insertion.text);
    case "alone": {
      const before = gap(value.slice(0, start), /\n*$/);
      const after = gap(value.slice(end), /^\n*/);
      return replaced(before + insertion.text + after, before.length + insertion.text.length);
    }
    case "strong":
      return replaced(`**${selected}**`, 2, 2 + selected.length);
    case "link": {
      const label = selected || insertion.label;
      return replaced(`[${label}](https://)`, label.length + 3, label.length + 11);
    }
    case "heading":
      return eachLine(value, start, start, (line) => (line.startsWith("#") ? line : `## ${line}`));
    case "list":
      return eachLine(value, start, end, (line) => (/^\s*([-*+]|\d+[.)])\s/.test(line) ? line : `- ${line}`));
  }
}

/** The line ends that are missing to an empty line; at an end of the text none are. */
function gap(beside: string, ends: RegExp): string {
  if (beside.trim() === "") return "";
  return "\n".repeat(Math.max(0, 2 - (ends.exec(beside)?.[0].length ?? 0)));
}

/** Rewrite the lines that a selection touches; the caret goes to their end. */
function eachLine(value: string, start: number, end: number, rewrite: (line: string) => string): TextChange {
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const next = value.indexOf("\n", end);
  const to = next < 0 ? value.length : next;
  const text = value.slice(from, to).split("\n").map(rewrite).join("\n");
  return { from, to, text, select: [from + text.length, from + text.length] };
}

/** Change a field as if it had been typed, so that the browser can undo it. */
export function typeInto(field: HTMLTextAreaElement, { from, to, text, select }: TextChange): void {
  field.focus();
  field.setSelectionRange(from, to);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one way that leaves the browser's own undo whole: marked as old, and every browser has it
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  field.setSelectionRange(...select);
}

/** Where a text has what keeps it from being approved: placeholders that nobody fills, braces without one, and square brackets that are no link. */
export function openPlaces(text: string, known: readonly string[]): { from: number; to: number }[] {
  return [...text.matchAll(/\{\{([^{}\n]*)\}\}|[{}]+|\[[^\][\n]*\](?!\()|［[^［］\n]*］/g)].flatMap(({ 0: written, 1: name, index }) => (name !== undefined && known.includes(name) ? [] : [{ from: index, to: index + written.length }]));
}

import { describe, expect, it } from "vitest";
import { changeFor, openPlaces, type Insertion } from "./editor-text";

/** A text with its selection marked by bars, before and after. */
function after(marked: string, insertion: Insertion): string {
  const [a = "", b = "", c] = marked.split("|");
  const [value, start, end] = c === undefined ? [a + b, a.length, a.length] : [a + b + c, a.length, a.length + b.length];
  const { from, to, text, select } = changeFor(insertion, value, start, end);
  const done = value.slice(0, from) + text + value.slice(to);
  return select[0] === select[1] ? `${done.slice(0, select[0])}|${done.slice(select[0])}` : `${done.slice(0, select[0])}|${done.slice(select[0], select[1])}|${done.slice(select[1])}`;
}

describe("what a menu puts in", () => {
  it.each<[string, Insertion, string]>([
    ["It leaked from |.", { kind: "inline", text: "{{organisation}}" }, "It leaked from {{organisation}}|."],
    ["It leaked from |XX|.", { kind: "inline", text: "{{organisation}}" }, "It leaked from {{organisation}}|."],
    ["|", { kind: "alone", text: "{{leaked-list}}" }, "{{leaked-list}}|"],
    ["Before|after", { kind: "alone", text: "{{leaked-list}}" }, "Before\n\n{{leaked-list}}|\n\nafter"],
    ["Before\n\n|\nafter", { kind: "alone", text: "{{leaked-list}}" }, "Before\n\n{{leaked-list}}|\n\nafter"],
    ["one\ntw|o\nthree", { kind: "heading" }, "one\n## two|\nthree"],
    ["## two|", { kind: "heading" }, "## two|"],
    ["o|ne\n- two\nth|ree", { kind: "list" }, "- one\n- two\n- three|"],
    ["|", { kind: "list" }, "- |"],
    ["say |this| now", { kind: "strong" }, "say **|this|** now"],
    ["say |", { kind: "strong" }, "say **|**"],
    ["see |us|", { kind: "link", label: "text" }, "see [us](|https://|)"],
    ["see |", { kind: "link", label: "text" }, "see [text](|https://|)"],
  ])("%j, %j", (before, insertion, expected) => {
    expect(after(before, insertion)).toBe(expected);
  });
});

it("finds the places that are still open, and not links or what is filled in", () => {
  const text = "[What happened] on {{as-of}} at {{delivery-pages}}, see [us](https://a.example) {oops} ［쓸 것］";
  expect(openPlaces(text, ["as-of"]).map(({ from, to }) => text.slice(from, to))).toEqual(["[What happened]", "{{delivery-pages}}", "{", "}", "［쓸 것］"]);
});

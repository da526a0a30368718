import { describe, expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { locales } from "@/db/values/locales";
import { starterTemplates } from "./starter-templates";

const placeholders = ["organisation", "portal-url", "contact-desk", "as-of", "reference"];
const kinds = Object.keys(starterTemplates) as (keyof typeof starterTemplates)[];

describe.each(kinds)("wording to start from: %s", (kind) => {
  it.each(locales)("says what leaked, uses every other placeholder and none that is unknown, in %s", (locale) => {
    const wording = starterTemplates[kind];
    const used = [wording.subject[locale], ...wording.sections.map(({ text }) => text[locale])].flatMap((text) => [...text.matchAll(/\{\{([^}]*)\}\}/g)].map((match) => match[1]));
    expect([...new Set(used)].filter((name) => name !== "leaked-list" && name !== "leaked-classes").sort()).toEqual([...placeholders].sort());
    expect(used.some((name) => name === "leaked-list" || name === "leaked-classes")).toBe(true);
  });

  it("is as long in one language as in the other, and says leaked", () => {
    const { subject, sections } = starterTemplates[kind];
    const marks = (text: string) => text.split("\n").map((line) => /^(#+|-|\d+\.)? ?/.exec(line)?.[1] ?? "");
    for (const { text } of sections) expect(marks(text.en)).toEqual(marks(text.ko));
    expect(subject.ko + sections.map(({ text }) => text.ko).join(" ")).toContain("유출");
    expect(subject.en + sections.map(({ text }) => text.en).join(" ")).toMatch(/leaked/);
    expect(JSON.stringify(starterTemplates[kind])).not.toMatch(/노출|exposed|inconvenience|rest assured|면책/i);
  });

  it("leaves nothing to be replaced in the demo", () => {
    const { sections } = demoWording(kind);
    expect(sections.flatMap(({ text }) => [text.ko, text.en]).join("\n")).not.toMatch(/[[\]]|undefined|: \.|: $/m);
  });
});

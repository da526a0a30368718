import { describe, expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { locales } from "@/db/values/locales";
import { starterTemplates } from "./starter-templates";

const placeholders = ["organisation", "leaked-classes", "portal-url", "contact-desk", "as-of", "reference"];
const kinds = Object.keys(starterTemplates) as (keyof typeof starterTemplates)[];

describe.each(kinds)("wording to start from: %s", (kind) => {
  it.each(locales)("uses every placeholder and no other, in %s", (locale) => {
    const wording = starterTemplates[kind];
    const used = [wording.subject[locale], ...wording.paragraphs[locale]].flatMap((text) => [...text.matchAll(/\{\{([^}]*)\}\}/g)].map((match) => match[1]));
    expect([...new Set(used)].sort()).toEqual([...placeholders].sort());
  });

  it("is as long in one language as in the other, and says leaked", () => {
    const { subject, paragraphs } = starterTemplates[kind];
    expect(paragraphs.ko.length).toBe(paragraphs.en.length);
    expect(subject.ko + paragraphs.ko.join(" ")).toContain("유출");
    expect(subject.en + paragraphs.en.join(" ")).toMatch(/leaked/);
    expect(JSON.stringify(starterTemplates[kind])).not.toMatch(/노출|exposed|inconvenience|rest assured|면책/i);
  });

  it("leaves nothing to be replaced in the demo", () => {
    const { paragraphs } = demoWording(kind);
    expect([...paragraphs.ko, ...paragraphs.en].join("\n")).not.toMatch(/[[\]]|undefined|: \.|: $/m);
  });
});

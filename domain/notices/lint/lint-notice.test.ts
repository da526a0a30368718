import { describe, expect, it } from "vitest";
import { loadRulebook } from "@/content/rules/rulebook";
import type { SectionCondition } from "../types";
import { lintNotice } from "./lint-notice";

const item = loadRulebook().items.find(({ id }) => id === "legal-rights")!;
const RIGHTS = "You can claim damages or statutory damages, and apply for mediation.";

function rulesFound(sections: { when: SectionCondition; words: string }[], audience = { confirmed: ["names"], possible: [] as string[] }): string[] {
  const findings = lintNotice({
    kind: "full",
    wording: { subject: { ko: "", en: "Your data leaked" }, sections: sections.map(({ when, words }) => ({ when, text: { ko: "", en: words } })) },
    locales: ["en"],
    audience,
    required: [{ item, rules: [], perhaps: [] }],
    ...{ forms: [], facts: [], domains: [], contactDesk: { ko: "", en: "" } },
  });
  return findings.map(({ rule, about }) => `${rule}: ${about}`);
}

const toAll = (words: string) => ({ when: {}, words });

describe("sections for some people alone", () => {
  it("do not say to everybody what the law wants said to everybody", () => {
    const told = toAll("Your name leaked.");
    expect(rulesFound([told, toAll(RIGHTS)])).not.toContain("item-missing: legal-rights");
    expect(rulesFound([told, { when: { subjectKind: "third-party" }, words: RIGHTS }])).toContain("item-missing: legal-rights");
  });

  it("name to nobody else what leaked of them", () => {
    expect(rulesFound([toAll("{{leaked-list}}"), toAll(RIGHTS)])).not.toContain("class-missing: names");
    expect(rulesFound([toAll("It leaked."), { when: { subjectKind: "third-party" }, words: "{{leaked-list}}" }, toAll(RIGHTS)])).toContain("class-missing: names");
  });

  it("say nothing where nobody of the audience gets them", () => {
    const about = { when: { dataClass: "physical-addresses" as const }, words: "Your delivery address leaked." };
    expect(rulesFound([toAll("Your name leaked."), about, toAll(RIGHTS)])).not.toContain("class-extra: physical-addresses");
    expect(rulesFound([toAll("Your name leaked."), { ...about, when: {} }, toAll(RIGHTS)])).toContain("class-extra: physical-addresses");
  });
});

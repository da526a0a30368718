import { describe, expect, it } from "vitest";
import { loadRulebook } from "@/content/rules/rulebook";
import type { PostingCheckResult } from "@/db/values/posting-states";
import type { Answer, RuleVerdict } from "../rules/types";
import { bannerSnippet, gapsIn, leastStay, linksTo, whyNotArchivable, whyNotExtendable, whyNotPublishable, whyNotStay } from "./rules";
import type { PostingCheck } from "./types";

const verdict = (id: string, answer: Answer): RuleVerdict => ({ rule: loadRulebook().rules.find((rule) => rule.id === id)!, answer, reasons: [], deadline: null, items: [] });
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 30, 0, minutes));
const check = (result: PostingCheckResult, from: number, to: number): PostingCheck => ({ locale: "ko", result, detail: result === "stands" ? "" : "404", firstAt: at(from), lastAt: at(to), checks: 1 });

describe("how long a posting stays", () => {
  it.each<[string, Parameters<typeof leastStay>, ReturnType<typeof leastStay>]>([
    ["no rule asks", ["full", []], { days: 30, rules: [] }],
    ["Korea asks for a full notice", ["full", [verdict("KR-IND", "applies")]], { days: 30, rules: ["KR-IND"] }],
    ["health data of the United States ask for longer", ["full", [verdict("KR-IND", "applies"), verdict("US-HIPAA-IND", "applies")]], { days: 90, rules: ["US-HIPAA-IND"] }],
    ["one that may apply, or does not, does not count", ["full", [verdict("US-HIPAA-IND", "undecided"), verdict("KR-IND", "does-not-apply")]], { days: 30, rules: [] }],
    ["an apology is under no rule, and still stays", ["apology", [verdict("US-HIPAA-IND", "applies")]], { days: 30, rules: [] }],
  ])("%s", (_, [kind, verdicts], least) => {
    expect(leastStay(kind, verdicts)).toEqual(least);
  });

  it("may be longer and never shorter", () => {
    expect([whyNotStay(29, 30)?.kind, whyNotStay(30, 30), whyNotStay(31, 30)]).toEqual(["invalid", null, null]);
    const posting = { state: "standing" as const, mustStayUntil: at(10) };
    expect([whyNotExtendable(posting, at(10))?.kind, whyNotExtendable(posting, at(11)), whyNotExtendable({ ...posting, state: "archived" }, at(11))?.reason]).toEqual(["invalid", null, "posting-not-standing"]);
    expect([whyNotArchivable(posting, at(9))?.reason, whyNotArchivable(posting, at(10))]).toEqual(["posting-must-stay", null]);
  });

  it("is published by somebody else", () => {
    expect(whyNotPublishable({ state: "proposed", proposedBy: "a" }, "a")?.reason).toBe("second-person");
    expect(whyNotPublishable({ state: "withdrawn", proposedBy: "a" }, "b")?.reason).toBe("posting-not-proposed");
    expect(whyNotPublishable({ state: "proposed", proposedBy: "a" }, "b")).toBeNull();
  });
});

describe("gaps of a log", () => {
  it.each<[string, PostingCheck[], number, [number, number, string][]]>([
    ["none while every look found it", [check("stands", 1, 31)], 35, []],
    ["from the last good look to the next one", [check("stands", 1, 6), check("refused", 11, 16), check("stands", 21, 31)], 35, [[6, 21, "refused"]]],
    ["one that lasts ends with the last look", [check("stands", 1, 6), check("differs", 11, 16)], 20, [[6, 16, "differs"]]],
    ["one failure after another", [check("unreachable", 1, 6), check("refused", 11, 16)], 20, [[0, 11, "unreachable"], [6, 16, "refused"]]],
    ["a silence is a gap", [check("stands", 1, 6), check("stands", 31, 36)], 40, [[6, 31, "not-checked"]]],
    ["and so is a log that ended", [check("stands", 1, 6)], 60, [[6, 60, "not-checked"]]],
    ["or never began", [], 60, [[0, 60, "not-checked"]]],
  ])("%s", (_, checks, until, gaps) => {
    // As the database gives them, the newest first.
    expect(gapsIn([...checks].reverse(), at(0), at(until)).map(({ from, to, result }) => [from.getTime(), to.getTime(), result])).toEqual(gaps.map(([from, to, result]) => [at(from).getTime(), at(to).getTime(), result]));
  });
});

describe("a banner", () => {
  const url = "https://notice.haneulmall.example/ko/haneul/postings/1";

  it("is a link and nothing that runs, whatever stands in it", () => {
    const snippet = bannerSnippet({ title: '"><script>alert(1)</script>', organisation: "Haneul & Co", url, locale: "en" });
    expect(snippet).toBe(`<p lang="en"><strong>Haneul &amp; Co</strong>: <a href="${url}">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</a></p>`);
    expect(linksTo(snippet, [url])).toBe(true);
  });

  it.each<[string, string, boolean]>([
    ["in any quotes", `<a class="a>b" data-x='1' href='${url}'>x</a>`, true],
    ["in none", `<A target=_blank HREF=${url}>x</A>`, true],
    ["another address", `<a href="${url}0">x</a>`, false],
    ["only text", url, false],
    ["in a comment", `<!-- <a href="${url}">x</a> -->`, false],
    ["in a script", `<script>document.write('<a href="${url}">x</a>')</script>`, false],
    ["of another attribute", `<a data-href="${url}">x</a>`, false],
    ["of another element", `<link href="${url}">`, false],
  ])("is found %s", (_, html, found) => {
    expect(linksTo(html, [`${url}/other`, url])).toBe(found);
  });
});

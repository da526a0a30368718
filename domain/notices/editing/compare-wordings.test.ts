import { describe, expect, it } from "vitest";
import { compareWordings, compareWords } from "./compare-wordings";
import type { NoticeSection, NoticeWording } from "../types";

const section = (ko: string, en: string, when: NoticeSection["when"] = {}): NoticeSection => ({ when, text: { ko, en } });
const wording = (...sections: NoticeSection[]): NoticeWording => ({ subject: { ko: "제목", en: "Subject" }, sections });
const marked = (changes: ReturnType<typeof compareWords>) => changes.map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `+${text}+` : `-${text}-`)).join("");

describe("words of two versions", () => {
  it.each([
    ["en", "Your name leaked.", "Your name and address leaked.", "Your name +and address +leaked."],
    ["en", "Call the desk today.", "Write to us today.", "-Call the desk-+Write to us+ today."],
    ["en", "On {{as-of}}.", "On {{fact:discovered}}.", "On -{{as-of}}-+{{fact:discovered}}+."],
    ["ko", "고객님의 개인정보가 노출되었습니다.", "고객님의 개인정보가 유출되었습니다.", "고객님의 개인정보가 -노출되었습니다-+유출되었습니다+."],
    ["ko", "이름, 주소", "이름, 전화번호, 주소", "이름, +전화번호, +주소"],
    ["en", "same", "same", "same"],
    ["en", "", "new", "+new+"],
  ] as const)("%s: %s → %s", (locale, before, after, expected) => {
    expect(marked(compareWords(before, after, locale))).toBe(expected);
  });
});

describe("two versions", () => {
  const rights = section("## 권리\n\n배상을 청구하실 수 있습니다.", "## Your rights\n\nYou can claim damages.");
  const leaked = section("## 유출된 항목\n\n- 이름", "## What leaked\n\n- Name");
  const before = wording(leaked, rights, section("도와드리겠습니다 {{contact-desk}}", "We will help you {{contact-desk}}"));

  it("say what was added to what leaked, which sections came, went and moved, and for whom", () => {
    const after = wording(
      section("## 유출된 항목\n\n- 이름\n- 공동현관 비밀번호", "## What leaked\n\n- Name\n- Building entrance code"),
      section("도와드리겠습니다 {{contact-desk}}", "We will help you {{contact-desk}}", { evidence: "possible" }),
      section("## 새로운 것\n\n{{fact:people-affected}}", "## Something new\n\n{{fact:people-affected}}"),
    );
    const { meanings, sections } = compareWordings(before, after);
    expect(meanings).toEqual([
      { kind: "class-added", dataClass: "access-codes" },
      { kind: "section-removed", number: 2, title: { ko: "권리", en: "Your rights" } },
      { kind: "audience-changed", number: 2, title: { ko: "도와드리겠습니다 {{contact-desk}}", en: "We will help you {{contact-desk}}" } },
      { kind: "section-added", number: 3, title: { ko: "새로운 것", en: "Something new" } },
      { kind: "fact-added", name: "people-affected" },
    ]);
    expect(sections.map(({ kind, before: was, after: is }) => [kind, was, is])).toEqual([["changed", 1, 1], ["removed", 2, null], ["changed", 3, 2], ["added", null, 3]]);
  });

  it("tell of a change in one language alone, of a text message and of its link", () => {
    const after = { ...wording(leaked, section(rights.text.ko, `${rights.text.en} Soon.`), before.sections[2]!), sms: { text: { ko: "유출", en: "Leaked" }, link: true } };
    expect(compareWordings(before, after).meanings).toEqual([{ kind: "one-language", number: 2, title: { ko: "권리", en: "Your rights" }, locale: "en" }, { kind: "sms-added" }, { kind: "link-allowed" }]);
    expect(compareWordings(after, before).meanings.slice(1)).toEqual([{ kind: "sms-removed" }, { kind: "link-withdrawn" }]);
  });

  it("find sections that moved", () => {
    const after = wording(rights, leaked, before.sections[2]!);
    expect(compareWordings(before, after).meanings).toEqual([{ kind: "section-moved", number: 1, title: { ko: "권리", en: "Your rights" } }]);
    expect(compareWordings(before, before)).toMatchObject({ meanings: [], sections: [{ kind: "same" }, { kind: "same" }, { kind: "same" }] });
  });
});

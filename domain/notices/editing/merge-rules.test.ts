import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { alignSections, mergeWordings } from "./merge-rules";
import type { NoticeSection, NoticeWording } from "../types";

const section = (text: string, when: NoticeSection["when"] = {}): NoticeSection => ({ when, text: { ko: `${text} 글`, en: text } });
const wording = (...texts: (string | NoticeSection)[]): NoticeWording => ({ subject: { ko: "제목", en: "Subject" }, sections: texts.map((text) => (typeof text === "string" ? section(text) : text)) });
const english = ({ sections }: NoticeWording) => sections.map(({ text }) => text.en);
const base = wording("one leaked", "two what you can do", "three whom to call", "four your rights");
const changed = (of: NoticeWording, at: number, text: Partial<NoticeSection["text"]>): NoticeWording => ({ ...of, sections: of.sections.map((each, i) => (i === at ? { ...each, text: { ...each.text, ...text } } : each)) });

describe("two who changed the same wording", () => {
  it("in different fields are not asked, and both changes are there", () => {
    const mine = { ...changed(base, 0, { en: "one leaked on Monday" }), subject: { ko: "제목", en: "My subject" } };
    const theirs = changed(base, 0, { ko: "첫째" });
    const merged = mergeWordings(base, mine, theirs);
    expect(merged).toMatchObject({ clashes: [], taken: 1, from: [0, 1, 2, 3] });
    expect(merged.wording.subject.en).toBe("My subject");
    expect(merged.wording.sections[0]?.text).toEqual({ ko: "첫째", en: "one leaked on Monday" });
  });

  it("in the same field choose, and see both texts", () => {
    const merged = mergeWordings(base, changed(base, 1, { en: "two mine" }), changed(base, 1, { en: "two theirs" }));
    expect(merged.clashes).toEqual([{ place: 1, locale: "en", mine: "two mine", theirs: "two theirs" }]);
    expect(merged.wording.sections[1]?.text.en).toBe("two mine");
    const whose = (when: NoticeSection["when"]) => ({ ...base, sections: base.sections.map((each, i) => (i === 2 ? { ...each, when } : each)) });
    expect(mergeWordings(base, whose({ evidence: "possible" }), whose({ dataClass: "names" })).clashes).toEqual([{ place: 2, condition: { mine: { evidence: "possible" }, theirs: { dataClass: "names" } } }]);
  });

  it("who write the same, or only spaces that a save drops, are asked nothing", () => {
    expect(mergeWordings(base, changed(base, 1, { en: "two same" }), changed(base, 1, { en: "two same" }))).toMatchObject({ clashes: [], taken: 0 });
    expect(mergeWordings(changed(base, 1, { en: "two \n" }), changed(base, 1, { en: "two mine" }), changed(base, 1, { en: "two" })).clashes).toEqual([]);
  });

  it("keep each other's new sections, in the place where each put them", () => {
    const mine = wording("one leaked", "mine", "two what you can do", "three whom to call", "four your rights");
    const theirs = wording("one leaked", "two what you can do", "three whom to call", "theirs", "four your rights", "last");
    const merged = mergeWordings(base, mine, theirs);
    expect(english(merged.wording)).toEqual(["one leaked", "mine", "two what you can do", "three whom to call", "theirs", "four your rights", "last"]);
    expect(merged).toMatchObject({ from: [0, 1, 2, 3, null, 4, null], taken: 2, clashes: [] });
  });

  it("have a block that both put in once", () => {
    expect(english(mergeWordings(base, wording(...base.sections, "helplines"), wording(...base.sections, "helplines")).wording)).toHaveLength(5);
  });

  it("lose a section that one removed, but not what the other wrote in it", () => {
    const without = { ...base, sections: base.sections.filter((_, i) => i !== 2) };
    expect(english(mergeWordings(base, base, without).wording)).toEqual(["one leaked", "two what you can do", "four your rights"]);
    expect(english(mergeWordings(base, without, base).wording)).toEqual(["one leaked", "two what you can do", "four your rights"]);
    const wrote = changed(base, 2, { en: "three whom to call: the desk" });
    for (const merged of [mergeWordings(base, without, wrote), mergeWordings(base, wrote, without)]) expect(english(merged.wording)).toEqual(["one leaked", "two what you can do", "three whom to call: the desk", "four your rights"]);
  });

  it("move sections, and what the other wrote in them moves along", () => {
    const moved = wording("two what you can do", "one leaked", "three whom to call", "four your rights");
    for (const [mine, theirs] of [[moved, changed(base, 0, { en: "one leaked today" })], [changed(base, 0, { en: "one leaked today" }), moved]] as const) {
      expect(english(mergeWordings(base, mine, theirs).wording)).toEqual(["two what you can do", "one leaked today", "three whom to call", "four your rights"]);
    }
  });

  it("write a text message, and allow its link", () => {
    const sms = (en: string, link = false): NoticeWording => ({ ...base, sms: { text: { ko: "", en }, link } });
    expect(mergeWordings(base, base, sms("Leaked", true)).wording.sms).toEqual({ text: { ko: "", en: "Leaked" }, link: true });
    expect(mergeWordings(sms("a"), sms("b"), sms("c")).clashes).toEqual([{ place: "sms", locale: "en", mine: "b", theirs: "c" }]);
    expect(mergeWordings(sms("a"), base, sms("a")).wording.sms).toBeUndefined();
  });

  it("lose no word of either, whatever both did", () => {
    const acts = fc.array(fc.record({ at: fc.nat(30), act: fc.constantFrom("write", "add", "remove", "move") }), { maxLength: 6 });
    const after = (start: NoticeWording, who: string, done: { at: number; act: string }[]): { wording: NoticeWording; typed: string[] } => {
      let sections = [...start.sections];
      const typed: string[] = [];
      for (const [n, { at, act }] of done.entries()) {
        const i = at % Math.max(1, sections.length);
        const old = sections[i];
        if (act === "add") sections.splice(i, 0, section(`${who}${n} new`));
        if (act === "write" && old) sections[i] = { ...old, text: { ...old.text, en: `${old.text.en} ${who}${n}` } };
        if (act === "remove") sections.splice(i, 1);
        if (act === "move" && old) sections = [...sections.filter((each) => each !== old), old];
      }
      for (const each of sections) typed.push(...(each.text.en.match(new RegExp(`${who}\\d+`, "g")) ?? []));
      return { wording: { ...start, sections }, typed };
    };
    fc.assert(
      fc.property(acts, acts, (a, b) => {
        const start = { ...demoWording("full"), sections: demoWording("full").sections };
        const [mine, theirs] = [after(start, "mine", a), after(start, "theirs", b)];
        const merged = mergeWordings(start, mine.wording, theirs.wording);
        const seen = JSON.stringify([merged.wording, merged.clashes]);
        for (const word of [...mine.typed, ...theirs.typed]) expect(seen).toContain(word);
        expect(merged.from).toHaveLength(merged.wording.sections.length);
      }),
    );
  });
});

describe("sections of two versions", () => {
  it("are found again where they moved or were rewritten, and where another stands in their place", () => {
    const after = wording("four your rights", "one leaked on Monday", "three whom to call");
    expect(alignSections(base.sections, after.sections)).toEqual([1, null, 2, 0]);
    expect(alignSections(wording("a b", "c d", "e f").sections, wording("a b", "x y", "e f").sections)).toEqual([0, 1, 2]);
    expect(alignSections(wording("a b", "c d").sections, wording("a b", section("x y", { evidence: "possible" })).sections)).toEqual([0, null]);
  });
});

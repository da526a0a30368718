import { expect, it } from "vitest";
import { locales } from "@/db/values/locales";
import { wordingProblems } from "@/domain/notices/rules";
import { noticeWording } from "@/domain/notices/types";
import { blockNames, reusableBlocks } from "./reusable-blocks";

it.each(blockNames)("the block “%s” can be stored, says the same in every language, and leaves open only what its writer has to write", (name) => {
  const { sections } = noticeWording.parse({ subject: { ko: "제목", en: "Subject" }, sections: reusableBlocks[name] });
  for (const { text } of sections) for (const locale of locales) expect(text[locale]).not.toBe("");
  for (const keys of Object.values(wordingProblems({ subject: { ko: "제목", en: "Subject" }, sections }, []))) expect(keys).toEqual(["square-bracket"]);
});

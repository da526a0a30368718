import fc from "fast-check";
import { expect, it } from "vitest";
import { cleanWords } from "./redact";

it.each([
  ["550 5.1.1 <minji.kim@example.com>: no such user", [], "550 5.1.1 <…>: no such user"],
  ["mailer-daemon is not here", ["mailer-daemon@x.example"], "… is not here"],
  ["사용자 민지 님의 메일함이 가득 찼습니다", ["민지@example.com"], "사용자 … 님의 메일함이 가득 찼습니다"],
  ["a+b (c) is full", ["a+b@example.com"], "… (c) is full"],
])("keeps of %j what names nobody", (words, names, kept) => {
  expect(cleanWords(words, names)).toBe(kept);
});

it("takes whatever a name may be", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (words, name) => {
    expect(cleanWords(words, [name])).not.toMatch(/[\n\r]/);
  }));
});

import fc from "fast-check";
import { simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import type { NoticeLetter, NoticePart, PersonalValues } from "@/domain/notices/types";
import { aPersonal } from "@/test/personal-values";
import { composeMail, composeMessage, encodeHeader, encodeMailbox, headerAddress, layOutLetter, messageBytes } from "./mime-letter";

const headers = { from: encodeMailbox("하늘몰 <notice@haneulmall.example>"), to: "person@example.com", messageId: "token@haneulmall.example", date: "Wed, 03 Dec 2025 09:00:00 +0000" };
const text = (maxLength: number) => fc.string({ unit: "grapheme", maxLength }).map((value) => value.replaceAll(/\p{Cc}/gu, ""));
const parts = fc.array(fc.oneof(text(400), fc.constantFrom<NoticePart>({ slot: "leaked-classes" }, { slot: "reference" })), { minLength: 1, maxLength: 8 });
const writeMessage = (...message: Parameters<typeof composeMessage>) => messageBytes(composeMessage(...message));
const fill = (pieces: readonly NoticePart[], values: PersonalValues["text"]) => pieces.map((piece) => (typeof piece === "string" ? piece : values[piece.slot])).join("");

describe("a letter encoded once and filled per person", () => {
  it("reads as if each had been composed for itself, in lines that any relay takes", () => {
    fc.assert(
      fc.property(parts, parts, text(200), text(40), (inText, inHtml, classes, reference) => {
        const personal = aPersonal(classes, reference);
        const raw = writeMessage(layOutLetter({ locale: "ko", subject: ["하늘몰 ", { slot: "reference" }, " 안내"], text: inText, html: inHtml }), headers, personal).toString();
        expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(78);
        expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        const decode = (type: string) => Buffer.from(new RegExp(`${type};[^]*?\\r\\n\\r\\n([^]*?)\\r\\n--`).exec(raw)?.[1] ?? "", "base64").toString();
        const escaped = (value: string) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
        expect(decode("text/plain")).toBe(fill(inText, personal.text));
        expect(decode("text/html")).toBe(fill(inHtml, { ...personal.html, "leaked-classes": classes.split(", ").map(escaped).join(", "), reference: escaped(reference) }));
      }),
    );
  });

  it("is read by a mail program as it was meant", async () => {
    const letter: NoticeLetter = { locale: "ko", subject: ["하늘몰: 고객님의 개인정보가 유출되었습니다"], text: ["유출된 항목: ", { slot: "leaked-classes" }, "\n\n안내 번호: ", { slot: "reference" }], html: ["<p>", { slot: "leaked-classes" }, "</p>"] };
    const parsed = await simpleParser(writeMessage(layOutLetter(letter), headers, aPersonal("이름 & 주소", "N-2345-6789")));
    expect(parsed.subject).toBe("하늘몰: 고객님의 개인정보가 유출되었습니다");
    expect(parsed.messageId).toBe("<token@haneulmall.example>");
    expect(parsed.from?.value).toEqual([{ name: "하늘몰", address: "notice@haneulmall.example" }]);
    expect(parsed.text?.trim()).toBe("유출된 항목: 이름 & 주소\n\n안내 번호: N-2345-6789");
    expect(parsed.html).toBe("<p>이름 &amp; 주소</p>");
  });

  it.each([["text alone", undefined], ["text and HTML", "<p>본문 &amp; 코드</p>"]])("writes a single mail of %s", async (_, html) => {
    const parsed = await simpleParser(messageBytes(composeMail(headers, { subject: "확인 코드", text: "본문\n코드 123456", html })));
    expect(parsed.subject).toBe("확인 코드");
    expect(parsed.text?.trim()).toBe("본문\n코드 123456");
    expect(parsed.html || undefined).toBe(html);
    expect(parsed.headers.get("auto-submitted")).toBe("auto-generated");
  });

  it("refuses an address that would be another header", () => {
    for (const to of ["a@example.com\r\nBcc: b@example.com", "a@example.com, b@example.com", "<a@example.com>"]) {
      expect(headerAddress(to)).toBeNull();
    }
  });
});

it.each([["plain words", "plain words"], ["하늘몰", "=?UTF-8?B?7ZWY64qY66qw?="], ["a\r\nBcc: b", "a Bcc: b"]])("writes %j as a header", (given, header) => {
  expect(encodeHeader(given)).toBe(header);
});

it("splits long headers between characters, at most 75 in a word", () => {
  const words = encodeHeader("고객님의 개인정보가 유출되었습니다 ".repeat(8)).split("\r\n ");
  for (const word of words) {
    expect(word.length).toBeLessThanOrEqual(75);
    expect(Buffer.from(word.slice(10, -2), "base64").toString()).not.toContain("\ufffd");
  }
});

it.each([
  ["notice@example.com", "notice@example.com"],
  ["Haneul Mall <notice@example.com>", "Haneul Mall <notice@example.com>"],
  ["Haneul, Mall <notice@example.com>", '"Haneul, Mall" <notice@example.com>'],
])("writes the mailbox %s", (given, written) => {
  expect(encodeMailbox(given)).toBe(written);
});

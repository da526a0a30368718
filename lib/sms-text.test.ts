import { describe, expect, it } from "vitest";
import { countParts, findLinks, smsOctets, splitSms } from "./sms-text";

describe("countParts", () => {
  it.each([
    ["nothing", "", "gsm", 0, 0],
    ["160 septets", "a".repeat(160), "gsm", 160, 1],
    ["161 septets", "a".repeat(161), "gsm", 161, 2],
    ["two full parts", "a".repeat(306), "gsm", 306, 2],
    ["one more", "a".repeat(307), "gsm", 307, 3],
    ["the extension table, two septets each", "€".repeat(80), "gsm", 160, 1],
    ["one € too many", "€".repeat(80) + "a", "gsm", 161, 2],
    ["every character of the extension table", "\f^{}\\[~]|€", "gsm", 20, 1],
    ["an € that would stand astride two parts", `${"a".repeat(152)}€${"a".repeat(152)}`, "gsm", 306, 3],
    ["accents of the basic set", "àÉñÜ¿", "gsm", 5, 1],
    ["an accent outside it", "naïve", "ucs2", 5, 1],
    ["the backtick", "`", "ucs2", 1, 1],
    ["70 Korean letters", "가".repeat(70), "ucs2", 70, 1],
    ["71 Korean letters", "가".repeat(71), "ucs2", 71, 2],
    ["134 Korean letters", "가".repeat(134), "ucs2", 134, 2],
    ["135 Korean letters", "가".repeat(135), "ucs2", 135, 3],
    ["one Korean letter in Latin text", `${"a".repeat(70)}가`, "ucs2", 71, 2],
    ["emoji, two units each", "🙂".repeat(35), "ucs2", 70, 1],
    ["an emoji that would stand astride two parts", `${"가".repeat(66)}🙂${"가".repeat(66)}`, "ucs2", 134, 3],
  ] as const)("%s", (_, text, encoding, units, parts) => {
    expect(countParts(text)).toEqual({ encoding, units, parts });
  });
});

it("loses nothing between the parts", () => {
  for (const text of [`${"가".repeat(66)}🙂${"나".repeat(300)}`, `${"a".repeat(152)}€${"[".repeat(200)}`]) expect(splitSms(text).parts.join("")).toBe(text);
});

it("writes septets and UTF-16 in network order", () => {
  expect(smsOctets("@Aa€", "gsm")).toEqual([0x00, 0x41, 0x61, 0x1b, 0x65]);
  expect(smsOctets("가A", "ucs2")).toEqual([0xac, 0x00, 0x00, 0x41]);
});

describe("findLinks", () => {
  it.each([
    "https://haneulmall.example/ko",
    "HTTP://x",
    "bit.ly/abc",
    "www.haneulmall.example",
    "haneulmall.example에서 확인",
    "haneul．example",
    "haneul。example",
    "ha\u200bneul.ex\u200bample",
    "하늘몰.한국",
    "xn--abc.xn--3e0b707e",
    "privacy@haneulmall.example",
    "10.0.0.1",
  ])("finds %j", (text) => {
    expect(findLinks(`유출 안내 ${text}`)).toHaveLength(1);
  });

  it.each(["확인하세요.문의는 02-123-4567", "12.3 MB, 2025.12.03. 18:00", "50,000원", "(02) 555-0100. Ask us.", "[하늘몰] N-1234-5678"])("leaves %j alone", (text) => {
    expect(findLinks(text)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { locales } from "@/db/values/locales";
import { settings } from "@/lib/env";
import { findLinks } from "@/lib/sms-text";
import { hashWording } from "../approval/hash-wording";
import { readWordingFields } from "../rules";
import { compileSms, renderNotice } from "./render-notice";
import { countSmsParts, priceOfParts, wordingProblems } from "../rules";
import { noticeWording, type NoticeReader, type NoticeWording } from "../types";

const shared = { organisation: "하늘몰", "portal-url": "https://notice.haneulmall.example", "contact-desk": "개인정보보호팀, 02-000-0000, privacy@haneulmall.example, 09:00–18:00", "as-of": "2025년 12월 3일" };
const reader: NoticeReader = { confirmed: ["names", "phone-numbers"], possible: [], kinds: ["account-holder"] };
const { subject, sections } = demoWording("full");
const letterOnly = { subject, sections };
const withText = (text: string, link = false): NoticeWording => ({ ...letterOnly, sms: { text: { ko: text, en: text }, link } });

describe("the text message of a wording", () => {
  it.each([
    ["plain words", "{{organisation}}: {{leaked-classes}}. {{reference}}", false, []],
    ["the portal's address without permission", "Look at {{portal-url}} now", false, ["sms-link-not-allowed"]],
    ["the portal's address with permission", "Look at {{portal-url}} now", true, []],
    ["letters that touch the address", "{{portal-url}}에서 확인", true, ["sms-link-alone"]],
    ["a path behind the address", "{{portal-url}}/login", true, ["sms-link-alone"]],
    ["another address beside it", "{{portal-url}} or bit.ly/x", true, ["sms-foreign-link"]],
    ["a domain", "haneulmall.example", true, ["sms-foreign-link"]],
    ["a domain around a placeholder", "haneul{{organisation}}.example", false, ["sms-foreign-link"]],
    ["an unknown placeholder", "{{name}}", false, ["unknown-placeholder"]],
    ["a list in a line of text", "{{leaked-list}}", false, ["list-placeholder-alone"]],
    ["square brackets left for the writer", "[when]", false, ["square-bracket"]],
  ])("with %s", (__, text, link, problems) => {
    expect(wordingProblems(withText(text, link), [])).toEqual(problems.length > 0 ? { "sms.text.ko": problems, "sms.text.en": problems } : {});
  });

  it("is there in every language or in none", () => {
    expect(wordingProblems({ ...letterOnly, sms: { text: { ko: "유출", en: "" }, link: false } }, [])).toEqual({ "sms.text.en": ["needed-for-approval"] });
    expect(wordingProblems(letterOnly, [])).toEqual({});
  });

  it("is part of the hash with its permission, and a wording without one keeps the hash it had", () => {
    const hashes = [hashWording(letterOnly), hashWording(withText("a")), hashWording(withText("b")), hashWording(withText("a", true))];
    expect(new Set(hashes).size).toBe(4);
    expect(hashWording(noticeWording.parse(letterOnly))).toBe(hashes[0]);
  });

  it("is read from the form; two empty fields are none", () => {
    const fields = { "subject.ko": "가", "subject.en": "A", "sections.0.text.ko": "나", "sections.0.text.en": "B" };
    expect(readWordingFields({ ...fields, "sms.text.ko": " ", "sms.text.en": "", "sms.link": "on" })).not.toHaveProperty("sms");
    expect(readWordingFields({ ...fields, "sms.text.ko": "다\r\n라", "sms.text.en": "C", "sms.link": "on" }).sms).toEqual({ text: { ko: "다\n라", en: "C" }, link: true });
  });

  it.each(locales)("of the demo is whole, has no link and stays within four parts, in %s", async (locale) => {
    expect(wordingProblems(demoWording("full"), [])).toEqual({});
    const { sms } = await renderNotice(demoWording("full"), locale, shared, reader, "N-ABCD-2345");
    expect(sms).not.toMatch(/[{}]|undefined/);
    expect(findLinks(sms ?? "")).toEqual([]);
    expect(countSmsParts(sms ?? "").parts).toBeLessThanOrEqual(4);
  });
});

describe("compileSms", () => {
  it("leaves open what differs from person to person, and keeps from phones what they would make a link of", () => {
    expect(compileSms(withText("{{organisation}} {{leaked-classes}} {{contact-desk}} {{portal-url}} {{reference}}", true), "ko", shared)).toEqual({
      locale: "ko",
      subject: [],
      text: ["하늘몰 ", { slot: "leaked-classes" }, " 개인정보보호팀, 02-000-0000, 09:00–18:00 https://notice.haneulmall.example ", { slot: "reference" }],
      html: [],
    });
  });

  it("says its number at the end where the words do not", () => {
    expect(compileSms(withText("{{organisation}} "), "en", shared)?.text).toEqual(["하늘몰\nNotice number ", { slot: "reference" }]);
    expect(compileSms(withText("{{reference}}: x"), "ko", shared)?.text).toEqual([{ slot: "reference" }, ": x"]);
  });

  it("is null where the wording has none", async () => {
    expect(compileSms(letterOnly, "ko", shared)).toBeNull();
    expect((await renderNotice(letterOnly, "ko", shared, reader, "N-ABCD-2345")).sms).toBeNull();
  });
});

it.each([
  [1, "KRW 8.9", "ko", "8.9원"],
  [3, "KRW 8.9", "ko", "26.7원"],
  [3, "KRW 8.9", "en", "26.7 KRW"],
  [2, "KRW 650", "ko", "1,300원"],
  [7, "USD 0.0079", "en", "0.0553 USD"],
  [2, "USD 0.0079", "ko", "0.0158 USD"],
  [0, "KRW 8.9", "en", "0 KRW"],
] as const)("%i parts at %s cost, in %s: %s", (parts, price, locale, said) => {
  expect(priceOfParts(parts, price, locale)).toBe(said);
});

it("takes a price with its currency, and nothing else for one", () => {
  const price = (value?: string) => settings.SMS_PART_PRICE.safeParse(value).success;
  for (const good of [undefined, "KRW 8.9", "KRW 9", "USD 0.0079", "EUR 123456.7891"]) expect([good, price(good)]).toEqual([good, true]);
  for (const bad of ["", "8.9", "KRW", "krw 8.9", "KRW 8,9", "KRW -1", "KRW 8.98765", "KRW 1234567", "KRW 8.9 ", "₩ 8.9"]) expect([bad, price(bad)]).toEqual([bad, false]);
});

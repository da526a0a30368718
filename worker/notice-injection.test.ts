import { simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import { composeMessage, encodeMailbox, layOutLetter, messageBytes } from "@/channels/email/mime-letter";
import { sharedPlaceholders } from "@/db/values/placeholders";
import { compileNotice, compileSms } from "@/domain/notices/rendering/render-notice";
import { personalValues } from "@/domain/notices/rules";
import { noticeWording, type NoticeReader, type NoticeWording, type SharedValues } from "@/domain/notices/types";

/** What has broken out of its place elsewhere: markup, attributes, entities, scripts, header lines, MIME boundaries, SMTP's dot, templates, our own marks, invisible letters. */
const seeds = [
  "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></tr></table><h1>x</h1>", "</title><style>*{display:none}</style>", "<!--", "-->", "<![CDATA[", "]]>", "<a href=\"https://evil.example\">x</a>", "<svg/onload=alert(1)>",
  '" onmouseover="alert(1)', "' onclick='alert(1)", '"><b>', "'><b>", "`", "&lt;script&gt;", "&#60;b&#62;", "&amp;lt;", "javascript:alert(1)", "data:text/html,<b>x",
  "x\r\nBcc: evil@example.com", "x\nSubject: other", "x\r\n\r\n<html>", "x\rX-Header: 1", "=?UTF-8?B?PGI+?=", "=?utf-8?q?=0D=0ABcc:?=", "\r\n.\r\n", "\n.\nMAIL FROM:<x>", "--=_boundary--", "Content-Type: text/html",
  "{{reference}}", "{{portal-url}}", "{{leaked-list}}", "{{", "}}", "{% raw %}", "${7*7}", "#{7*7}", "<%= 7 %>", "{{constructor}}", "__proto__", "[[x]]",
  "**bold**", "[x](javascript:alert(1))", "![x](https://evil.example/p.png)", "# heading", "- item", "1. item", "<https://evil.example>", "https://evil.example", "\\", "```",
  "\uE000reference\uE001", "\uE000", "\uE001x\uE000", "\u2028x", "\u2029", "\u0000", "\u0007", "\u001b[31m", "\u202Eabc", "\u200B", "\uFEFF", "\uD800", "%0d%0aBcc:x", "$&", "$1", "$`", "$$",
];
const payloads = seeds.flatMap((seed) => [seed, `가 ${seed}`, `${seed}나`, seed.toUpperCase(), `${seed}${seed}`, `"${seed}"`, `${seed} `.repeat(40), encodeURIComponent(seed.replaceAll("\uD800", "x"))]);

const shared: SharedValues = { organisation: "하늘몰", "portal-url": "https://notice.haneulmall.example", "contact-desk": "개인정보보호팀, 02-000-0000", "as-of": "2025년 12월 3일" };
const reader: NoticeReader = { confirmed: ["names"], possible: ["purchases"], kinds: ["account-holder"] };
const every = [...sharedPlaceholders.map((name) => `{{${name}}}`), "{{leaked-classes}}", "{{reference}}"].join(" | ");
const both = (text: string) => ({ ko: text, en: text });
const plain: NoticeWording = { subject: both("{{organisation}} {{as-of}} {{leaked-classes}} {{reference}}"), sections: [{ when: {}, text: both(every) }, { when: {}, text: both("{{leaked-list}}") }], sms: { text: both(every), link: true } };
const headers = { from: encodeMailbox("하늘몰 <notice@haneulmall.example>"), to: "person@example.com", messageId: "token@haneulmall.example", date: "Wed, 03 Dec 2025 09:00:00 +0000" };

async function mailOf(wording: NoticeWording, values: SharedValues, person: NoticeReader, reference: string) {
  const raw = messageBytes(composeMessage(layOutLetter(await compileNotice(wording, "ko", values)), headers, personalValues(person, reference, "ko")));
  const mail = await simpleParser(raw);
  return {
    names: mail.headerLines.map(({ key }) => key),
    parts: raw.toString().match(/^--=_[0-9a-f]+(--)?$/gm)?.length,
    dots: /^\.$/m.test(raw.toString().replaceAll("\r", "")),
    bare: /[^\r]\n|\r[^\n]/.test(raw.toString()),
    // The elements with all their attributes: what is filled in is neither one nor in one, but the portal's own address.
    tags: String(mail.html).match(/<[^>]*>/g)?.map((tag) => tag.replace(/href="[^"<>]*"/, "href")).join(""),
    text: mail.text ?? "",
    html: String(mail.html),
  };
}

/** The same thing in every place that is filled in. */
const filledWith = (payload: string): Parameters<typeof mailOf> => [plain, Object.fromEntries(sharedPlaceholders.map((name) => [name, payload])) as SharedValues, { ...reader, confirmed: [payload] }, payload];

describe("what is filled in stays in its place", () => {
  it("in five hundred ways and more", () => expect(new Set(payloads).size).toBeGreaterThan(500));

  it("as value of a placeholder", async () => {
    const calm = await mailOf(...filledWith("x"));
    for (const payload of new Set(payloads)) {
      const mail = await mailOf(...filledWith(payload));
      const shown = JSON.stringify(payload.slice(0, 60));
      expect(mail.names, shown).toEqual(calm.names);
      expect([mail.parts, mail.dots, mail.bare], shown).toEqual([calm.parts, false, false]);
      expect(mail.tags, shown).toBe(calm.tags);
    }
  }, 120_000);

  it("as words of a subject or a section, which make letters' marks and nothing else", async () => {
    const allowed = /^<(!DOCTYPE|!--|\/?(html|head|meta|title|style|body|table|tbody|tr|td|p|h2|h3|ul|ol|li|strong|em|br|a)\b)/;
    for (const payload of new Set(payloads)) {
      const parsed = noticeWording.safeParse({ ...plain, subject: both(payload), sections: [{ when: {}, text: both(payload) }] });
      // Control characters, our own marks and subjects without end are refused where they are typed.
      if (!parsed.success) {
        expect(/\p{Cc}|\p{Co}/u.test(payload.trim()) || payload.length > 200, JSON.stringify(payload.slice(0, 60))).toBe(true);
        continue;
      }
      const mail = await mailOf(parsed.data, shared, reader, "N-1");
      expect(mail.names).toContain("subject");
      expect(mail.bare).toBe(false);
      for (const tag of mail.html.match(/<[^>]*>/g) ?? []) {
        expect(tag, JSON.stringify(payload.slice(0, 60))).toMatch(allowed);
        expect(tag).not.toMatch(/\son\w+\s*=|javascript:|data:/i);
      }
    }
  }, 120_000);

  it("in a text message, which is text", () => {
    for (const payload of new Set(payloads)) {
      const parts = compileSms(plain, "ko", { ...shared, organisation: payload })?.text ?? [];
      expect(parts.filter((part) => typeof part !== "string")).toEqual([{ slot: "leaked-classes" }, { slot: "reference" }]);
    }
  });
});

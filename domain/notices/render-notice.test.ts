import { expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { locales } from "@/db/values/locales";
import { compileNotice, renderNotice } from "./render-notice";
import { nameLeakedClasses } from "./rules";

const shared = { organisation: "하늘몰 & Co", "portal-url": "https://notice.haneulmall.example", "contact-desk": "개인정보보호팀 <02-000-0000>", "as-of": "2025년 12월 3일" };
const personal = { "leaked-classes": "이름, 공동현관 비밀번호", reference: "N-ABCD-2345" };

it.each(locales)("fills every placeholder and links nothing but the portal, in %s", (locale) => {
  const { subject, text, html } = renderNotice(demoWording("full"), locale, shared, personal);
  for (const part of [subject, text, html]) expect(part).not.toMatch(/[{}]|undefined/);
  expect(subject).toContain("하늘몰 & Co");
  for (const value of [...Object.values(shared), ...Object.values(personal)]) expect(text).toContain(value);
  expect(html).toContain("하늘몰 &amp; Co");
  expect(html).toContain("&lt;02-000-0000&gt;");
  expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(["https://notice.haneulmall.example"]);
});

it("keeps open only what differs from person to person", () => {
  const letter = compileNotice(demoWording("full"), "ko", shared);
  const slots = letter.text.filter((part) => typeof part !== "string");
  expect(slots).toEqual([{ slot: "leaked-classes" }, { slot: "reference" }]);
  expect(letter.subject).toEqual(["하늘몰 & Co: 고객님의 개인정보가 유출되었습니다"]);
});

it("names what is possible as possible", () => {
  const classes = [{ bit: 0, slug: "names" }, { bit: 4, slug: "access-codes" }, { bit: 62, slug: "purchases" }];
  expect(nameLeakedClasses(classes, 1n, 16n | (1n << 62n), "en")).toBe("Name, Building entrance code (possibly leaked), Recent orders (possibly leaked)");
  expect(nameLeakedClasses(classes, 16n, 0n, "ko")).toBe("공동현관 비밀번호");
});

import { randomUUID } from "node:crypto";
import { seedIncident } from "@/db/seed/demo-incident";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";

const published = () => withParts((parts) => seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `haneul-${randomUUID().slice(0, 8)}` }));

test("an incident's page says in both languages what leaked, as of when, and offers the check first", async ({ page }) => {
  const { slug } = await published();
  for (const [locale, words] of [
    ["ko", { leaked: "유출된 항목", code: "공동현관 비밀번호", asOf: "2026년 2월 10일", check: "내 정보 중 무엇이 유출되었는지 확인하기", other: "English" }],
    ["en", { leaked: "What leaked", code: "Building entrance code", asOf: "10 February 2026", check: "Check what leaked about you", other: "한국어" }],
  ] as const) {
    await page.goto(`/${locale}/${slug}`);
    await expect(page).toHaveTitle(new RegExp(haneulMall.organisation[locale]));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(haneulMall.title[locale]);
    await expect(page.getByText(words.asOf).first()).toBeVisible();
    await expect(page.getByRole("link", { name: words.check })).toHaveAttribute("href", `/${locale}/${slug}/check`);
    await expect(page.getByRole("region", { name: words.leaked }).getByRole("listitem").first()).toContainText(words.code);
    await expect(page.getByText(/33,673,817/).first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: words.other }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(haneulMall.title[locale === "ko" ? "en" : "ko"]);
  }
});

test("apology and changes have pages of their own, and lead back", async ({ page }) => {
  const { slug } = await published();
  await page.goto(`/ko/${slug}`);
  await page.getByRole("link", { name: "사과문 전체 읽기" }).click();
  await expect(page.getByText("모두 저희 잘못입니다", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "안내 페이지로 돌아가기" }).click();
  await page.getByRole("link", { name: "바뀐 내용 보기" }).click();
  await expect(page.getByRole("main").getByRole("listitem").first()).toContainText("33,673,817");
  await expect(page.getByRole("main").getByRole("listitem").last()).toContainText("4,536");
  await expectAccessible(page);
});

test("what is not published has no page, in no language", async ({ request }) => {
  for (const path of ["/ko/no-such-incident", "/en/no-such-incident/apology", "/fr/no-such-incident"]) expect((await request.get(path)).status(), path).toBe(404);
});

test("the page for an address that leads nowhere is accessible", async ({ page, consoleErrors }) => {
  await page.goto("/en/no-such-incident");
  await expectAccessible(page);
  expect(consoleErrors.splice(0)).toEqual([expect.stringContaining("404")]);
});

test.describe("without JavaScript, on a narrow screen", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });

  test("the page is whole and fits", async ({ page }) => {
    const { slug } = await published();
    await page.goto(`/en/${slug}`);
    await page.getByRole("link", { name: "What you can do", exact: true }).click();
    await expect(page).toHaveURL(/#whatYouCanDo$/);
    await expect(page.getByRole("region", { name: "What you can do" })).toBeVisible();
    const box = await page.locator("article").boundingBox();
    expect(box?.width).toBeLessThanOrEqual(320);
  });

  test("an address that leads nowhere says so in both languages", async ({ page, consoleErrors }) => {
    for (const path of ["/ko/no-such-incident/check", "/xx", "/one/two/three/four"]) {
      expect((await page.goto(path))?.status(), path).toBe(404);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("페이지를 찾을 수 없습니다");
      await expect(page.getByRole("link", { name: "Go to the start page" })).toHaveAttribute("href", "/en");
      expect((await page.locator("main").boundingBox())?.width).toBeLessThanOrEqual(320);
      expect(consoleErrors.splice(0)).toEqual([expect.stringContaining("404")]);
    }
  });
});

import { randomInt } from "node:crypto";
import { aProgramme } from "@/test/claims";
import { aPublishedIncident } from "@/test/lookups";
import { expect, expectAccessible, test } from "../fixtures";
import { awaitText, mailsTo } from "../mail";
import { withParts } from "../parts";

/** Somebody in a delivery list, known by phone alone. */
function recipient() {
  const local = `010${randomInt(2_000, 5_000)}${String(randomInt(10_000)).padStart(4, "0")}`;
  return { local, e164: `+82${local.slice(1)}` };
}
const incidentFor = (phone: string) =>
  withParts(async (parts) => {
    const incident = await aPublishedIncident(parts, ["ref,kind,named_by,email,phone,confirmed", "a,account-holder,,minji@example.com,,names", `b,third-party,a,,${phone},names;physical-addresses`].join("\n"));
    await aProgramme(parts, incident);
    return incident;
  });

test("a gift recipient known by phone alone looks up, claims and hears of it by text, in Korean on a narrow screen", async ({ page, request }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const { local, e164 } = recipient();
  const { slug } = await incidentFor(local);
  await page.goto(`/ko/${slug}/check`);
  await expectAccessible(page);
  await page.getByLabel("이메일 주소 또는 휴대전화 번호").fill("010-12");
  await page.getByRole("button", { name: "인증번호 받기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "전화번호도 아닙니다" })).toBeVisible();
  await page.getByLabel("이메일 주소 또는 휴대전화 번호").fill(`${local.slice(0, 3)}-${local.slice(3, 7)}-${local.slice(7)}`);
  await page.getByRole("button", { name: "인증번호 받기" }).click();
  await expect(page.getByText(`010-••••-••${local.slice(-2)} 번호로 인증번호 문자를 보냈습니다.`)).toBeVisible();
  await expectAccessible(page);
  const text = await awaitText(request, e164, /인증번호 \d{4} \d{4}/);
  expect(text).toContain("아무에게도 알려 주지 마십시오");
  expect(text).not.toMatch(/http|www|\.example/);
  await page.getByLabel("인증번호", { exact: true }).fill(/\d{4} \d{4}/.exec(text)![0]);
  await page.getByRole("button", { name: "결과 보기" }).click();
  await expect(page.getByRole("heading", { name: "다른 회원의 배송지 목록에 있던 고객님의 정보" })).toBeVisible();
  await expect(page.locator("body")).not.toContainText(local);
  await expectAccessible(page);

  await page.getByRole("link", { name: "사실과 다르다고 알리기" }).click();
  await expect(page.getByText("문자로 답해 드립니다")).toBeVisible();
  await page.getByLabel("무엇이 다른가요?").fill("저는 그 주소에 산 적이 없습니다.");
  await page.getByRole("button", { name: "보내기" }).click();
  await expect(page.getByRole("status").filter({ hasText: "문자로도 보내 드렸습니다" })).toBeVisible();
  await awaitText(request, e164, /E-[0-9A-Z]{4}-[0-9A-Z]{4}/);

  await page.goto(`/ko/${slug}/claim`);
  await page.getByRole("button", { name: "신청 시작하기" }).click();
  await page.getByLabel(/^구매이용권/).check();
  await page.getByRole("button", { name: "계속" }).click();
  await expect(page.getByText("안내받을 번호")).toBeVisible();
  await page.getByLabel(/^약관을 읽었고/).check();
  await page.getByRole("button", { name: "신청 접수하기" }).click();
  await expect(page.getByText("접수 번호를 문자로도 보내 드렸습니다.")).toBeVisible();
  await expectAccessible(page);
  await awaitText(request, e164, /보상 신청을 접수했습니다\. 접수 번호 C-/);
  expect((await mailsTo(request, e164)).every(({ subject }) => subject === "")).toBe(true);
});

test("a number that is not in the data gets the same page and the same text", async ({ browser, request }) => {
  const [known, unknown] = [recipient(), recipient()];
  const { slug } = await incidentFor(known.local);
  const seen: string[] = [];
  for (const { local, e164 } of [known, unknown]) {
    const page = await (await browser.newContext({ baseURL: process.env.E2E_URL, locale: "en-GB" })).newPage();
    await page.goto(`/en/${slug}/check`);
    await page.getByLabel("E-mail address or phone number").fill(local);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Enter the code" })).toBeVisible();
    const shown = (await page.locator("main").innerText()).replace(/••\d\d/, "");
    const text = await awaitText(request, e164, /your code is/);
    seen.push(`${shown}\n${text.replace(/\d{4} \d{4}/, "")}`);
    if (local === unknown.local) {
      await page.getByLabel("Code", { exact: true }).fill(/\d{4} \d{4}/.exec(text)![0]);
      await page.getByRole("button", { name: "See my result" }).click();
      await expect(page.getByText("there is no record under this number")).toBeVisible();
      await expectAccessible(page);
    }
    await page.context().close();
  }
  expect(seen[0]).toBe(seen[1]);
});

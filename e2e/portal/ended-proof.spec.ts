import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { eq, sql } from "drizzle-orm";
import { subjectSessions } from "@/db/schema/lookups";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { takeClaim } from "@/domain/claims/take-claim";
import type { PublishedIncident } from "@/domain/incidents/types";
import { aDraftClaim, aFiledLossClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aPublishedIncident, newestCode } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { enter, prove } from "../proven";

const words = {
  en: { open: "Ask for a second look", why: "What did we get wrong?", appeal: "Ask for the second look", again: "Being looked at again", kind: "What kind of loss is it?", amount: "Amount in KRW", day: "When was it?", what: "What happened?", save: "Save this loss", contact: /^E-mail address/, code: "Send me a code", digits: "Code", result: "See my result", ended: "Your proof has run out", prove: "Prove it again in a new tab", reopen: "Open it in a new tab" },
  ko: { open: "재심사 요청하기", why: "어떤 점이 잘못되었습니까?", appeal: "재심사 요청", again: "다시 확인하고 있습니다", kind: "어떤 손해입니까?", amount: "금액(KRW)", day: "언제입니까?", what: "어떤 일이 있었습니까?", save: "저장", contact: /^이메일 주소/, code: "인증번호 받기", digits: "인증번호", result: "결과 보기", ended: "인증 시간이 지났습니다", prove: "새 탭에서 다시 인증하기", reopen: "새 탭에서 화면 다시 열기" },
} as const;
type Words = (typeof words)["en" | "ko"];

const variants = [
  { locale: "en", javaScriptEnabled: true },
  { locale: "ko", javaScriptEnabled: false },
] as const;

/** A claim that was denied, and one that is being filled in, of two people who have each proven their address. */
async function twoClaims() {
  return withParts(async (parts) => {
    const [denied, begun] = [`denied-${randomUUID().slice(0, 8)}@example.com`, `begun-${randomUUID().slice(0, 8)}@example.com`];
    const incident = await aPublishedIncident(parts, `ref,email,confirmed\na,${denied},names\nb,${begun},names`);
    const programme = await aProgramme(parts, incident, lossTerms);
    const [first, second] = [await prove(parts, incident, denied), await prove(parts, incident, begun)];
    const claim = await aFiledLossClaim(first.subject, programme, ["80000"], { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" });
    const agent = staffContext(parts, ["support"]);
    await takeClaim(agent, { claimId: claim.id });
    await decideFiled(agent, claim.id, "no", "영수증에서 금액을 읽을 수 없습니다.");
    const claimId = await aDraftClaim(second.subject, programme);
    await chooseBenefits(second.subject, { claimId, benefits: "loss" });
    return { incident, path: `/${incident.slug}/claim/${programme.slug}`, reference: claim.reference!, denied: { email: denied, proof: first }, begun: { email: begun, proof: second } };
  });
}

/** Half an hour has passed. */
const endProofs = (incident: PublishedIncident) => withParts(({ db }) => db.update(subjectSessions).set({ expiresAt: sql`clock_timestamp()` }).where(eq(subjectSessions.incidentId, incident.id)));

/** Follow a link to the tab that it opens. */
async function openTab(page: Page, name: string): Promise<Page> {
  return (await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name }).click()]))[0];
}

/** Prove the address again in a tab of its own. */
async function proveAgain(page: Page, w: Words, incident: PublishedIncident, email: string): Promise<void> {
  const other = await openTab(page, w.prove);
  await other.getByLabel(w.contact).fill(email);
  await other.getByRole("button", { name: w.code }).click();
  await expect(other).toHaveURL(/\/check\/code$/);
  await other.getByLabel(w.digits, { exact: true }).fill(await withParts((parts) => newestCode(parts, incident.id)));
  await other.getByRole("button", { name: w.result }).click();
  await expect(other).toHaveURL(/\/result$/);
  await other.close();
}

/** What the answer to a form is when the proof has ended: with JavaScript the form as it stood, without it a page with what was sent and nothing else of theirs. */
async function seeNothingLost(page: Page, w: Words, javaScriptEnabled: boolean, typed: Record<string, string>): Promise<void> {
  await expect(page.getByRole("heading", { name: w.ended })).toBeVisible();
  for (const [label, value] of Object.entries(typed)) {
    if (javaScriptEnabled) await expect(page.getByLabel(label)).toHaveValue(value);
    else await expect(page.getByRole("definition").filter({ hasText: value })).toBeVisible();
    expect(page.url()).not.toContain(encodeURIComponent(value));
  }
  if (javaScriptEnabled) await expect(page.getByRole("alert").filter({ hasText: w.ended })).toBeFocused();
  else {
    await expect(page.getByRole("main")).not.toContainText(/C-[2-9A-Z]{4}-|@/);
    expect(await page.content()).not.toMatch(/@example\.com|영수증에서|김민지/);
    // The page that it leads to is the one they were on, for which there is no proof yet.
    const reopened = await openTab(page, w.reopen);
    await expect(reopened).toHaveURL(/\/check$/);
    await reopened.close();
  }
  if (javaScriptEnabled) await expectAccessible(page);
  await expectToFit(page);
}

for (const { locale, javaScriptEnabled } of variants) {
  const w = words[locale];
  const how = `${locale}, ${javaScriptEnabled ? "with" : "without"} JavaScript`;

  test(`an appeal outlives the proof that ended while it was typed (${how})`, async ({ browser }) => {
    const text = "The receipt can be read at twice its size.";
    const { incident, path, reference, denied } = await twoClaims();
    const page = await enter(browser, denied.proof, { javaScriptEnabled });
    await page.goto(`/${locale}${path}/filed/${reference}`);
    await page.getByText(w.open, { exact: true }).click();
    await page.getByLabel(w.why).fill(text);
    await endProofs(incident);
    const send = page.getByRole("button", { name: w.appeal, exact: true });
    await send.click();
    // A browser that loads the answer to a form anew sends the form once more.
    const sendAgain = () => (javaScriptEnabled ? send.click() : page.reload());
    await seeNothingLost(page, w, javaScriptEnabled, { [w.why]: text });
    // Whoever has proven nothing yet changes nothing, however often they send it.
    await sendAgain();
    await seeNothingLost(page, w, javaScriptEnabled, { [w.why]: text });
    await proveAgain(page, w, incident, denied.email);
    await sendAgain();
    await expect(page.getByText(w.again).first()).toBeVisible();
    await expect(page.getByText(text)).toBeVisible();
    await page.context().close();
  });

  test(`a loss outlives it too, and is looked at as any other when it comes (${how})`, async ({ browser }) => {
    const { incident, path, begun } = await twoClaims();
    const page = await enter(browser, begun.proof, { javaScriptEnabled });
    await page.goto(`/${locale}${path}/losses`);
    const what = "A new card came by courier & <b>cost</b> this.";
    await page.getByLabel(w.kind).selectOption("card");
    await page.getByLabel(w.amount).fill("eighty");
    await page.getByLabel(w.day).fill("2026-01-05");
    await page.getByLabel(w.what).fill(what);
    await endProofs(incident);
    await page.getByRole("button", { name: w.save, exact: true }).click();
    const typed = { [w.amount]: "eighty", [w.day]: "2026-01-05", [w.what]: what };
    await seeNothingLost(page, w, javaScriptEnabled, typed);
    await proveAgain(page, w, incident, begun.email);
    if (javaScriptEnabled) await page.getByRole("button", { name: w.save, exact: true }).click();
    else await page.reload();
    // The form is there again, with its mistake and with everything else.
    await expect(page.getByLabel(w.amount)).toHaveAttribute("aria-invalid", "true");
    for (const [label, value] of Object.entries({ ...typed, [w.kind]: "card" })) await expect(page.getByLabel(label)).toHaveValue(value);
    await page.getByLabel(w.amount).fill("40000");
    await page.getByRole("button", { name: w.save, exact: true }).click();
    await expect(page.getByText(what)).toBeVisible();
    await page.context().close();
  });
}

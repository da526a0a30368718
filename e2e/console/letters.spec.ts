import { readFileSync } from "node:fs";
import { findDueLetters } from "@/domain/letters/find-due-letters";
import { locales } from "@/db/values/locales";
import { systemContext } from "@/test/contexts";
import { aFrozenWave, anIncidentWithPeople } from "@/test/waves";
import { expect, expectAccessible, test } from "../fixtures";
import { longIn } from "../long-in";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** A wave of three letters that the worker is asked to print. */
function aLetterWave() {
  return withParts(async (parts) => {
    const rows = ["a,ko,KR,names,김민지,04101,서울특별시 마포구 하늘로 12|103동 1204호", "b,ko,KR,names,김민준,04101,서울특별시 마포구 하늘로 12|103동 1204호", "c,en,US,names,John Smith,94107,12 Cloud Street|San Francisco CA"];
    const { incidentId, versionId } = await anIncidentWithPeople(parts, ["ref,locale,country,confirmed,postal_name,postal_code,postal_address", ...rows].join("\n"));
    const wave = await aFrozenWave(parts, versionId, {}, { channels: ["letter"] });
    await findDueLetters(systemContext(parts));
    return { incidentId, waveId: wave.id };
  });
}

for (const locale of locales) {
  test(`letters are printed, taken out, handed over and come back (${locale})`, longIn("ko", locale), async ({ page, context }) => {
    const words = {
      ko: { open: "파일, 인계, 반송 우편", wait: "묶음 1 대기: 편지 3통, 6쪽", look: "PDF 보기", pdf: "편지(PDF)", list: "발송 명단(CSV)", take: "묶음 1 파일 받기", reason: "사유", ask: "파일 요청 (편지 3통)", get: "파일 받기", confirm: "묶음 1 인계 확인", with: "우편 대행사에 있음", numbers: "우편물 번호", record: "기록", recorded: "1통을 반송으로 기록했습니다.", unknown: "이 발송에서 부친 편지가 아닌 줄이 1개 있습니다: 2." },
      en: { open: "Files, handing over, returned mail", wait: "Batch 1 waits: 3 letters, 6 pages", look: "Show the PDF", pdf: "Letters (PDF)", list: "Mailing list (CSV)", take: "Take out the files of batch 1", reason: "Reason", ask: "Ask for the file (3 letters)", get: "Take the file out", confirm: "Record batch 1 as handed over", with: "with the mail house", numbers: "Letter numbers", record: "Record", recorded: "1 letter is recorded as returned.", unknown: "1 line names no letter of this wave that is with the post: 2." },
    }[locale];
    const { incidentId, waveId } = await aLetterWave();
    await signInAs(context, ["comms"], { locale, incidentId });
    await expect(async () => {
      await page.goto(`/console/waves/${waveId}/letters`);
      await expect(page.getByRole("heading", { name: words.wait })).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
    await expectAccessible(page);
    const download = async (name: string) => {
      await page.goto(`/console/waves/${waveId}/letters`);
      await page.getByText(words.take).click();
      await page.getByLabel(name).check();
      await page.getByLabel(words.reason, { exact: true }).first().fill("우편 대행사에 넘기려고 받습니다.");
      await page.getByRole("button", { name: words.ask }).click();
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: words.get }).click()]);
      return readFileSync(await file.path());
    };
    expect((await download(words.pdf)).subarray(0, 5).toString()).toBe("%PDF-");
    const list = (await download(words.list)).toString("utf8");
    expect(list).toContain("김민지");
    await page.goto(`/console/waves/${waveId}/letters`);
    await page.getByRole("button", { name: words.confirm }).click();
    await expect(page.getByRole("cell", { name: words.with })).toBeVisible();
    await expect(page.getByText(words.take)).toHaveCount(0);

    const handle = /L(-[2-9A-Z]{4}){3}/.exec(list)?.[0] ?? "";
    await page.getByLabel(words.numbers).fill(`${handle}\nL-2345-6789-2345`);
    await page.getByRole("button", { name: words.record, exact: true }).click();
    await expect(page.getByRole("status")).toContainText(words.recorded);
    await expect(page.getByRole("status")).toContainText(words.unknown);
    await page.goto(`/console/waves/${waveId}`);
    await expectAccessible(page);
    const [letter] = await Promise.all([context.waitForEvent("response", (response) => response.url().endsWith(`${waveId}/letter`)), page.getByRole("button", { name: words.look }).click()]);
    expect([letter.status(), letter.headers()["content-type"]]).toEqual([200, "application/pdf"]);
    await page.getByRole("link", { name: words.open }).click();
    await expect(page).toHaveURL(new RegExp(`${waveId}/letters$`));
  });
}

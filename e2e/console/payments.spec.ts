import { readFileSync } from "node:fs";
import iconv from "iconv-lite";
import { locales, type Locale } from "@/db/values/locales";
import { uploadCodes } from "@/domain/payments/codes/upload-codes";
import { makeBankTable } from "@/domain/payments/make-bank-table";
import { saveBankTable } from "@/domain/payments/save-bank-table";
import { aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { anApprovedClaim } from "@/test/payments";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { longIn } from "../long-in";
import { awaitMail } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** Three approved claims: two of money, one of vouchers; all codes are there but those of the last part. */
function approvedClaims(locale: Locale) {
  return withParts(async (parts) => {
    const mark = Math.random().toString(36).slice(2, 8);
    const people = ["minji", "jiho", "sora"].map((name) => `${name}-${mark}@example.com`);
    const incident = await aPublishedIncident(parts, ["ref,email,confirmed", ...people.map((email, i) => `r${i},${email},names`)].join("\n"));
    const programme = await aProgramme(parts, incident, { poolMinor: 1_000_000n });
    const references: string[] = [];
    for (const [i, email] of people.entries()) {
      const claim = await anApprovedClaim(parts, await aSubject(parts, incident, email, locale), programme, i === 2 ? "vouchers" : "cash");
      references.push(claim.reference ?? "");
    }
    for (const part of [0, 1, 2]) await uploadCodes(staffContext(parts, ["finance"]), { programmeId: programme.id, part: `vouchers:${part}:${[5_000, 5_000, 20_000][part]}` }, Buffer.from(`${mark}-PART-${part}\n`));
    return { incidentId: incident.id, people, references, mark };
  });
}

const words = {
  ko: { collect: "묶음으로 모으기", own: /직접 모은 묶음/, release: "지급 승인", missing: /코드가 1개 모자랍니다/, settled: "결과 확인", released: "승인됨", account: "계좌와 코드", holder: "예금주", bank: "은행", number: "계좌번호", save: "계좌 저장", saved: /계좌를 저장했습니다/, which: "어디에 쓰는 코드입니까?", list: "코드 목록(CSV)", upload: "코드 올리기", taken: /코드 1개를 받았습니다/, reason: "사유", headings: "은행 견본 파일의 제목 줄", table: "이름", setUp: "양식 만들기", unfinished: /아직 쓸 수 없습니다: 관리번호/, column: "4. 메모", holds: "관리번호(결과에 돌아오는 번호)", saveTable: "양식 저장", general: "대량이체(CSV)", make: "파일 요청 (지급 2건)", get: "파일 받기", file: "파일", read: "결과 읽기", done: /지급 1건, 되돌아옴 1건.*살펴볼 줄은 1개/, before: /이미 읽은 파일/, closed: "해지된 계좌 (AC04)", paid: /지급 완료 안내/, back: /계좌 확인 요청/, codes: /코드 안내/, left: /살펴볼 줄 1개/ },
  en: { collect: "Collect into a batch", own: /You collected this batch/, release: "Release the batch", missing: /Codes are missing for this batch: 1/, settled: "Answered", released: "Released", account: "Account and codes", holder: "Name of the holder", bank: "Bank", number: "Account number", save: "Save the account", saved: /The account is saved/, which: "What the codes are for", list: "List of codes (CSV)", upload: "Upload the codes", taken: /One code is|1 code is/, reason: "Reason", headings: "Heading row of the bank's sample", table: "Name", setUp: "Set it up", unfinished: /no column for: Our reference/, column: "4. 메모", holds: "Our reference, which comes back", saveTable: "Save the table", general: "Korean bulk transfer (CSV)", make: "Ask for the file (2 payments)", get: "Take the file out", file: "File", read: "Read the answer", done: /1 paid, 1 came back.*left over: 1/, before: /read before/, closed: "account closed (AC04)", paid: /is paid/, back: /could not pay/, codes: /your codes/, left: /1 line left over/ },
};

for (const locale of locales) {
  test(`a batch is collected by one, released by another, taken to the bank and answered (${locale})`, longIn("en", locale), async ({ page, context, browser, request }) => {
    const say = words[locale];
    const { incidentId, people, references, mark } = await approvedClaims(locale);
    await signInAs(context, ["finance"], { locale, incidentId });
    const second = await browser.newContext({ baseURL: process.env.E2E_URL });
    await signInAs(second, ["finance"], { locale, incidentId });
    const other = await second.newPage();

    await page.goto("/console/payments");
    await expectAccessible(page);
    await expectToFit(page);
    await page.getByRole("button", { name: say.collect }).click();
    await expect(page.getByText(say.own)).toBeVisible();
    const batch = page.url();
    await expectAccessible(page);
    await expectToFit(page);

    await other.goto(batch);
    await other.getByRole("button", { name: say.release }).click();
    await expect(other.getByRole("alert").filter({ hasText: say.missing })).toBeVisible();

    await page.goto("/console/payments/setup");
    await expectAccessible(page);
    await expectToFit(page);
    await page.getByLabel(say.holder).fill("하늘몰 주식회사");
    await page.getByLabel(say.bank, { exact: true }).selectOption("088");
    await page.getByLabel(say.number).fill("140-012-345678");
    await page.getByRole("button", { name: say.save }).click();
    await expect(page.getByText(say.saved)).toBeVisible();
    await page.getByLabel(say.which).selectOption("vouchers:3:20000");
    await page.getByLabel(say.list).setInputFiles({ name: "codes.csv", mimeType: "text/csv", buffer: Buffer.from(`${mark}-PART-3,2099-12-31\n`) });
    await page.getByRole("button", { name: say.upload }).click();
    await expect(page.getByText(say.taken)).toBeVisible();

    await other.reload();
    await other.getByRole("button", { name: say.release }).click();
    await expect(other.getByRole("button", { name: say.release })).toHaveCount(0);
    await expect(other.getByText(say.released, { exact: true }).first()).toBeVisible();
    const codes = await awaitMail(request, people[2]!, say.codes);
    for (const part of [0, 1, 2, 3]) expect(codes.text).toContain(`${mark}-PART-${part}`);

    const bankTable = `신한 ${mark}`;
    await page.goto("/console/payments/tables");
    await page.getByLabel(say.table).fill(bankTable);
    await page.getByRole("button", { name: say.setUp }).click();
    await expect(page.getByLabel(say.headings)).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel(say.headings).fill("입금은행\t입금계좌번호\t입금액\t메모\t받는분 통장표시\t예금주");
    await page.getByRole("button", { name: say.setUp }).click();
    await expect(page.getByText(say.unfinished)).toBeVisible();
    await expectAccessible(page);
    await expectToFit(page);
    await page.getByLabel(say.column).selectOption(say.holds);
    await page.getByRole("button", { name: say.saveTable }).click();
    await expect(page.getByRole("cell", { name: "C-2345-6789-1" })).toBeVisible();

    await page.goto(batch);
    await expectAccessible(page);
    await expectToFit(page);
    await page.getByLabel(bankTable).check();
    await page.getByLabel(say.reason, { exact: true }).fill("은행 양식으로 올리려고 내려받습니다.");
    await page.getByRole("button", { name: say.make }).click();
    const [own] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: say.get }).click()]);
    const written = iconv.decode(readFileSync(await own.path()), "cp949");
    expect(written).toContain(`카카오뱅크,3333012345678,50000,${references[1]}-1,하늘몰 개인정,`);
    await page.goto(batch);
    await expect(page.getByRole("listitem").filter({ hasText: bankTable })).toBeVisible();
    await page.getByLabel(say.general).check();
    await page.getByLabel(say.reason, { exact: true }).fill("은행에 올리려고 내려받습니다.");
    await page.getByRole("button", { name: say.make }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: say.get }).click()]);
    const table = readFileSync(await file.path(), "utf8");
    expect(table).toContain(`3333012345678,50000,김민지`);
    expect(table).toContain(`${references[1]}-1`);

    const answer = Buffer.from(`<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><OrgnlPmtInfAndSts>\n${[[`${references[0]}-1`, "ACSC", ""], [`${references[1]}-1`, "RJCT", "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"], ["C-2222-2222-1", "ACSC", ""]].map(([reference, status, why]) => `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>${why}</TxInfAndSts>`).join("\n")}\n</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`);
    await page.goto("/console/payments");
    for (const said of [say.done, say.before]) {
      await page.getByLabel(say.file, { exact: true }).setInputFiles({ name: "pain.002.xml", mimeType: "application/xml", buffer: answer });
      await page.getByRole("button", { name: say.read }).click();
      await expect(page.getByRole("status")).toContainText(said);
    }
    await expect(page.getByText(say.left)).toBeVisible();
    await expectAccessible(page);
    await page.goto(batch);
    await expect(page.getByText(say.settled, { exact: true })).toBeVisible();
    await expect(page.getByText(say.closed)).toBeVisible();
    await awaitMail(request, people[0]!, say.paid);
    await awaitMail(request, people[1]!, say.back);
    await second.close();
  });
}

/** Two approved claims, one of them of somebody whose name a bank's table cannot write. */
function aRareName() {
  return withParts(async (parts) => {
    const mark = Math.random().toString(36).slice(2, 8);
    const people = ["minji", "zofie"].map((name) => `${name}-${mark}@example.com`);
    const incident = await aPublishedIncident(parts, ["ref,email,confirmed", ...people.map((email, i) => `r${i},${email},names`)].join("\n"));
    const programme = await aProgramme(parts, incident);
    await anApprovedClaim(parts, await aSubject(parts, incident, people[0]!), programme);
    const { id, reference } = await anApprovedClaim(parts, await aSubject(parts, incident, people[1]!), programme, "cash", { kind: "kr-account", bank: "090", account: "3333012345678", holder: "Žofie 노바코바" });
    const [finance, name] = [staffContext(parts, ["finance"]), `하나 ${mark}`];
    const { tableId } = await makeBankTable(finance, { name, headings: "은행,계좌,금액,관리번호,예금주" });
    await saveBankTable(finance, { tableId, name, encoding: "cp949", hasHeading: "yes", statementMost: "7", "column-0": "bank-code", "column-1": "account", "column-2": "amount", "column-3": "reference", "column-4": "holder" });
    return { incidentId: incident.id, name, tableId, claimId: id, reference: `${reference ?? ""}-1` };
  });
}

const carried = {
  ko: { collect: "묶음으로 모으기", some: "1건을 담을 수 없습니다", all: "모든 건을 담을 수 있습니다", why: "‘예금주’ 칸에 이 양식으로 쓸 수 없는 글자가 있습니다", drop: "빼기" },
  en: { collect: "Collect into a batch", some: "cannot carry 1 payment", all: "carries every payment", why: "“예금주” has letters that the table cannot write", drop: "Take out" },
};

for (const locale of locales) {
  test(`a draft says what a bank's table cannot carry, before it is released (${locale})`, longIn("ko", locale), async ({ page, context }) => {
    const say = carried[locale];
    const { incidentId, name, tableId, claimId, reference } = await aRareName();
    await signInAs(context, ["finance"], { locale, incidentId });
    await page.goto("/console/payments");
    await page.getByRole("button", { name: say.collect }).click();
    const form = page.getByRole("listitem").filter({ has: page.locator(`a[href="/console/payments/tables/${tableId}"]`) });
    await expect(form).toHaveText(`${name}: ${say.some}`);
    const row = page.getByRole("row").nth(1);
    await expect(row).toContainText(`${name}: ${say.why}`);
    await expect(row.getByRole("link", { name: reference })).toHaveAttribute("href", `/console/claims/${claimId}`);
    await expect(page.getByText("Žofie")).toHaveCount(0);
    await expectAccessible(page);
    await expectToFit(page);
    await row.getByRole("button", { name: say.drop }).click();
    await expect(form).toHaveText(`${name}: ${say.all}`);
    await expect(page.getByRole("link", { name: reference })).toHaveCount(0);
  });
}

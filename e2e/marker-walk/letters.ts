import type { Page } from "@playwright/test";
import type { Markers } from "@/test/markers";
import type { TestSmppServer } from "@/test/smpp-server";
import type { FakeS3 } from "@/test/evidence/s3-server";
import { aStatement } from "@/test/evidence/papers";
import { outcomes } from "@/db/schema/waves";
import { expect } from "../fixtures";
import { withParts } from "../parts";
import { at } from "./console";
import { expectFault } from "./faults";
import { REASON, takeOut } from "./money";
import { without } from "./places";
import { askForCode, press, send, shown, type Walk } from "./portal";


/** Letters are printed, taken out for the mail house, handed over, and come back with what its list says of people. */
export async function sendLetters(page: Page, { markers, url, waveId }: { markers: Markers; url: string; waveId: string }): Promise<void> {
  const letters = at(`/waves/${waveId}/letters`);
  await expect(async () => {
    await page.goto(letters);
    await expect(page.getByRole("heading", { name: /^Batch 1 waits/ })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  const take = async (file: string) => {
    await page.goto(letters);
    await page.getByText("Take out the files of batch 1").click();
    await page.getByLabel(file).check();
    await page.getByLabel("Reason", { exact: true }).first().fill(markers.sentence(`reason of a file of letters: ${file}`, REASON));
    await press(page, /^Ask for the file/);
    return takeOut(page);
  };
  expect((await take("Letters (PDF)")).subarray(0, 5).toString()).toBe("%PDF-");
  const list = (await take("Mailing list (CSV)")).toString("utf8");
  for (const name of ["letter: name", "letter: address"]) expect(list).toContain(markers.value(name));
  await page.goto(letters);
  await press(page, "Record batch 1 as handed over");
  await expect(page.getByRole("cell", { name: "with the mail house" })).toBeVisible();
  const handle = /L(-[2-9A-Z]{4}){3}/.exec(list)?.[0] ?? "";
  const line = `${handle},${markers.value("letter: name")},${markers.value("letter: address")},수취인불명\n${markers.word("line of no letter")}1,${markers.korean("name beside no letter")}`;
  await page.getByLabel("Letter numbers").fill(line);
  await without(url, "letters", async () => {
    await press(page, "Record");
    await expectFault(page);
  });
  await press(page, "Record");
  await expect(page.getByRole("status")).toContainText("1 letter is recorded as returned.");
  await page.getByLabel("List of the mail house").setInputFiles({ name: `${markers.word("name of a list of returned mail")}.csv`, mimeType: "text/csv", buffer: Buffer.from(line) });
  await send(page, "Record");
  await expect(page.getByRole("status")).toContainText("was known already");
  const words = () => withParts(async ({ db }) => (await db.select({ words: outcomes.words }).from(outcomes)).map((one) => one.words));
  await expect.poll(words, { timeout: 30_000 }).toEqual(["수취인 불명"]);
}

/** A file of rejected cells, which a second person agrees to. */
export async function exportRejects(page: Page, other: Page, markers: Markers): Promise<void> {
  await page.goto(at("/exposure/1"));
  await page.locator("summary", { hasText: /^Take out as CSV/ }).click();
  await page.getByLabel("Reason", { exact: true }).fill(markers.sentence("reason of a file of rejects", REASON));
  await press(page, /^Ask for the file/);
  await shown(page, "A second person has to agree before you can take the file out.");
  await other.goto(page.url());
  await press(other, "Agree");
  await shown(other, "Who asked for it can take it out.");
  await page.reload();
  expect((await takeOut(page)).toString("utf8").split("\r\n").length).toBeGreaterThan(1_000);
}

/** What stands in the texts to a number, in their order. */
const textsTo = (smpp: TestSmppServer, number: string) => smpp.submitted.filter(({ destination_addr }) => destination_addr === number.replace("+", "")).map(({ short_message }) => String(short_message?.message)).join("");

/** Somebody proves their phone by a text over SMPP, whose receipt repeats it; the codes of their vouchers come the same way. */
export async function proveOverSmpp(walk: Walk, smpp: TestSmppServer, phone: string): Promise<void> {
  const { page, markers } = walk;
  const number = `+82${phone.slice(1).replaceAll("-", "")}`;
  await askForCode(walk, phone);
  await expect.poll(() => textsTo(smpp, number), { timeout: 30_000 }).toMatch(/\d{4} \d{4}/);
  const code = /\d{4} \d{4}/.exec(textsTo(smpp, number))?.[0] ?? "";
  markers.take("texted code", [code, code.replace(" ", "")]);
  await smpp.receipt({ text: `id:m-${smpp.submitted.length} sub:001 dlvrd:000 submit date:2511290900 done date:2511290901 stat:UNDELIV err:${code} text:${code} ${phone}` });
  await page.locator("input[name=code]").fill(code);
  await press(page, "See my result");
  await expect(page).toHaveURL(/\/result$/);
}

export async function awaitCodesOverSmpp(markers: Markers, smpp: TestSmppServer, phone: string): Promise<void> {
  await expect.poll(() => textsTo(smpp, `+82${phone.slice(1).replaceAll("-", "")}`), { timeout: 30_000 }).toContain(markers.value("voucher code"));
}

/** A paper is handed in while the store does not answer, and again; staff look at it, while it answers and while it does not. */
export async function keepPaper({ page, markers, slug }: Walk, agent: Page, s3: FakeS3, reference: string): Promise<void> {
  await page.goto(`/en/${slug}/claim`);
  await page.getByRole("link", { name: reference }).click();
  await page.getByRole("link", { name: /papers/i }).first().click();
  const paper = async (name: string) => page.locator("input[name=files]").setInputFiles({ name: `${markers.korean(name)}.pdf`, mimeType: "application/pdf", buffer: await aStatement({ text: markers.word(`words of a ${name}`) }) });
  s3.broken = true;
  await Promise.all([page.waitForResponse((answer) => answer.status() >= 500), paper("paper that the store refuses")]);
  s3.broken = false;
  await agent.goto(at("/claims"));
  await agent.getByRole("table").last().getByRole("link", { name: reference }).click();
  await agent.waitForURL(/\/claims\/[0-9a-f-]{36}/);
  const button = agent.locator("button[formaction*='/papers/']").first();
  // The browser hands it in once more by itself, and the worker makes it anew.
  await expect(async () => {
    await agent.reload();
    await expect(button).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  const address = String(await button.getAttribute("formaction"));
  const look = () => agent.evaluate((to) => window.fetch(to, { method: "POST", body: new URLSearchParams({ purpose: "examination", reason: "to see what the amount rests on" }) }).then(async (answer) => (await answer.arrayBuffer().catch(() => null), answer.status)), address);
  expect(await look()).toBe(200);
  s3.broken = true;
  expect(await look()).toBeGreaterThanOrEqual(500);
  s3.broken = false;
}

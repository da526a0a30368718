import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import iconv from "iconv-lite";
import type { Markers } from "@/test/markers";
import { expect } from "../fixtures";
import { at } from "./console";
import { expectFault } from "./faults";
import { without } from "./places";
import { press, send, shown } from "./portal";

export const REASON = ["audit_events.reason", "data_exports.reason"];

/** Take out a file that somebody has asked for. */
export async function takeOut(page: Page): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, "Take the file out")]);
  return readFileSync(await file.path());
}

export interface Paying {
  one: Page;
  other: Page;
  markers: Markers;
  url: string;
  /** Of the two claims of money, the one that is paid and the one that comes back. */
  references: readonly [string, string];
}

/** Collect a batch, say from which account it is paid, bring the last codes, and have a second person release it. Returns its address. */
export async function collectAndRelease({ one, other, markers, url }: Paying): Promise<string> {
  await one.goto(at("/payments"));
  await press(one, "Collect into a batch");
  await shown(one, /You collected this batch/);
  const batch = one.url();
  await one.goto(at("/payments/setup"));
  await one.getByLabel("Name of the holder").fill(markers.korean("who pays"));
  await one.getByLabel("Bank", { exact: true }).selectOption("088");
  await one.getByLabel("Account number").fill(`${markers.digits("account that pays", 12)}x`);
  await send(one, "Save the account");
  await expect(one.getByLabel("Account number")).toHaveAttribute("aria-invalid", "true");
  await one.getByLabel("Account number").fill(markers.value("account that pays"));
  await without(url, "payment_payers", async () => {
    await press(one, "Save the account");
    await expectFault(one);
  });
  await press(one, "Save the account");
  await shown(one, /The account is saved/);
  const upload = async (codes: readonly string[]) => {
    await one.getByLabel("What the codes are for").selectOption("vouchers:3:20000");
    await one.getByLabel("List of codes (CSV)").setInputFiles({ name: `${markers.value("name of a list of codes")}.csv`, mimeType: "text/csv", buffer: Buffer.from(codes.join("\n")) });
    await send(one, "Upload the codes");
  };
  markers.word("name of a list of codes");
  const code = markers.word("voucher code");
  await upload([code, `${markers.word("code of a list that is refused")} 1`]);
  await expect(one.getByRole("main").getByRole("alert").first()).toBeVisible();
  await without(url, "payment_code_lists", async () => {
    await upload([code]);
    await expectFault(one);
  });
  await upload([code]);
  await shown(one, /One code is|1 code is/);
  await other.goto(batch);
  await press(other, "Release the batch");
  await expect(other.getByText("Released", { exact: true }).first()).toBeVisible();
  return batch;
}

/** Take a batch to the bank in each of its forms, its own table among them. */
export async function takeToBank({ one, markers, url }: Paying, batch: string): Promise<void> {
  await one.goto(at("/payments/tables"));
  const table = markers.word("name of a bank's table", ["bank_tables.name"]);
  await one.getByLabel("Name", { exact: true }).fill(table);
  await one.getByLabel("Heading row of the bank's sample").fill(`입금은행\t입금계좌번호\t입금액\t${markers.word("heading of a bank's table", ["bank_tables.columns", "audit_events.details"])}\t예금주`);
  await press(one, "Set it up");
  await one.getByLabel(`4. ${markers.value("heading of a bank's table")}`).selectOption("Our reference, which comes back");
  await press(one, "Save the table");
  await shown(one, "C-2345-6789-1");
  const ask = async (form: string | RegExp, reason: string) => {
    await one.goto(batch);
    await one.getByLabel(form).check();
    await one.getByLabel("Reason", { exact: true }).fill(reason);
    await press(one, /^Ask for the file/);
    await expect(one.getByRole("button", { name: "Take the file out" })).toBeVisible();
  };
  const forms: [name: string, label: string | RegExp, read: (bytes: Buffer) => string][] = [
    ["own table", table, (bytes) => iconv.decode(bytes, "cp949")],
    ["general table", "Korean bulk transfer (CSV)", (bytes) => bytes.toString("utf8")],
    ["pain.001", /pain\.001/, (bytes) => bytes.toString("utf8")],
  ];
  for (const [name, label, read] of forms) {
    await ask(label, markers.sentence(`reason of a file for the bank: ${name}`, REASON));
    const text = read(await takeOut(one));
    for (const theirs of ["account that is paid", "holder that is paid"]) expect(text).toContain(markers.value(theirs));
  }
  await without(url, "payment_exports", async () => {
    expect((await Promise.all([one.waitForResponse(/\/file$/), press(one, "Take the file out")]))[0].status()).toBe(500);
  });
}

/** Read the bank's answers: two that cannot be read, and two that name people beside what they say of payments. */
export async function readAnswers({ one, markers, url, references: [paid, returned] }: Paying, batch: string): Promise<void> {
  await one.goto(at("/payments"));
  const read = async (name: string, text: string) => {
    await one.getByLabel("File", { exact: true }).setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await send(one, "Read the answer");
  };
  const [holder, account] = [markers.korean("holder in the bank's answer"), markers.digits("account in the bank's answer", 12)];
  const refused = () => expect(one.getByRole("main").getByRole("alert").first()).toBeVisible();
  await read(`${markers.korean("name of the bank's file")}.xml`, `<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><Nm>${holder}</Nm`);
  await refused();
  await read("answer.csv", `reference,status\n${paid},${markers.word("odd result of a payment")}\n`);
  await shown(one, new RegExp(markers.value("odd result of a payment")));
  const statement = `<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>${paid}</OrgnlEndToEndId><TxSts>ACSC</TxSts><OrgnlTxRef><Cdtr><Pty><Nm>${holder}</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>${account}</Id></Othr></Id></CdtrAcct></OrgnlTxRef></TxInfAndSts><TxInfAndSts><OrgnlEndToEndId>${holder}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
  await without(url, "payment_answers", async () => {
    await read("pain.002.xml", statement);
    await expectFault(one);
  });
  await read("pain.002.xml", statement);
  await expect(one.getByRole("status")).toContainText(/1 paid, 0 came back/);
  await read("answer.csv", `reference,status,reason\n${returned},returned,예금주명 상이: ${markers.korean("holder in the bank's words")} ${account}\n${markers.word("memo in the bank's table")},paid,\n`);
  await expect(one.getByRole("status")).toContainText(/0 paid, 1 came back.*left over: 1/);
  await one.goto(batch);
  await shown(one, /holder does not fit \(BE01\)/);
}

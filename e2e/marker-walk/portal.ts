import type { APIRequestContext, Page } from "@playwright/test";
import { aStatement } from "@/test/evidence/papers";
import type { Markers } from "@/test/markers";
import { expect } from "../fixtures";
import { awaitCode, awaitMail, awaitText } from "../mail";

/** Who lost what, as the file says it that a walk imports. The last row is refused. */
export function manifest(markers: Markers): { csv: string; email: string; phone: string; ref: string } {
  const person = (who: string) => ({ ref: markers.word(`${who}: reference`), email: markers.email(`${who}: e-mail`), phone: markers.phone(`${who}: phone`), name: markers.korean(`${who}: name`), address: markers.korean(`${who}: address`) });
  const [first, second, third] = [person("claimant"), person("recipient"), person("refused row")];
  const rows = [
    ["ref", "email", "phone", "locale", "confirmed", "postal_name", "postal_code", "postal_address"],
    [first.ref, first.email, first.phone, "en", "names;email-addresses;access-codes", first.name, "04102", `서울특별시 마포구 ${first.address}로 14`],
    [second.ref, second.email, second.phone, "ko", "names;phone-numbers", second.name, "04102", `서울특별시 마포구 ${second.address}로 15`],
    [third.ref, third.email.replace("@", "@@"), `${third.phone}12345`, "ko", "names;no-such-class", third.name, "x", third.address],
  ];
  return { csv: rows.map((row) => row.join(",")).join("\n"), email: first.email, phone: second.phone, ref: second.ref };
}

export interface Walk {
  page: Page;
  request: APIRequestContext;
  markers: Markers;
  slug: string;
}

export const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" }).first().click();
/** Until it is answered: what is typed before that would be put back to what was sent. */
export const send = (page: Page, name: string) => Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), press(page, name)]);
export const shown = (page: Page, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible();

/** Ask for a code for what somebody types. */
export async function askForCode({ page, slug }: Walk, contact: string): Promise<void> {
  await page.goto(`/en/${slug}/check`);
  await page.locator("input[name=contact]").fill(contact);
  await press(page, "Send me a code");
  await expect(page).toHaveURL(/\/check\/code$/);
}

/** Somebody in the manifest proves their address, with a wrong code first, and says that something is wrong. */
export async function proveAndComplain(walk: Walk, email: string): Promise<void> {
  const { page, request, markers, slug } = walk;
  await askForCode(walk, markers.email("stranger: e-mail"));
  await askForCode(walk, email);
  const code = markers.take("mailed code", [await awaitCode(request, email)].flatMap((written) => [written, written.replace(" ", "")]));
  await page.locator("input[name=code]").fill(markers.digits("wrong code", 8));
  await send(page, "See my result");
  await expect(page.getByRole("main").getByRole("alert").first()).toBeVisible();
  await page.locator("input[name=code]").fill(code);
  await press(page, "See my result");
  await expect(page).toHaveURL(/\/result$/);
  for (const { name, value } of await page.context().cookies()) if (["amends-proof", "amends-browser"].includes(name)) markers.take(`cookie ${name}`, value, { secret: true });
  await page.goto(`/en/${slug}/wrong`);
  await page.locator("textarea[name=text]").fill(`I never gave you ${markers.word("enquiry")} and want to know why.`);
  await press(page, "Send");
  await shown(page, /E-[0-9A-Z]{4}-[0-9A-Z]{4}/);
}

/** Somebody without an e-mail address proves their phone by a text. */
export async function proveByText(walk: Walk, phone: string): Promise<void> {
  const { page, request, markers } = walk;
  await askForCode(walk, phone);
  const text = await awaitText(request, `+82${phone.slice(1).replaceAll("-", "")}`, /\d{4} \d{4}/);
  const code = /\d{4} \d{4}/.exec(text)?.[0] ?? "";
  markers.take("texted code", [code, code.replace(" ", "")]);
  await page.locator("input[name=code]").fill(code);
  await press(page, "See my result");
  await expect(page).toHaveURL(/\/result$/);
}

/** They claim a loss and lost time, with an account, a paper and a message. Returns the claim's number. */
export async function claim({ page, request, markers, slug }: Walk, email: string): Promise<string> {
  await page.goto(`/en/${slug}/claim`);
  await press(page, "Start the claim");
  for (const benefit of ["loss", "time"]) await page.locator(`input[name=benefits][value=${benefit}]`).check();
  await press(page, "Continue");
  await page.locator("input[name=minutes]").fill("50");
  await page.locator("textarea[name=what]").fill(`On the phone to ${markers.word("lost time")} for an hour.`);
  await press(page, "Continue");
  await page.locator("select[name=loss]").selectOption("card");
  await page.locator("input[name=amount]").fill("80,000");
  await page.locator("input[name=on]").fill("2026-01-05");
  await page.locator("[name=what]").fill(`The bank charged me for ${markers.word("loss")}.`);
  await press(page, "Save this loss");
  await shown(page, "80,000 KRW");
  await page.getByRole("link", { name: "Continue" }).click();
  await page.locator("select[name=bank]").selectOption("088");
  await page.locator("input[name=holder]").fill(markers.korean("account holder"));
  await page.locator("input[name=account]").fill("12");
  await press(page, "Continue");
  await expect(page.getByRole("main").getByRole("alert").first()).toBeVisible();
  await expect(page.locator("input[name=account]")).toHaveValue("12");
  await page.locator("input[name=account]").fill(markers.digits("bank account", 12));
  await press(page, "Continue");
  await page.locator("input[name=accept]").check();
  await press(page, "File the claim");
  await shown(page, "Your claim is filed");
  const reference = /C-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(await page.locator("main").innerText())?.[0] ?? "";
  await awaitMail(request, email, new RegExp(reference));
  await page.goto(`/en/${slug}/claim`);
  await page.getByRole("link", { name: reference }).click();
  await page.locator("details", { has: page.locator("textarea[name=text]") }).locator("summary").click();
  await page.locator("textarea[name=text]").fill(`Please hurry: ${markers.word("message of the claimant")}.`);
  await press(page, "Send the message");
  await shown(page, markers.value("message of the claimant"));
  await page.goto(`/en/${slug}/claim`);
  await page.getByRole("link", { name: reference }).click();
  await page.getByRole("link", { name: /papers/i }).first().click();
  const name = `${markers.korean("name of a paper")}.pdf`;
  await page.locator("input[name=files]").setInputFiles({ name, mimeType: "application/pdf", buffer: await aStatement({ text: markers.word("words of a paper") }) });
  await shown(page, name);
  await expect(page.getByText("Checked")).toHaveCount(1, { timeout: 60_000 });
  return reference;
}

/** Anybody checks a message and reports a fake one. */
export async function reportFake({ page, markers }: Walk): Promise<void> {
  await page.goto("/en/verify");
  await page.locator("textarea[name=text]").fill(`Refund for ${markers.word("message that somebody checks")}: send your code to 010-5555-0199 at once, please.`);
  await press(page, "Compare the text");
  await shown(page, "We sent no such message");
  await page.goto("/en/verify/report");
  await page.locator("input[value=sms]").check();
  await page.locator("textarea[name=text]").fill(`Refund: ${markers.word("reported message")}`);
  await page.locator("input[name=sender]").fill(markers.phone("sender of a fake"));
  await page.locator("input[name=contact]").fill(markers.email("who reports a fake"));
  await press(page, "Send the report");
  await shown(page, /F-\w{4}-\w{4}/);
}

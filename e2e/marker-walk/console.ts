import type { Page } from "@playwright/test";
import type { Markers } from "@/test/markers";
import { expect } from "../fixtures";
import { awaitMail } from "../mail";
import { press, send, shown, type Walk } from "./portal";

export const at = (path: string) => `${process.env.E2E_URL}/console${path}`;

/** Words of staff about an act of theirs stand in the audit log, where colleagues read them; the form asks them to name nobody. */
const REASON = ["audit_events.reason"];

/** Import a file and have a second person publish it. */
export async function importPeople(security: Page, approver: Page, markers: Markers, csv: string): Promise<void> {
  await security.goto(at("/exposure/import"));
  // Named by its time alone wherever it is shown; what staff call a file is theirs.
  const name = `${markers.word("name of the manifest's file", ["imports.file_name"])}.csv`;
  await security.locator("input[name=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(csv) });
  await press(security, "Upload");
  await security.locator("input[name=asOf]").fill("2025-12-03T18:00");
  await security.getByLabel(/^add/).check();
  await press(security, "Dry run");
  await shown(security, /1 rejected|rejected 1|1 would be rejected|would be rejected/i);
  await press(security, "Load as a draft");
  await expect(security.getByRole("heading", { level: 1, name: /^Version/ })).toBeVisible();
  await expect(security.getByText("draft", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await approver.goto(security.url());
  await press(approver, /^Publish/);
  await expect(approver.getByText("published", { exact: true }).first()).toBeVisible();
}

/** Sign in on the page, with a password that is wrong first. */
export async function signIn(page: Page, who: { email: string; password: string; code: string; wrong: string }): Promise<void> {
  await page.goto(at("/sign-in?lang=en"));
  for (const password of [who.wrong, who.password]) {
    await page.locator("input[name=email]").fill(who.email);
    await page.locator("input[name=password]").fill(password);
    await page.locator("input[name=code]").fill(who.code);
    await press(page, "Sign in");
    if (password === who.wrong) await shown(page, "is not right");
  }
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

/** Look for people by their exact contacts and numbers, in every place where staff can. */
export async function search(page: Page, wanted: { email: string; phone: string; ref: string; nobody: string; reference: string }): Promise<void> {
  await page.goto(at("/claims"));
  for (const query of [wanted.nobody, wanted.phone, wanted.email]) {
    await page.getByRole("searchbox").fill(query);
    await send(page, "Search");
    await expect(page.getByRole("searchbox")).toHaveValue(query);
  }
  await expect(page.getByRole("search").getByRole("link", { name: wanted.reference })).toBeVisible();
  await page.goto(at("/erasures"));
  await page.getByLabel("Number or contact").fill(wanted.phone);
  await press(page, "Find");
  await expect(page.getByRole("link", { name: "See what erasing would take" })).toBeVisible();
  await page.goto(at("/claims/paper"));
  await page.getByLabel("Number or contact").fill(wanted.ref);
  await press(page, "Find");
  await expect(page.getByRole("link", { name: "Enter for this record" })).toBeVisible();
}

/** Work a claim: reveal, note, message, question, and words of a decision. */
export async function workClaim({ page, markers }: Walk, reference: string): Promise<void> {
  await page.goto(at("/claims"));
  await page.getByRole("table").last().getByRole("link", { name: reference }).click();
  await page.getByText("Show personal data").click();
  const reveal = page.locator("form", { has: page.getByRole("button", { name: "Show and record" }) });
  await reveal.getByLabel("To pay", { exact: true }).check();
  await reveal.locator("[name=reason]").fill(markers.sentence("reason of a reveal", REASON));
  await press(page, "Show and record");
  await shown(page, markers.value("bank account"));
  await shown(page, markers.value("account holder"));
  await shown(page, markers.value("loss"));
  await page.locator("form", { has: page.getByRole("button", { name: "Add the note" }) }).locator("textarea[name=note]").fill(`Spoke to ${markers.word("note to colleagues")}.`);
  await press(page, "Add the note");
  await shown(page, markers.value("note to colleagues"));
  await press(page, "Take into review");
  await expect(page.getByRole("heading", { name: "Decision sheet" })).toBeVisible();
  await page.locator("form", { has: page.getByRole("button", { name: "Send it", exact: true }) }).locator("textarea[name=text]").fill(`We have ${markers.word("message to the claimant")}.`);
  await press(page, "Send it");
  await shown(page, markers.value("message to the claimant"));
  for (const radio of await page.locator("main input[type=radio][value=yes]").all()) await radio.check();
  await page.locator("main input[name=minutes]").fill("50");
  await page.locator("main [name^='amount.']").first().fill("60000");
  await page.locator("form", { has: page.getByRole("button", { name: "Save and reckon" }) }).locator("textarea[name=reason]").fill(`We counted ${markers.word("words of a decision")}.`);
  await send(page, "Save and reckon");
  await expect(page.getByRole("button", { name: /^Approve|Send to a second/ })).toBeVisible();
  // As whoever opens it later is shown it.
  await page.reload();
  await expect(page.getByRole("button", { name: /^Approve|Send to a second/ })).toBeVisible();
  const ask = page.locator("form", { has: page.getByRole("button", { name: "Ask and tell them" }) });
  await ask.locator("input[name=items][value^='papers:']").first().check();
  await ask.locator("textarea[name=note]").fill(`Please send ${markers.word("what is asked of the claimant")}.`);
  await press(page, "Ask and tell them");
  await shown(page, "Asked of the claimant");
}

/** Answer an enquiry, after a look at whose it is. */
export async function answerEnquiry({ page, request, markers }: Walk, email: string): Promise<void> {
  await page.goto(at("/enquiries"));
  await page.getByRole("link", { name: /^E-/ }).first().click();
  await shown(page, markers.value("enquiry"));
  await page.getByText("Show the address").click();
  await page.getByLabel("To reach them").check();
  await page.locator("[name=reason]").first().fill(markers.sentence("reason to see an address", REASON));
  await press(page, "Show and record");
  await shown(page, email);
  await page.locator("textarea[name=text]").first().fill(`Somebody entered ${markers.word("answer to an enquiry")} for you.`);
  await page.locator("form", { has: page.locator("textarea[name=text]") }).getByRole("button").last().click();
  expect((await awaitMail(request, email, /About your message/)).text).toContain(markers.value("answer to an enquiry"));
}

/** Suppress an address and propose to erase somebody, each with a reason. */
export async function suppressAndErase({ page, markers }: Walk, wanted: { nobody: string; phone: string }): Promise<void> {
  await page.goto(at("/waves/suppressions"));
  await page.locator("main input[name=contact]").fill(wanted.nobody);
  await press(page, "Look up");
  await page.locator("main summary").last().click();
  await page.locator("main textarea[name=reason]").last().fill(markers.sentence("reason of a suppression", REASON));
  await press(page, "Suppress");
  await shown(page, /suppressed/i);
  await page.goto(at("/erasures"));
  await page.getByLabel("Number or contact").fill(wanted.phone);
  await press(page, "Find");
  await page.getByRole("link", { name: "See what erasing would take" }).click();
  await page.locator("main textarea[name=reason]").fill(markers.sentence("reason of an erasure", [...REASON, "erasures.reason"]));
  await press(page, "Propose the erasure");
  await shown(page, "Choose what it rests on.");
  await page.locator("main input[name=ground]").first().check();
  await press(page, "Propose the erasure");
  await shown(page, "You proposed it");
}

/** Write a wording, and send a wave that a second person approves. */
export async function sendWave(comms: Page, approver: Page, { request, markers }: Walk, email: string): Promise<void> {
  await comms.goto(at("/notices/new"));
  await comms.locator("input[name=name]").fill(markers.word("name of a wording", ["notice_templates.name"]));
  await press(comms, "Begin the draft");
  const words = comms.locator("main textarea").first();
  await words.fill(`We write of ${markers.word("draft of a notice", ["notice_template_versions.content"])}.`);
  await words.blur();
  await comms.goto(at("/waves/new"));
  await press(comms, "Save the draft");
  await press(comms, "Ask for approval");
  await shown(comms, "You made this wave or asked for its approval.");
  await approver.goto(comms.url());
  await press(approver, /^Approve and send/);
  await expect(approver.getByText("Finished", { exact: true })).toBeVisible({ timeout: 60_000 });
  const notice = await awaitMail(request, email, /leaked/);
  expect(notice.login).toBe(markers.value("login of the relay"));
}

/** Add a colleague, who sets up their sign-in with the mailed code, and end their access with a reason. */
export async function addColleague({ page, request, markers }: Walk, theirs: Page): Promise<void> {
  const email = markers.email("colleague: e-mail", ["staff_members.email"]);
  const name = markers.korean("colleague: name", ["staff_members.name"]);
  await page.goto(at("/staff/new"));
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=email]").fill(email);
  await page.getByLabel("English").check();
  await page.getByRole("checkbox", { name: /^Support(?! lead)/ }).check();
  await press(page, "Add and send the code");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const code = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec((await awaitMail(request, email, /./)).text)?.[0] ?? "";
  markers.take("set-up code", [code, code.replaceAll("-", "")], { secret: true });
  await theirs.goto(at("/set-up?lang=en"));
  await theirs.locator("input[name=email]").fill(email);
  await theirs.locator("input[name=code]").fill(code);
  await theirs.locator("input[name=password]").fill("short");
  await press(theirs, "Set up");
  await expect(theirs.getByRole("main").getByRole("alert").first()).toBeVisible();
  await theirs.locator("input[name=email]").fill(email);
  await theirs.locator("input[name=code]").fill(code);
  await theirs.locator("input[name=password]").fill(`${markers.word("password of a colleague")} long enough`);
  await press(theirs, "Set up");
  await shown(theirs, "Add this key to your authenticator");
  const secret = /[A-Z2-7]{32,}/.exec((await theirs.locator("main").innerText()).replaceAll(" ", ""))?.[0] ?? "";
  markers.take("authenticator secret", secret, { secret: true });
  await page.locator("main textarea[name=reason]").last().fill(markers.sentence("reason of an off-boarding", REASON));
  await press(page, /^End the access of/);
  await shown(page, /Off-boarding report|ended/i);
}

/** Make recovery codes, sign out, and come back with one of them. */
export async function recover({ page, markers }: Walk, who: { email: string; password: string }): Promise<void> {
  await page.goto(at("/account"));
  await press(page, "Make ten codes");
  const codes = page.getByRole("status").getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [used = "", kept = ""] = await codes.allInnerTexts();
  for (const [name, code] of [["recovery code that was used", used.trim()], ["recovery code that was not used", kept.trim()]] as const) markers.take(name, [code, code.replaceAll("-", "")], { secret: true });
  await press(page, "Sign out");
  await expect(page).toHaveURL(/\/console\/sign-in/);
  await page.goto(at("/sign-in?lang=en"));
  await page.locator("input[name=email]").fill(who.email);
  await page.locator("input[name=password]").fill(who.password);
  await page.locator("input[name=code]").fill(used.trim());
  await press(page, "Sign in");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

/** Make a token for a program. Its name is printed to whoever lists keys at the machine, as those of all keys are. */
export async function makeToken({ page, markers }: Walk): Promise<void> {
  await page.goto(at("/account"));
  await page.getByLabel("Name of the token").fill(markers.word("name of a token", ["api_tokens.name", "key_register.name", "what the programs print"]));
  await press(page, "Make a token");
  const said = await page.getByText(/amends_live_/).innerText();
  markers.take("API token", /amends_live_[\w-]{43}/.exec(said)?.[0] ?? "", { secret: true });
}

/** Plant a key of programs. Returns it. */
export async function plantKey({ page, markers }: Walk): Promise<string> {
  await page.goto(at("/alarms/keys"));
  await page.getByLabel("Where it will lie").fill(markers.word("where a planted key lies", ["canary_keys.place"]));
  await press(page, "Make the key");
  const said = await page.getByText(/amends_live_/).innerText();
  return markers.take("planted key", /amends_live_[\w-]{43}/.exec(said)?.[0] ?? "", { secret: true });
}

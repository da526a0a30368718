import type { Page } from "@playwright/test";

/** Fill in the form for a new member of staff, in English, and send it; returns their address. */
export async function askForNewMember(page: Page): Promise<string> {
  const email = `new-${Date.now()}@haneulmall.example`;
  await page.getByLabel("Name", { exact: true }).fill("Kim New");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("English").check();
  await page.getByRole("checkbox", { name: /^Support(?! lead)/ }).check();
  await page.getByRole("button", { name: "Add and send the code" }).click();
  return email;
}

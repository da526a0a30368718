import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test as base, type Page } from "@playwright/test";
import type axeCore from "axe-core";

/** Less than half of what `source` of the package holds, and put into every page that is looked at. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a colour scheme can change; everything else was seen in the first one. */
const ABOUT_COLOUR = ["color-contrast", "link-in-text-block"];

/** What a language can change; everything else was seen in the first one. */
const ABOUT_WORDS = ["aria-command-name", "aria-input-field-name", "aria-toggle-field-name", "button-name", "document-title", "empty-heading", "html-has-lang", "html-lang-valid", "image-alt", "input-button-name", "label", "link-name", "select-name", "summary-name", "svg-img-alt", "valid-lang"];

/** A frame that shows a mail runs nothing, and what the tests themselves would run in every frame is refused there too. */
const FENCED = /^Blocked script execution in '(about:blank|[^']*\/console\/notices\/preview\/frame)'/;

/** Browser tests: pages of the running product; an unexpected error in the browser's console fails the test, and so does a report that a page tried what its policy forbids. */
export const test = base.extend<{ consoleErrors: string[]; policyReports: string[] }>({
  baseURL: async ({}, use) => {
    await use(process.env.E2E_URL);
  },
  consoleErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("console", (message) => message.type() === "error" && !FENCED.test(message.text()) && errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(error.message));
      await use(errors);
      expect(errors, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  policyReports: [
    async ({ page }, use) => {
      const reports: string[] = [];
      page.on("request", (request) => request.method() === "POST" && new URL(request.url()).pathname === "/api/csp-reports" && reports.push(request.postData() ?? ""));
      await use(reports);
      expect(reports, "reports that the Content-Security-Policy stopped something").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/**
 * No violation of WCAG 2.2 A and AA that axe can see, in both colour schemes; into a frame without scripts it cannot. A page that another test looks at
 * in another language is looked at for its words alone. After a click wait for something of the next page first: until that is there, what is looked at is the page before, which may go at any moment.
 */
export async function expectAccessible(page: Page, seenInAnotherLanguage = false): Promise<void> {
  // axe's own adapter puts itself together in a tab of its own for each look, which takes longer than the look. Without frames that run scripts it has no need of one.
  await expect(page.locator("iframe:not([sandbox]), frame")).toHaveCount(0);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const looks = seenInAnotherLanguage ? ([["light", ABOUT_WORDS]] as const) : ([["light", null], ["dark", ABOUT_COLOUR]] as const);
  for (const [colorScheme, rules] of looks) {
    await page.emulateMedia({ colorScheme });
    // After a step inside the app, and whenever the page is refreshed, the title comes with the last of the answer.
    await expect(page).toHaveTitle(/./);
    expect(await page.evaluate(findViolations, rules), colorScheme).toEqual([]);
  }
}

/** Runs in the page, with what was put there. */
async function findViolations(rules: readonly string[] | null): Promise<string[]> {
  const { axe } = window as unknown as { axe: typeof axeCore };
  const { violations } = await axe.run({ exclude: [["iframe[sandbox]"]] }, { resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule" as const, values: [...rules] } }) });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** At the width of a small phone nothing makes the page scroll sideways; tables may scroll in their own frames. */
export async function expectToFit(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${page.url()} at 320 px`).toBeLessThanOrEqual(320);
  if (before) await page.setViewportSize(before);
}

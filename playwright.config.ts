import { defineConfig } from "@playwright/test";
import { browserArguments, findChromium } from "./test/browser";

// Workers load this file again; the main process has looked already.
if (!process.env.AMENDS_TEST_BROWSER) process.env.AMENDS_TEST_BROWSER = JSON.stringify(await findChromium());
const browser = JSON.parse(process.env.AMENDS_TEST_BROWSER) as { executablePath: string; env: Record<string, string> };

export default defineConfig({
  testDir: "e2e",
  outputDir: ".data/test-results/browser",
  globalSetup: "./e2e/environment.ts",
  // One more than the processors that a small machine has: somebody always waits for a page, a mail or a lease.
  workers: 3,
  fullyParallel: true,
  forbidOnly: true,
  // Whether a thing comes is what a test says; how soon is a promise only where a test names a time, and some pages ask every five seconds. The whole of a test takes three times as long on a slow machine as on a fast one.
  timeout: 300_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json"]],
  use: {
    launchOptions: { executablePath: browser.executablePath, args: browserArguments(), env: { ...process.env, ...browser.env } },
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    // What a page was at the end is kept of a failed test. All steps of all tests would take an eighth of the browsers' time; `--trace retain-on-failure` asks for them.
    screenshot: "only-on-failure",
  },
});

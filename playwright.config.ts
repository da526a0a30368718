import { defineConfig } from "@playwright/test";
import { browserArguments, findChromium } from "./test/browser";

// Workers load this file again; the main process has looked already.
if (!process.env.AMENDS_TEST_BROWSER) process.env.AMENDS_TEST_BROWSER = JSON.stringify(await findChromium());
const browser = JSON.parse(process.env.AMENDS_TEST_BROWSER) as { executablePath: string; env: Record<string, string> };

export default defineConfig({
  testDir: "e2e",
  outputDir: ".data/test-results/browser",
  globalSetup: "./e2e/environment.ts",
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 60_000,
  reporter: [["list"], ["json"]],
  use: {
    launchOptions: { executablePath: browser.executablePath, args: browserArguments(), env: { ...process.env, ...browser.env } },
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    // The page as it stood at every step, but no film of it: filming takes a processor more than the tests do.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
  },
});

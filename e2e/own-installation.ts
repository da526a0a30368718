import { randomUUID } from "node:crypto";
import pg from "pg";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { databaseUrl, startTestPostgres } from "@/test/postgres";
import { test as base } from "./fixtures";
import { withParts } from "./parts";
import { startProduct, type OwnSettings } from "./product";

/**
 * For what a whole installation is, while the other tests share one that is live: `install` fills a database, puts a copy of it where nothing was, as a backup is restored,
 * and starts the product there out of the same build. To the end of the test it is the product under test.
 */
export const test = base.extend<{ install: <T>(fill: (parts: ProcessParts, url: string) => Promise<T>, settings?: OwnSettings, logFile?: string) => Promise<T> }>({
  install: async ({ page }, use) => {
    const shared = { ...process.env };
    const ends: (() => Promise<unknown>)[] = [];
    await use(async (fill, settings, logFile) => {
      const { adminUrl, template } = await startTestPostgres();
      const name = `amends_e2e_${randomUUID().replaceAll("-", "")}`;
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      ends.push(() => admin.end(), () => admin.query(`drop database if exists ${name} with (force)`));
      await admin.query(`create database ${name} template ${template}`);
      process.env.E2E_DATABASE_URL = databaseUrl(adminUrl, name);
      const filled = await withParts((parts) => fill(parts, databaseUrl(adminUrl, name)));
      const product = await startProduct(adminUrl, name, { webProcesses: 1, workers: 1, ...(settings && { settings }), ...(logFile !== undefined && { logFile }) });
      ends.push(() => product.stop());
      Object.assign(process.env, product.settings);
      return filled;
    });
    // A page that follows a wave would go on asking.
    await page.close();
    for (const end of ends.reverse()) await end();
    Object.assign(process.env, shared);
  },
});

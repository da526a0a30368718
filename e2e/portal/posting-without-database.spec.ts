import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { anIncidentToPost, aStandingPosting } from "@/test/postings";
import { databaseUrl, takeTestLive } from "@/test/postgres";
import { expect, test as base } from "../fixtures";
import { withParts } from "../parts";
import { startProduct } from "../product";

/** An installation with a PostgreSQL of its own, which may be stopped. */
const test = base.extend<{ installation: { slug: string; stopDatabase: () => void } }>({
  installation: async ({}, use) => {
    const shared = { ...process.env };
    const home = mkdtempSync(path.join(os.tmpdir(), "amends-posting-"));
    chmodSync(home, 0o755);
    const dir = path.join(home, "postgres");
    let server = await startPostgres({ dir, port: 0, test: true });
    const { port } = server;
    const adminUrl = server.url("postgres");
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query("create database filled");
    await admin.end();
    const url = databaseUrl(adminUrl, "filled");
    await migrateDatabase(url);
    await takeTestLive(url);
    process.env.E2E_DATABASE_URL = url;
    const slug = await withParts(async (parts) => {
      const incident = await anIncidentToPost(parts);
      await aStandingPosting(parts, incident.versionId);
      return incident.slug;
    });
    process.env.AMENDS_DATA_DIR = path.join(home, "data");
    const product = await startProduct(adminUrl, "filled", { webProcesses: 2, workers: 0 });
    Object.assign(process.env, product.settings);
    const held = { down: false };
    await use({
      slug,
      stopDatabase() {
        server.stop("immediate");
        held.down = true;
      },
    });
    if (held.down) server = await startPostgres({ dir, port, test: true });
    await product.stop();
    server.stop("immediate");
    for (const name of Object.keys(process.env)) if (!(name in shared)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, shared);
    rmSync(home, { recursive: true, force: true });
  },
});

test("what is posted goes on standing while the database is down", async ({ installation, playwright }) => {
  // The address of this product, which is not the one that the tests share.
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  const url = (locale: string) => `/${locale}/${installation.slug}/postings/1`;
  const before = await request.get(url("ko"));
  expect(before.status()).toBe(200);
  installation.stopDatabase();
  expect((await request.get(`/ko/${installation.slug}`)).status()).toBe(500);
  // More often than there are processes, and in a language that nobody has asked for yet.
  for (let i = 0; i < 6; i++) {
    const after = await request.get(url("ko"));
    expect([after.status(), after.headers().etag]).toEqual([200, before.headers().etag]);
    expect(await after.body()).toEqual(await before.body());
    expect((await request.get(url("en"))).status()).toBe(200);
  }
  expect((await request.get(`/ko/${installation.slug}/postings/2`)).status()).toBe(503);
  await request.dispose();
});

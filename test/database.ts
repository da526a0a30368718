import { randomUUID } from "node:crypto";
import pg from "pg";
import pino from "pino";
import { afterAll, beforeAll, expect, inject, vi } from "vitest";
import { EVERY_INCIDENT, openDatabase, type Database } from "@/db/client";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { databaseUrl, productUrl } from "./postgres";

export interface TestDatabase {
  readonly url: string;
  /** As a superuser, to arrange and to look. */
  readonly db: Database;
  /** The product's own, with the powers of its roles. */
  readonly parts: ProcessParts;
}

const silentLog = pino({ level: "silent" });
/** A key-encryption key for tests; every database clone makes its own data keys under it. */
export const testKeyEncryptionKey = { id: "test", bytes: Buffer.alloc(32, 9) };

/** Give a test file a database of its own: cloned from the migrated template before its tests, dropped after them. */
export function useDatabase(): TestDatabase {
  const name = `amends_test_${randomUUID().replaceAll("-", "")}`;
  const admin = inject("adminUrl");
  const url = databaseUrl(admin, name);
  const held: { db?: Database; product?: Database; ofKeys?: Database; parts?: ProcessParts } = {};
  beforeAll(async () => {
    await query(admin, `create database ${name} template ${inject("template")}`);
    const db = openDatabase(url, { max: 8, applicationName: "amends-test" });
    held.db = db;
    const product = openDatabase(productUrl(url), { max: 8, applicationName: "amends-test", sees: EVERY_INCIDENT });
    held.product = product;
    // As in service: an act that holds a connection never waits for one of the same pool to hear of keys.
    const ofKeys = openDatabase(productUrl(url), { max: 1, applicationName: "amends-test", sees: EVERY_INCIDENT });
    held.ofKeys = ofKeys;
    held.parts = { db: product, keys: openKeyRing(ofKeys, testKeyEncryptionKey), log: silentLog };
  });
  afterAll(async () => {
    await held.db?.$client.end();
    await held.product?.$client.end();
    await held.ofKeys?.$client.end();
    // A connection that a test left open is one that the program under test would leak. A closed one takes the server a moment to notice.
    try {
      await vi.waitFor(async () => {
        const { rows } = await query(admin, `select count(*)::int as open from pg_stat_activity where datname = '${name}'`);
        expect(rows[0], "connections left open").toEqual({ open: 0 });
      }, 5_000);
    } finally {
      await query(admin, `drop database if exists ${name} with (force)`);
    }
  });
  const ready = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error("the database is there inside tests and hooks only");
    return part;
  };
  return {
    url,
    get db() {
      return ready(held.db);
    },
    get parts() {
      return ready(held.parts);
    },
  };
}

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(text);
  } finally {
    await client.end();
  }
}

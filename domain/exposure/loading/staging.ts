import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { PreparedRows } from "./prepare-rows";
import type { ImportRun } from "../types";

/** Tables of one run. Names are made of the run's number alone, so nothing from outside reaches a statement. */
export function stagingTables(serial: number) {
  if (!Number.isSafeInteger(serial)) throw new Error("a run's number is a whole number");
  return { subjects: `import_${serial}_subjects`, contacts: `import_${serial}_contacts`, links: `import_${serial}_links` };
}

const SUBJECT_COLUMNS = "incident_id, subject_id, from_version, to_version, record_id, ref_index, kind, locale, country, time_zone, confirmed, possible, cleared, content_mac, sealed, line";

/**
 * Make the run's tables; they are ordinary logged tables, because what was acknowledged must survive a crash of the whole server. They say of which incident
 * their rows are, so that they can become its partitions without being read once more.
 */
export async function createStaging(client: PoolClient, { serial }: Pick<ImportRun, "serial">): Promise<void> {
  await client.query("select create_staging($1)", [serial]);
}

/** Only once the run is over. */
export async function dropStaging(client: PoolClient, serial: number): Promise<void> {
  await client.query("select drop_staging($1)", [serial]);
}

/** Copy prepared rows into the run's tables, in the caller's transaction. */
export async function copyToStaging(client: PoolClient, serial: number, rows: PreparedRows): Promise<void> {
  const tables = stagingTables(serial);
  await copy(client, `copy ${tables.subjects} (${SUBJECT_COLUMNS}) from stdin (format binary)`, rows.subjects);
  await copy(client, `copy ${tables.contacts} (incident_id, kind, contact_index, subject_id, from_version, to_version) from stdin (format binary)`, rows.contacts);
  await copy(client, `copy ${tables.links} (third_line, account_ref_index) from stdin (format binary)`, rows.links);
}

async function copy(client: PoolClient, statement: string, data: Buffer): Promise<void> {
  await pipeline(Readable.from([data], { objectMode: false }), client.query(copyFrom(statement)));
}

import { eq, sql } from "drizzle-orm";
import { indexRotations } from "@/db/schema/keys";
import type { KeyProvider } from "@/lib/keys";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { INSTALLATION } from "../key-ring";

/** Names "rows of an incident are found by its index" among advisory locks; the second key is the incident's. */
const LOCK_SPACE = 5_014;

/** Whether the rows of an incident are moving from one index key to the next. Inside a transaction the answer holds to its end: a rotation that would begin meanwhile waits. */
export async function isIndexRotating(tx: Executor, incidentId: string): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${LOCK_SPACE}, hashtext(${incidentId}))`);
  const [row] = await tx.select({ id: indexRotations.incidentId }).from(indexRotations).where(eq(indexRotations.incidentId, incidentId));
  return row !== undefined;
}

/** For acts that hold index values of an incident against each other, or write new ones into its dataset. @throws {Conflict} while its key is rotated */
export async function requireSteadyIndex(tx: Executor, incidentId: string): Promise<void> {
  if (await isIndexRotating(tx, incidentId)) throw new Conflict("keys-rotating");
}

/**
 * For an act that writes an index value of an incident into a row outside its dataset: until the transaction ends no rotation takes these rows over to another key, and what is computed from here on is of the key in use. It waits for a
 * rotation that is taking them over, so call it before any of them is held.
 */
export async function holdIndexKey(tx: Executor, keys: KeyProvider, incidentId: string): Promise<void> {
  if (await isIndexRotating(tx, incidentId)) await keys.refreshIndexKeys(incidentId);
}

/** Let nobody begin such an act until this transaction ends, and wait for those who have. */
export async function holdIndex(tx: Executor, incidentId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK_SPACE}, hashtext(${incidentId}))`);
}

/** Whether rows are moving from one index key of the installation to the next, or may begin to at any moment. For workers: web reads no keys. */
export async function isInstallationIndexMoving(tx: Executor): Promise<boolean> {
  const { rows } = await tx.execute(sql`select from data_keys where purpose = 'blind-index' and scope = ${INSTALLATION} and wrapped is not null and (waits or retired_at is not null)`);
  return rows.length > 0;
}

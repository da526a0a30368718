import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { NumberedKey } from "@/lib/crypto";
import { unwrapKey, wrapKey, type KeyEncryptionKey, type KeyPurpose } from "@/lib/keys";

/** The table is closed to web; functions of the database give out one key, or those of one purpose and scope. */
interface StoredKey extends Record<string, unknown> {
  id: number;
  purpose: KeyPurpose;
  scope: string;
  kekId: string;
  wrapped: Buffer | null;
  waits: boolean;
}

const columns = sql`id, purpose, scope, kek_id as "kekId", wrapped, waits`;

/** The rows in which data keys lie wrapped, for a key ring. What was opened once stays open until the ring forgets it. */
export function dataKeyRows(db: Database, kek: KeyEncryptionKey) {
  const opened = new Map<number, NumberedKey>();

  function open(row: StoredKey): NumberedKey {
    const known = opened.get(row.id);
    if (known) return known;
    if (!row.wrapped) throw new Error(`data key ${row.id} is destroyed`);
    const wrapping = kek.next?.id === row.kekId ? kek.next : kek;
    const key = { id: row.id, bytes: unwrapKey(wrapping, `${row.purpose}|${row.scope}`, row.wrapped) };
    opened.set(row.id, key);
    return key;
  }

  /** In one statement: between two, a waiting key could become the one in use. */
  async function findAll(purpose: KeyPurpose, scope: string): Promise<StoredKey[]> {
    return (await db.execute<StoredKey>(sql`select ${columns} from find_data_keys(${purpose}, ${scope})`)).rows;
  }

  async function find(purpose: KeyPurpose, scope: string, waits = false): Promise<StoredKey | undefined> {
    return (await findAll(purpose, scope)).find((row) => row.waits === waits);
  }

  async function findById(id: number): Promise<StoredKey | undefined> {
    return (await db.execute<StoredKey>(sql`select ${columns} from find_data_key(${id})`)).rows[0];
  }

  async function byId(id: number): Promise<NumberedKey> {
    const known = opened.get(id);
    if (known) return known;
    const row = await findById(id);
    if (!row) throw new Error(`data key ${id} does not exist`);
    return open(row);
  }

  async function create(purpose: KeyPurpose, scope: string, { bytes, waits }: { bytes: Buffer; waits: boolean }) {
    // Once the next key-encryption key has begun to take over nothing more may be wrapped with the old one, however the two meet: rotating locks the table for its last look.
    const insert = async (wrapping: KeyEncryptionKey, unless: string | null) =>
      db.execute(sql`select ${waits ? sql`add_next_data_key` : sql`add_data_key`}(${purpose}, ${scope}, ${wrapping.id}, ${wrapKey(wrapping, `${purpose}|${scope}`, bytes)}::bytea, ${unless}::text)`);
    await insert(kek, kek.next?.id ?? null);
    const row = await find(purpose, scope, waits);
    if (row || !kek.next) return row;
    await insert(kek.next, null);
    return find(purpose, scope, waits);
  }

  /** Let go of opened keys that were destroyed. @returns which those are */
  async function dropDestroyed(): Promise<Set<number>> {
    const gone = new Set<number>();
    for (const id of opened.keys()) if (!(await findById(id))?.wrapped) gone.add(id);
    for (const id of gone) opened.delete(id);
    return gone;
  }

  return { open, find, findAll, byId, create, dropDestroyed };
}

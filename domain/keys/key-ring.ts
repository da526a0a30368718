import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dataKeys } from "@/db/schema/keys";
import type { NumberedKey } from "@/lib/crypto";
import { unwrapKey, wrapKey, type KeyEncryptionKey, type KeyProvider, type KeyPurpose } from "@/lib/keys";

const KEY_BYTES = 32;
/** How long a process trusts which key is current; after a rotation old keys still open by id. */
const CURRENT_FOR_MS = 60_000;

/** The scope of keys that belong to no incident: suppression, staff secrets, correspondence. */
export const INSTALLATION = "installation";

/**
 * Open the installation's data keys. Keys are unwrapped once per process and kept in memory; a purpose and scope that has none gets one
 * on first use, and of two processes that race the unique index lets one win.
 */
export function openKeyRing(db: Database, kek: KeyEncryptionKey): KeyProvider {
  const opened = new Map<number, NumberedKey>();
  const current = new Map<string, { key: NumberedKey; until: number }>();
  const looking = new Map<string, Promise<NumberedKey>>();

  function open(row: typeof dataKeys.$inferSelect): NumberedKey {
    const known = opened.get(row.id);
    if (known) return known;
    const key = { id: row.id, bytes: unwrapKey(kek, `${row.purpose}|${row.scope}`, row.wrapped) };
    opened.set(row.id, key);
    return key;
  }

  async function find(purpose: KeyPurpose, scope: string) {
    const [row] = await db
      .select()
      .from(dataKeys)
      .where(and(eq(dataKeys.purpose, purpose), eq(dataKeys.scope, scope), isNull(dataKeys.retiredAt)));
    return row;
  }

  async function create(purpose: KeyPurpose, scope: string) {
    const wrapped = wrapKey(kek, `${purpose}|${scope}`, randomBytes(KEY_BYTES));
    await db.insert(dataKeys).values({ purpose, scope, kekId: kek.id, wrapped }).onConflictDoNothing();
    return find(purpose, scope);
  }

  /** Ask the database which key is current. Everybody who asks meanwhile shares the question. */
  function look(purpose: KeyPurpose, scope: string): Promise<NumberedKey> {
    const name = `${purpose}|${scope}`;
    const asked = looking.get(name);
    if (asked) return asked;
    const asking = (async () => {
      const row = (await find(purpose, scope)) ?? (await create(purpose, scope));
      if (!row) throw new Error(`no ${purpose} key for ${scope}`);
      const key = open(row);
      current.set(name, { key, until: Date.now() + CURRENT_FOR_MS });
      return key;
    })().finally(() => looking.delete(name));
    looking.set(name, asking);
    return asking;
  }

  return {
    async current(purpose, scope) {
      const name = `${purpose}|${scope}`;
      const cached = current.get(name);
      if (!cached) return look(purpose, scope);
      // Callers hold a connection in a transaction: were all of them to wait here for another one, none would come. So the old key serves while one looks.
      if (cached.until <= Date.now()) look(purpose, scope).catch(() => undefined);
      return cached.key;
    },
    async byId(id) {
      const known = opened.get(id);
      if (known) return known;
      const [row] = await db.select().from(dataKeys).where(eq(dataKeys.id, id));
      if (!row) throw new Error(`data key ${id} does not exist`);
      return open(row);
    },
  };
}

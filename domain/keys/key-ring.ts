import { randomBytes } from "node:crypto";
import type { Database } from "@/db/client";
import { linksOf, MAC_BYTES, type NumberedKey } from "@/lib/crypto";
import type { KeyEncryptionKey, KeyProvider, KeyPurpose } from "@/lib/keys";
import { dataKeyRows } from "./data-key-rows";
import { noteKeyUse } from "./register/note-use";

const KEY_BYTES = 32;
/** How long a process trusts which key is current; after a rotation old keys still open by id. */
const CURRENT_FOR_MS = 60_000;
/**
 * How long a process trusts what it knows of index keys, of which there are two while one is rotated. Nobody may go by older knowledge: what is looked for under one key alone would not be found. Rotating
 * waits for longer than this before it moves the first row.
 */
const INDEX_FRESH_MS = 5_000;

/** The scope of keys that belong to no incident: suppression, staff secrets, correspondence. */
export const INSTALLATION = "installation";

interface IndexKeys {
  current: NumberedKey;
  waiting: NumberedKey | null;
  at: number;
}

/**
 * Open the installation's data keys. Keys are unwrapped once per process and kept in memory until they are destroyed; a purpose and scope that has none gets one
 * on first use, and of two processes that race the unique index lets one win. `db` should have connections that no act holds: a ring waits for one where its knowledge of index keys is too old.
 */
export function openKeyRing(db: Database, kek: KeyEncryptionKey, { indexFreshMs = INDEX_FRESH_MS } = {}): KeyProvider {
  const { open, find, findAll, byId, create, dropDestroyed } = dataKeyRows(db, kek);
  const current = new Map<string, { key: NumberedKey; until: number }>();
  const looking = new Map<string, Promise<NumberedKey>>();
  const indexes = new Map<string, IndexKeys>();
  const lookingIndex = new Map<string, Promise<IndexKeys>>();

  /** Ask the database which key is current. Everybody who asks meanwhile shares the question. */
  function look(purpose: KeyPurpose, scope: string): Promise<NumberedKey> {
    const name = `${purpose}|${scope}`;
    const asked = looking.get(name);
    if (asked) return asked;
    const asking = (async () => {
      const row = (await find(purpose, scope)) ?? (await create(purpose, scope, { bytes: randomBytes(KEY_BYTES), waits: false }));
      if (!row) throw new Error(`no ${purpose} key for ${scope}`);
      const key = open(row);
      current.set(name, { key, until: Date.now() + CURRENT_FOR_MS });
      return key;
    })().finally(() => looking.delete(name));
    looking.set(name, asking);
    return asking;
  }

  /** The index keys of a scope, as the database had them moments ago. */
  async function indexKeys(scope: string): Promise<IndexKeys> {
    const known = indexes.get(scope);
    if (known && Date.now() - known.at < indexFreshMs) return known;
    const asked = lookingIndex.get(scope);
    if (asked) return asked;
    const asking = (async () => {
      const at = Date.now();
      const rows = await findAll("blind-index", scope);
      const present = rows.find(({ waits }) => !waits);
      const waiting = rows.find(({ waits }) => waits);
      const keys = { current: present ? open(present) : await look("blind-index", scope), waiting: waiting ? open(waiting) : null, at };
      indexes.set(scope, keys);
      return keys;
    })().finally(() => lookingIndex.delete(scope));
    lookingIndex.set(scope, asking);
    return asking;
  }

  return {
    async current(purpose, scope) {
      if (purpose === "blind-index") {
        noteKeyUse(scope === INSTALLATION ? "installation-index" : "blind-index", scope);
        return (await indexKeys(scope)).current;
      }
      const name = `${purpose}|${scope}`;
      const cached = current.get(name);
      if (!cached) return look(purpose, scope);
      // Callers hold a connection in a transaction: were all of them to wait here for another one, none would come. So the old key serves while one looks.
      if (cached.until <= Date.now()) look(purpose, scope).catch(() => undefined);
      return cached.key;
    },
    byId,
    async indexKeys(scope) {
      noteKeyUse(scope === INSTALLATION ? "installation-index" : "blind-index", scope);
      const { current: { bytes }, waiting } = await indexKeys(scope);
      if (waiting) return [bytes, waiting.bytes];
      return linksOf(bytes).length > 0 ? [bytes, bytes.subarray(0, -MAC_BYTES)] : [bytes];
    },
    async refreshIndexKeys(scope) {
      // What was asked before the caller came may be answered with what was true then.
      await lookingIndex.get(scope)?.catch(() => undefined);
      indexes.delete(scope);
      await indexKeys(scope);
    },
    async indexLink(scope) {
      const keys = await indexKeys(scope);
      return linksOf((keys.waiting ?? keys.current).bytes).at(-1) ?? null;
    },
    async forgetDestroyed() {
      const gone = await dropDestroyed();
      for (const [name, { key }] of current) if (gone.has(key.id)) current.delete(name);
      for (const [scope, keys] of indexes) if (gone.has(keys.current.id) || gone.has(keys.waiting?.id ?? 0)) indexes.delete(scope);
    },
    async announceIndexKey(scope) {
      const known = await find("blind-index", scope, true);
      const { bytes } = await look("blind-index", scope);
      const row = known ?? (await create("blind-index", scope, { bytes: Buffer.concat([bytes, randomBytes(KEY_BYTES)]), waits: true }));
      if (!row) throw new Error(`no next index key for ${scope}`);
      return open(row);
    },
  };
}

import { seal, unseal, type NumberedKey } from "./crypto";

/** What a data key is for. One key never serves two purposes. */
export type KeyPurpose = "seal" | "blind-index" | "content-mac" | "token" | "code" | "fingerprint";

/**
 * Gives out unwrapped data keys. `scope` is an incident id, or `installation` for keys that outlive incidents (suppression, staff secrets).
 * Rows say which key sealed them, so `byId` opens old envelopes after a rotation.
 */
export interface KeyProvider {
  current(purpose: KeyPurpose, scope: string): Promise<NumberedKey>;
  byId(id: number): Promise<NumberedKey>;
  /**
   * The index keys of a scope under which a value may stand at this moment: the one to write under, and the one beside it, which is the next while that is announced and from then on the one before. What is looked for under all of them is
   * found whenever a rotation is under way, also by a process that has not heard yet that the next one is in use.
   */
  indexKeys(scope: string): Promise<readonly [Buffer, ...Buffer[]]>;
  /** Ask which index keys a scope has, whatever was known a moment ago: for a caller who keeps them from changing. */
  refreshIndexKeys(scope: string): Promise<void>;
  /** What makes an index value of a scope one of the key that came, or is coming, after its own; null while there was only one key. See `indexMac`. */
  indexLink(scope: string): Promise<Buffer | null>;
  /** Let go of opened keys that were destroyed since: what they sealed is to open nowhere any more. */
  forgetDestroyed(): Promise<void>;
  /** The index key that is to come after the present one, made now or by somebody before. */
  announceIndexKey(scope: string): Promise<NumberedKey>;
}

/** The key-encryption key. It comes from a file, the environment or a KMS, never from the database. */
export interface KeyEncryptionKey {
  readonly id: string;
  readonly bytes: Buffer;
  /** The one that is to take over: it opens as well, and wraps as soon as anything is wrapped with it. */
  readonly next?: KeyEncryptionKey | undefined;
}

/** Wrap a fresh data key for storage. The wrapped form names its place, so it cannot be swapped for another key's. */
export function wrapKey(kek: KeyEncryptionKey, place: string, bytes: Buffer): Buffer {
  return seal({ id: 0, bytes: kek.bytes }, `key|${kek.id}|${place}`, bytes);
}

/** @throws {EnvelopeError} when the key-encryption key is not the one that wrapped it. */
export function unwrapKey(kek: KeyEncryptionKey, place: string, wrapped: Buffer): Buffer {
  return unseal({ id: 0, bytes: kek.bytes }, `key|${kek.id}|${place}`, wrapped);
}

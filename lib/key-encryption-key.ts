import { readFileSync } from "node:fs";
import { sha256 } from "./crypto";
import type { Env } from "./env";
import type { KeyEncryptionKey } from "./keys";

type KeySettings = Pick<Env, "AMENDS_KEY" | "AMENDS_KEY_FILE"> & Partial<Pick<Env, "AMENDS_NEXT_KEY" | "AMENDS_NEXT_KEY_FILE">>;

/**
 * Read the key-encryption key from its file or the environment, and the one that is to take over where there is one. A key's id is a hash of it, so a wrong file is noticed before
 * anything is opened.
 */
export function loadKeyEncryptionKey(env: KeySettings): KeyEncryptionKey {
  const next = env.AMENDS_NEXT_KEY_FILE === undefined && env.AMENDS_NEXT_KEY === undefined ? undefined : read(env.AMENDS_NEXT_KEY_FILE, env.AMENDS_NEXT_KEY);
  return { ...read(env.AMENDS_KEY_FILE, env.AMENDS_KEY), ...(next && { next }) };
}

function read(file: string | undefined, value: string | undefined): KeyEncryptionKey {
  const bytes = Buffer.from((file !== undefined ? readFileSync(file, "utf8").trim() : value) ?? "", "base64");
  if (bytes.length !== 32) throw new Error("the key-encryption key must be 32 bytes in base64");
  return { id: sha256(bytes).subarray(0, 8).toString("hex"), bytes };
}

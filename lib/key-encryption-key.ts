import { readFileSync } from "node:fs";
import { sha256 } from "./crypto";
import type { Env } from "./env";
import type { KeyEncryptionKey } from "./keys";

/** Read the key-encryption key from its file or the environment. Its id is a hash of the key, so a wrong file is noticed before anything is opened. */
export function loadKeyEncryptionKey(env: Pick<Env, "AMENDS_KEY" | "AMENDS_KEY_FILE">): KeyEncryptionKey {
  const text = env.AMENDS_KEY_FILE !== undefined ? readFileSync(env.AMENDS_KEY_FILE, "utf8").trim() : env.AMENDS_KEY;
  const bytes = Buffer.from(text ?? "", "base64");
  if (bytes.length !== 32) throw new Error("the key-encryption key must be 32 bytes in base64");
  return { id: sha256(bytes).subarray(0, 8).toString("hex"), bytes };
}

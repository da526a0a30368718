import { mac } from "@/lib/crypto";
import type { KeyProvider } from "@/lib/keys";
import { INSTALLATION } from "../key-ring";
import type { HeldSecret } from "./types";

export const FINGERPRINT_BYTES = 16;

/** What a secret is known by in the register: a keyed hash, because a plain one of a short password could be guessed. */
export async function fingerprintOf(keys: KeyProvider, { kind, name, value }: HeldSecret): Promise<Buffer> {
  const { bytes } = await keys.current("fingerprint", INSTALLATION);
  return mac(bytes, Buffer.concat([Buffer.from(`${kind}\n${name}\n`), Buffer.from(value)])).subarray(0, FINGERPRINT_BYTES);
}

/** The id under which people speak of a key. */
export function keyIdOf(kind: string, fingerprint: Buffer): string {
  return `${kind}-${fingerprint.toString("hex").slice(0, 8)}`;
}

import { inArray } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import type { KeyKind } from "@/db/values/key-kinds";
import type { Context } from "../../kernel/context";
import { fingerprintOf } from "./fingerprint";
import type { HeldSecret } from "./types";

/**
 * Which of the secrets that a process holds were stopped by a rotation while it holds nothing in their place: it goes on with what others may know. One that lies beside its successor, as while a webhook's sender changes over, is
 * refused where it is shown (`isRetired`), and is none of these.
 */
export async function findStopped(ctx: Pick<Context, "db" | "keys">, secrets: readonly HeldSecret[]): Promise<{ id: string; kind: KeyKind }[]> {
  const fingerprints = await Promise.all(secrets.map((secret) => fingerprintOf(ctx.keys, secret)));
  if (fingerprints.length === 0) return [];
  const rows = await ctx.db.select({ id: keyRegister.id, kind: keyRegister.kind, name: keyRegister.name, state: keyRegister.state }).from(keyRegister).where(inArray(keyRegister.fingerprint, fingerprints));
  const lives = ({ state }: { state: string }) => state === "active" || state === "next";
  return rows.filter((row) => !lives(row) && !rows.some((other) => lives(other) && other.kind === row.kind && other.name === row.name)).map(({ id, kind }) => ({ id, kind }));
}

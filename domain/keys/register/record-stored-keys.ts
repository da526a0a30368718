import { and, eq, isNull, notExists, sql } from "drizzle-orm";
import { auditKeys } from "@/db/schema/audit";
import { dataKeys, keyRegister } from "@/db/schema/keys";
import { authorise, type Context } from "../../kernel/context";
import { INSTALLATION } from "../key-ring";
import { mayRecordKeys } from "../policy";
import { recordKeys } from "./record-keys";
import type { HeldSecret } from "./types";

/** Enter the keys that lie in the database into the register: index keys, one for each incident and one for the installation, and the key that signs the audit log. */
export async function recordStoredKeys(ctx: Context): Promise<void> {
  authorise(ctx, mayRecordKeys);
  const known = (kind: "blind-index" | "installation-index" | "audit-signing") => ctx.db.select({ id: keyRegister.id }).from(keyRegister).where(and(eq(keyRegister.kind, kind), eq(keyRegister.state, "active")));
  const indexes = await ctx.db
    .select({ id: dataKeys.id, scope: dataKeys.scope, createdAt: dataKeys.createdAt })
    .from(dataKeys)
    .where(and(eq(dataKeys.purpose, "blind-index"), isNull(dataKeys.retiredAt), eq(dataKeys.waits, false), notExists(ctx.db.select({ id: keyRegister.id }).from(keyRegister).where(and(sql`${keyRegister.name} = ${dataKeys.scope}`, sql`${keyRegister.kind} in ('blind-index', 'installation-index')`, eq(keyRegister.state, "active"))))));
  const secrets: HeldSecret[] = [];
  for (const { id, scope, createdAt } of indexes) secrets.push({ ...indexSecret(scope, (await ctx.keys.byId(id)).bytes), createdAt });
  if ((await known("audit-signing")).length === 0) {
    const [signing] = await ctx.db.select({ publicKey: auditKeys.publicKey, createdAt: auditKeys.createdAt }).from(auditKeys).where(and(isNull(auditKeys.retiredAt), eq(auditKeys.waits, false)));
    if (signing) secrets.push({ ...signingSecret(signing.publicKey), createdAt: signing.createdAt });
  }
  await recordKeys(ctx, secrets);
}

export function indexSecret(scope: string, bytes: Buffer): HeldSecret {
  return { kind: scope === INSTALLATION ? "installation-index" : "blind-index", name: scope, value: bytes };
}

/** The audit log's key is known by its public half. */
export function signingSecret(publicKey: Buffer): HeldSecret {
  return { kind: "audit-signing", name: "audit", value: publicKey };
}

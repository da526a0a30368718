import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { auditKeys } from "@/db/schema/audit";
import { envelopeKeyId, seal, unseal } from "@/lib/crypto";
import { authorise, type Context } from "../../kernel/context";
import { mayKeepLog, mayReadAudit } from "../policy";
import { isKeyName, type NoteVerifier } from "./signed-note";

const SCOPE = "installation";

interface SigningKey extends NoteVerifier {
  id: number;
  privateKey: KeyObject;
}

/** Where the private half is sealed to. This slice comes before the one that owns such names. */
const place = (publicKey: Buffer) => `audit_keys|sealed_private|${SCOPE}|${publicKey.toString("hex")}`;

/** The log's name is its address without the scheme, as C2SP tlog-checkpoint recommends. */
export function originOf(url: string): string {
  const { host, pathname } = new URL(url);
  const origin = `${host}${pathname.replace(/\/$/, "")}/audit`;
  if (!isKeyName(origin)) throw new Error("AMENDS_URL cannot name the audit log");
  return origin;
}

/**
 * The key that signs checkpoints. It is made once, under the name that the installation has then; a later move to another address keeps key and name, because whoever
 * holds the public half knows the log by them. Of two workers that make one at once, one wins.
 */
export async function openSigningKey(ctx: Context, origin: string): Promise<SigningKey> {
  authorise(ctx, mayKeepLog);
  const row = (await find(ctx)) ?? (await create(ctx, origin));
  const { id, publicKey, sealedPrivate } = row;
  if (!sealedPrivate) throw new Error(`the private half of audit key ${id} is gone`);
  const der = unseal(await ctx.keys.byId(envelopeKeyId(sealedPrivate)), place(publicKey), sealedPrivate);
  return { id, name: row.origin, publicKey, privateKey: createPrivateKey({ key: der, format: "der", type: "pkcs8" }) };
}

/** The public half of every key that has signed, the one in use first. */
export async function listVerifiers(ctx: Context): Promise<NoteVerifier[]> {
  authorise(ctx, mayReadAudit);
  const rows = await ctx.db.select({ name: auditKeys.origin, publicKey: auditKeys.publicKey }).from(auditKeys).where(eq(auditKeys.waits, false)).orderBy(sql`${auditKeys.retiredAt} is not null`, desc(auditKeys.id));
  return rows;
}

async function find(ctx: Context) {
  const [row] = await ctx.db.select().from(auditKeys).where(and(isNull(auditKeys.retiredAt), eq(auditKeys.waits, false)));
  return row;
}

async function create(ctx: Context, origin: string) {
  await ctx.db.insert(auditKeys).values(await newKey(ctx, origin)).onConflictDoNothing();
  const row = await find(ctx);
  if (!row) throw new Error("the audit log has no key");
  return row;
}

/** A fresh key under a name, its private half sealed. */
export async function newKey(ctx: Context, origin: string) {
  const pair = generateKeyPairSync("ed25519");
  const publicKey = Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const sealedPrivate = seal(await ctx.keys.current("seal", SCOPE), place(publicKey), pair.privateKey.export({ format: "der", type: "pkcs8" }));
  return { origin, publicKey, sealedPrivate };
}

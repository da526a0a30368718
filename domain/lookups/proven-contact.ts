import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { lookupCodes, subjectSessions } from "@/db/schema/lookups";
import { sha256 } from "@/lib/crypto";
import { requireSubject, type Context, type SubjectActor } from "../kernel/context";
import { SignedOut } from "../kernel/errors";
import type { IncidentId } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { holdIndexKey } from "../keys/rotation/steady-index";
import { openJson } from "../keys/sealed";
import { browserHash, codeContactPlace, sessionContactPlace } from "./lookup-code";
import { maskContact } from "./rules";
import { sealedContact, type Contact } from "./types";

const living = and(isNull(subjectSessions.endedAt), sql`${subjectSessions.expiresAt} > clock_timestamp()`);

/** Find who a proof's random id is, for one incident. Null when it has ended or belongs to another incident. */
export async function findSubjectSession(db: Executor, incidentId: string, token: string): Promise<SubjectActor | null> {
  const id = sha256(token);
  const [row] = await db
    .select({ contactKind: subjectSessions.contactKind, contactIndex: subjectSessions.contactIndex })
    .from(subjectSessions)
    .where(and(eq(subjectSessions.id, id), eq(subjectSessions.incidentId, incidentId), living));
  return row ? { kind: "subject", incidentId: incidentId as IncidentId, sessionId: id.toString("hex"), ...row } : null;
}

/** Open the contact that the asker has proven. @throws {SignedOut} once the proof has ended */
export async function getProvenContact(ctx: Context): Promise<Contact> {
  const { sessionId, incidentId } = requireSubject(ctx);
  const [row] = await ctx.db.select({ sealed: subjectSessions.sealedContact }).from(subjectSessions).where(and(eq(subjectSessions.id, Buffer.from(sessionId, "hex")), living));
  if (!row) throw new SignedOut("proof-needed");
  return sealedContact.parse(await openJson(ctx.keys, sessionContactPlace(sessionId, incidentId), row.sealed));
}

/** The index of the proven contact as a row of theirs is to have it, to the end of the transaction (`holdIndexKey`). @throws {SignedOut} once the proof has ended */
export async function holdOwnIndex(tx: Executor, ctx: Context): Promise<Buffer> {
  const { sessionId, incidentId } = requireSubject(ctx);
  await holdIndexKey(tx, ctx.keys, incidentId);
  const [row] = await tx.select({ contactIndex: subjectSessions.contactIndex }).from(subjectSessions).where(and(eq(subjectSessions.id, Buffer.from(sessionId, "hex")), living));
  if (!row) throw new SignedOut("proof-needed");
  return row.contactIndex;
}

/** When a contact was proven: some acts want that to be fresh. @throws {SignedOut} once the proof has ended */
export async function provenSince(db: Executor, sessionId: string): Promise<Date> {
  const [row] = await db.select({ at: subjectSessions.createdAt }).from(subjectSessions).where(and(eq(subjectSessions.id, Buffer.from(sessionId, "hex")), living));
  if (!row) throw new SignedOut("proof-needed");
  return row.at;
}

/** The contact this browser asked a code for last, masked; null when it has not asked or its codes are used up. */
export async function findAskedContact(ctx: Context, incidentId: string, browser: string): Promise<{ kind: Contact["kind"]; masked: string } | null> {
  const [row] = await ctx.db
    .select({ id: lookupCodes.id, sealed: lookupCodes.sealedContact })
    .from(lookupCodes)
    .where(and(eq(lookupCodes.incidentId, incidentId), eq(lookupCodes.browserHash, await browserHash(ctx.keys, browser)), isNull(lookupCodes.usedAt), sql`${lookupCodes.expiresAt} > clock_timestamp()`))
    .orderBy(desc(lookupCodes.createdAt))
    .limit(1);
  if (!row) return null;
  const contact = sealedContact.parse(await openJson(ctx.keys, codeContactPlace(row.id, incidentId), row.sealed));
  return { kind: contact.kind, masked: maskContact(contact) };
}

/** The same contact in the clear, for sending the code again. */
export async function findAskedAddress(ctx: Context, incidentId: string, browser: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ id: lookupCodes.id, sealed: lookupCodes.sealedContact })
    .from(lookupCodes)
    .where(and(eq(lookupCodes.incidentId, incidentId), eq(lookupCodes.browserHash, await browserHash(ctx.keys, browser)), isNull(lookupCodes.usedAt)))
    .orderBy(desc(lookupCodes.createdAt))
    .limit(1);
  return row ? sealedContact.parse(await openJson(ctx.keys, codeContactPlace(row.id, incidentId), row.sealed)).value : null;
}

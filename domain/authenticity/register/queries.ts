import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { registerEntries, registerPictures } from "@/db/schema/authenticity";
import { senderKinds, type SenderKind } from "@/db/values/authenticity";
import type { PictureType } from "@/db/values/pictures";
import { authorise, type Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { mayReadRegister } from "../policy";
import { readEntry, type Entry, type FakeContent, type SenderContent } from "./types";
import { isWithinDomain, readSender } from "./sender-name";
import type { SigningKey } from "../check/verify-signature";

/** Entries that a list shows. There are a few dozen; more would be read by nobody. */
const MOST = 500;

const withPicture = sql<boolean>`exists (select 1 from ${registerPictures} where ${registerPictures.entryId} = ${registerEntries.id})`;

/** List the whole register for staff, what waits first. @throws {Forbidden} */
export async function listEntries(ctx: Context): Promise<Entry[]> {
  authorise(ctx, mayReadRegister);
  const rows = await ctx.db.select({ row: registerEntries, picture: withPicture }).from(registerEntries).orderBy(sql`${registerEntries.state} <> 'proposed'`, desc(registerEntries.proposedAt)).limit(MOST);
  return rows.map(({ row, picture }) => toEntry(row, picture));
}

function toEntry(row: typeof registerEntries.$inferSelect, picture: boolean): Entry {
  const { id, state, proposedBy, proposedAt, decidedAt, endedAt } = row;
  return { ...readEntry(row.kind, row.content), id, state, proposedBy, proposedAt, decidedAt, endedAt, picture };
}

export interface OfficialSender extends SenderContent {
  id: string;
  kind: SenderKind;
  /** The one form in which it is compared. */
  name: string;
}

/** List every sender that is ours. Public, so there is no gate. */
export async function listOfficialSenders(db: Executor): Promise<OfficialSender[]> {
  const rows = await db.select().from(registerEntries).where(and(inArray(registerEntries.kind, [...senderKinds]), eq(registerEntries.state, "published"))).orderBy(registerEntries.kind, registerEntries.name).limit(MOST);
  return rows.flatMap((row) => {
    const entry = readEntry(row.kind, row.content);
    return entry.kind === "dkim-key" || entry.kind === "fake" ? [] : [{ id: row.id, kind: entry.kind, name: row.name, ...entry.content }];
  });
}

/** Find which of our senders somebody means; empty for what is none of ours. An address of one of our mail domains is ours, and so is a host within one of our domains. */
export async function findSenders(db: Executor, typed: string): Promise<OfficialSender[]> {
  const asked = readSender(typed);
  const ours = await listOfficialSenders(db);
  return ours.filter(({ kind, name }) =>
    asked.some((one) => {
      if (one.kind === "mail-address") return (kind === "mail-address" && name === one.name) || (kind === "mail-domain" && one.name.split("@")[1] === name);
      if (one.kind === "phone") return kind === "phone" && name === one.name;
      return kind === one.kind && (kind === "web-domain" ? isWithinDomain(one.name, name) : one.name === name);
    }),
  );
}

export interface KnownFake extends FakeContent {
  id: string;
  picture: boolean;
}

/** List the fakes that are known, the newest first. Public. */
export async function listKnownFakes(db: Executor): Promise<KnownFake[]> {
  const rows = await db.select({ row: registerEntries, picture: withPicture }).from(registerEntries).where(and(eq(registerEntries.kind, "fake"), eq(registerEntries.state, "published"))).orderBy(desc(registerEntries.decidedAt)).limit(MOST);
  const fakes = rows.flatMap(({ row, picture }) => {
    const entry = readEntry(row.kind, row.content);
    return entry.kind === "fake" ? [{ id: row.id, picture, ...entry.content }] : [];
  });
  return fakes.sort((a, b) => b.since.localeCompare(a.since));
}

/** The picture of a known fake that is published; null when there is none. Public. */
export async function findFakePicture(db: Executor, entryId: string): Promise<{ type: PictureType; bytes: Buffer } | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(entryId)) return null;
  const [row] = await db
    .select({ type: registerPictures.type, bytes: registerPictures.bytes })
    .from(registerPictures)
    .innerJoin(registerEntries, eq(registerEntries.id, registerPictures.entryId))
    .where(and(sql`${registerPictures.entryId} = ${entryId}::uuid`, eq(registerEntries.state, "published")));
  return row ?? null;
}

/** The keys by which mails of ours are or were signed, for the check of a mail. */
export async function listSigningKeys(ctx: Pick<Context, "db">): Promise<SigningKey[]> {
  const rows = await ctx.db.select().from(registerEntries).where(and(eq(registerEntries.kind, "dkim-key"), inArray(registerEntries.state, ["published", "ended"]))).limit(MOST);
  return rows.flatMap((row) => {
    const entry = readEntry(row.kind, row.content);
    if (entry.kind !== "dkim-key") return [];
    const { from, until, ...key } = entry.content;
    const ends = [until === null ? null : new Date(`${until}T23:59:59Z`), row.endedAt].filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime());
    return [{ ...key, from: from === null ? null : new Date(from), until: ends[0] ?? null }];
  });
}

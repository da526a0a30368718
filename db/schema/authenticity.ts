import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { EntryKind, EntryState, ReportVerdict, ReportWay } from "../values/authenticity";
import type { PictureType } from "../values/pictures";
import type { Locale } from "../values/locales";
import { bytea } from "./bytea";

/** Senders and keys that are ours, and fakes that are known; `content` is parsed by domain/authenticity. */
export const registerEntries = pgTable(
  "register_entries",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    kind: text("kind").$type<EntryKind>().notNull(),
    name: text("name").notNull(),
    content: jsonb("content").$type<unknown>().notNull(),
    state: text("state").$type<EntryState>().notNull().default("proposed"),
    proposedBy: uuid("proposed_by"),
    proposedAt: timestamp("proposed_at", { withTimezone: true }).notNull(),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    endedBy: uuid("ended_by"),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("register_entries_one_open").on(t.kind, t.name).where(sql`state in ('proposed', 'published')`)],
);

/** Pictures of known fakes, cleaned by whoever published them. */
export const registerPictures = pgTable("register_pictures", {
  entryId: uuid("entry_id").primaryKey().references(() => registerEntries.id),
  type: text("type").$type<PictureType>().notNull(),
  bytes: bytea("bytes").notNull(),
});

export const fakeReports = pgTable(
  "fake_reports",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    reference: text("reference").notNull().unique(),
    way: text("way").$type<ReportWay>().notNull(),
    locale: text("locale").$type<Locale>().notNull(),
    /** Null once its time was over. */
    sealed: bytea("sealed"),
    pictureType: text("picture_type").$type<PictureType>(),
    picture: bytea("picture"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    verdict: text("verdict").$type<ReportVerdict>(),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    erasedAt: timestamp("erased_at", { withTimezone: true }),
  },
  (t) => [index("fake_reports_due").on(sql`coalesce(decided_at, created_at)`).where(sql`erased_at is null`), index("fake_reports_queue").on(t.createdAt, t.id).where(sql`verdict is null`)],
);

import { sql } from "drizzle-orm";
import { boolean, date, index, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ClaimLetterKind, ClaimWay } from "../values/claim-ways";
import { bytea } from "./bytea";
import { claims } from "./claims";

/** How claims came in that nobody filed from a contact of their own record. */
export const claimIntakes = pgTable(
  "claim_intakes",
  {
    claimId: uuid("claim_id").primaryKey().references(() => claims.id),
    way: text("way").$type<ClaimWay>().notNull(),
    postmarkedOn: date("postmarked_on"),
    enteredBy: uuid("entered_by"),
    takenOverBy: uuid("taken_over_by").array().notNull().default([]),
    sealedSigner: bytea("sealed_signer"),
    letterHandle: text("letter_handle"),
    compared: boolean("compared").notNull().default(false),
    /** Of an entry from paper the draft that gave way to it, whose person is told where nothing comes of the form. */
    replaces: uuid("replaces"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [index("claim_intakes_entered").on(t.enteredBy, t.claimId).where(sql`entered_by is not null`)],
);

/** Letters about a claim on paper that came after it was filed. */
export const claimLetters = pgTable(
  "claim_letters",
  {
    claimId: uuid("claim_id").notNull().references(() => claimIntakes.claimId),
    number: smallint("number").notNull(),
    kind: text("kind").$type<ClaimLetterKind>().notNull(),
    postmarkedOn: date("postmarked_on").notNull(),
    enteredBy: uuid("entered_by").notNull(),
    enteredAt: timestamp("entered_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.claimId, t.number] })],
);

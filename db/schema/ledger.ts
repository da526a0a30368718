import { sql } from "drizzle-orm";
import { bigint, boolean, customType, index, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { LedgerAccount, LedgerKind } from "../values/ledger";
import { claims } from "./claims";
import { programmes } from "./programmes";

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** Entries of the ledger. The database refuses to change them, and lines that do not sum to zero. */
export const ledgerTransactions = pgTable(
  "ledger_transactions",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    claimId: uuid("claim_id").references(() => claims.id),
    kind: text("kind").$type<LedgerKind>().notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    xact: xid8("xact").notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [index("ledger_transactions_of_claim").on(t.claimId), index("ledger_transactions_of_programme").on(t.programmeId)],
);

export const ledgerLines = pgTable(
  "ledger_lines",
  {
    transactionId: uuid("transaction_id").notNull().references(() => ledgerTransactions.id),
    account: text("account").$type<LedgerAccount>().notNull(),
    minor: bigint("minor", { mode: "bigint" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.transactionId, t.account] })],
);

/** Sums of the lines by programme and account, in shards; a trigger keeps them. */
export const ledgerBalances = pgTable(
  "ledger_balances",
  {
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    account: text("account").$type<LedgerAccount>().notNull(),
    shard: smallint("shard").notNull(),
    minor: bigint("minor", { mode: "bigint" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.account, t.shard] })],
);

/** The pool of an opened programme, and what is promised and paid out of it. */
export const ledgerPools = pgTable("ledger_pools", {
  programmeId: uuid("programme_id").primaryKey().references(() => programmes.id),
  currency: text("currency").notNull(),
  poolMinor: bigint("pool_minor", { mode: "bigint" }),
  proRata: boolean("pro_rata").notNull(),
  sharedAt: timestamp("shared_at", { withTimezone: true }),
  committedMinor: bigint("committed_minor", { mode: "bigint" }).notNull().default(sql`0`),
  payingMinor: bigint("paying_minor", { mode: "bigint" }).notNull().default(sql`0`),
  recountedAt: timestamp("recounted_at", { withTimezone: true }),
  differenceMinor: bigint("difference_minor", { mode: "bigint" }).notNull().default(sql`0`),
});

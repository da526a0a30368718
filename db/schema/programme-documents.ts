import { sql } from "drizzle-orm";
import { integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { EvidenceDefect } from "../values/evidence";
import { bytea } from "./bytea";
import { programmes } from "./programmes";

/** PDFs of a programme by the hash of their bytes; which version has which, under what title, stands in its terms. */
export const programmeDocuments = pgTable(
  "programme_documents",
  {
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    sha256: bytea("sha256").notNull(),
    size: integer("size").notNull(),
    state: text("state").$type<"waiting" | "accepted" | "refused">().notNull().default("waiting"),
    defect: text("defect").$type<EvidenceDefect>(),
    /** None of a refused one is kept. */
    bytes: bytea("bytes"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.sha256] })],
);

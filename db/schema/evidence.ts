import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, smallint, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { EvidenceDefect, EvidenceState, EvidenceType } from "../values/evidence";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

export const evidenceFiles = pgTable(
  "evidence_files",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    id: uuid("id").notNull(),
    ownerKind: text("owner_kind").$type<"claim">().notNull(),
    ownerId: uuid("owner_id").notNull(),
    place: smallint("place"),
    state: text("state").$type<EvidenceState>().notNull().default("uploading"),
    sealedName: bytea("sealed_name").notNull(),
    size: integer("size").notNull(),
    received: integer("received").notNull().default(0),
    pieces: text("pieces").array().notNull().default(sql`'{}'`),
    originalHash: bytea("original_hash"),
    type: text("type").$type<EvidenceType>(),
    cleanObject: text("clean_object"),
    cleanSize: integer("clean_size"),
    perceptualHash: bytea("perceptual_hash"),
    defect: text("defect").$type<EvidenceDefect>(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.id] }),
    uniqueIndex("evidence_files_places").on(t.incidentId, t.ownerKind, t.ownerId, t.place),
    index("evidence_files_open").on(t.state, t.changedAt).where(sql`state in ('uploading', 'received', 'scan-pending', 'unscanned')`),
    index("evidence_files_alike").on(t.incidentId, t.perceptualHash).where(sql`perceptual_hash is not null`),
    index("evidence_files_same").on(t.incidentId, t.originalHash).where(sql`original_hash is not null`),
  ],
);

import { sql } from "drizzle-orm";
import { date, index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { RevealRequestState } from "../values/reveal-requests";

/** How many people each member of staff was shown by acts that count, by the day of the budget. */
export const revealDays = pgTable(
  "reveal_days",
  {
    staffId: uuid("staff_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    used: integer("used").notNull(),
  },
  (t) => [primaryKey({ columns: [t.staffId, t.day] })],
);

/** Further people for a day, which somebody asks for and another person grants. */
export const revealRequests = pgTable(
  "reveal_requests",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    staffId: uuid("staff_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    people: integer("people").notNull(),
    reason: text("reason").notNull(),
    state: text("state").$type<RevealRequestState>().notNull().default("asked"),
    askedAt: timestamp("asked_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    declinedFor: text("declined_for"),
  },
  (t) => [uniqueIndex("reveal_requests_waiting").on(t.staffId, t.day).where(sql`state = 'asked'`), index("reveal_requests_of_day").on(t.day, t.staffId, t.id)],
);

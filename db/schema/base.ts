import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const workerProcesses = pgTable("worker_processes", {
  workerId: text("worker_id").primaryKey(),
  lockKey: integer("lock_key").notNull(),
  registeredAt: timestamp("registered_at", { withTimezone: true }).notNull().defaultNow(),
});

import { migrateDatabase } from "@/db/migrate";
import { loadEnv } from "@/lib/env";
import type { Command } from "../command";

export const command: Command = {
  summary: "bring the database to the newest schema",
  usage: "amends migrate",
  async run() {
    await migrateDatabase(loadEnv().DATABASE_URL);
    console.log("The database is at the newest schema.");
    return 0;
  },
};

import { it } from "vitest";
import { useDatabase } from "@/test/database";
import { shiftClocks } from "@/test/faults/clock-wave";
import { endBackends, refuseWrites, restartPostgres } from "@/test/faults/database-wave";

// The short forms; test/faults has the long ones.
const database = useDatabase();

it("goes on when PostgreSQL is restarted", () => restartPostgres({ recipients: 600, restarts: 1 }), 120_000);

it("goes on when its connections are ended once a second", () => endBackends(database.url, { recipients: 400, seconds: 5 }), 120_000);

it("waits while the database takes no writes, and says so", () => refuseWrites(database.url, { recipients: 600 }), 120_000);

it("goes by the database's clock where the machines' clocks are an hour off", () => shiftClocks(database.url, { recipients: 300 }), 120_000);

import { it } from "vitest";
import { useDatabase } from "../database";
import { endBackends, refuseWrites, restartPostgres } from "./database-wave";

const database = useDatabase();

it("goes on when PostgreSQL is restarted five times", () => restartPostgres({ recipients: 20_000, restarts: 5 }));

it("goes on when its connections are ended once a second for a minute", () => endBackends(database.url, { recipients: 6_000, seconds: 60 }));

it("waits while the database takes no writes, and says so", () => refuseWrites(database.url, { recipients: 20_000 }));

import { it } from "vitest";
import { fillLog, fillTables } from "./disk-wave";

const onLinux = it.skipIf(process.platform !== "linux");

onLinux("waits while the disk of the database is full for two minutes, says so, and has nobody in doubt", () => fillTables({ recipients: 20_000, seconds: 120 }));

onLinux("goes on when the database ended five times because its log could not grow", () => fillLog({ recipients: 20_000, times: 5 }));

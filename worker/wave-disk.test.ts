import { it } from "vitest";
import { fillLog, fillTables } from "@/test/faults/disk-wave";

// Elsewhere nothing that comes with the system limits the files of a process that runs already.
const onLinux = it.skipIf(process.platform !== "linux");

onLinux("waits while the disk of the database is full, says so, and has nobody in doubt", () => fillTables({ recipients: 1_500, seconds: 2 }), 240_000);

onLinux("goes on when the database ended because its log could not grow", () => fillLog({ recipients: 1_500, times: 1 }), 240_000);

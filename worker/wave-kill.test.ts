import { it } from "vitest";
import { useDatabase } from "@/test/database";
import { killWave } from "@/test/faults/kill-wave";

const database = useDatabase();

// The short form; test/faults has the long one.
it("loses nobody and writes to nobody twice, a random one of four workers killed three times in a wave of 1,500", () => killWave(database.url, { recipients: 1_500, kills: 3 }), 300_000);

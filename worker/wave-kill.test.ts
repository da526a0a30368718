import { it } from "vitest";
import { useDatabase } from "@/test/database";
import { killWave } from "@/test/faults/kill-wave";

const database = useDatabase();

it("loses nobody and writes to nobody twice, a random one of four workers killed ten times in a wave of 5,000", () => killWave(database.url, { recipients: 5_000, kills: 10 }), 600_000);

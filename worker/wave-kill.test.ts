import { it } from "vitest";
import { useDatabase } from "@/test/database";
import { killWave } from "@/test/faults/kill-wave";

const database = useDatabase();

it("loses nobody and writes to nobody twice, killed twice in a wave of 500", () => killWave(database, { recipients: 500, kills: 2 }), 120_000);

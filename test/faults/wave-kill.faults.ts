import { it } from "vitest";
import { useDatabase } from "../database";
import { killWave } from "./kill-wave";

const database = useDatabase();

it("loses nobody and writes to nobody twice, a random one of four workers killed a hundred times in a wave of 100,000", () => killWave(database.url, { recipients: 100_000, kills: 100 }), 3_600_000);

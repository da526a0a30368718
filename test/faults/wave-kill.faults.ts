import { it } from "vitest";
import { useDatabase } from "../database";
import { killWave } from "./kill-wave";

const database = useDatabase();

it("loses nobody and writes to nobody twice, killed ten times in a wave of 5,000", () => killWave(database, { recipients: 5_000, kills: 10 }), 600_000);

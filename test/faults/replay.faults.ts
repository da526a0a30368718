import { it } from "vitest";
import { useDatabase } from "../database";
import { expectReplayed } from "../replayed-case";

const database = useDatabase();

it("plays the reference case to 7,000 people, and to the same audiences that plain reading of its files gives", () => expectReplayed(database, { people: 7_000, first: 4_536 }));

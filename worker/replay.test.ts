import { it } from "vitest";
import { useDatabase } from "@/test/database";
import { expectReplayed } from "@/test/replayed-case";

const database = useDatabase();

// The short form; test/faults has the long one.
it("plays the reference case to the same audiences that plain reading of its files gives", () => expectReplayed(database, { people: 3_200, first: 2_567 }), 240_000);

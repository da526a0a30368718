import { it } from "vitest";
import { useDatabase } from "@/test/database";
import { meetMessageFaults, meetRelayFaults } from "@/test/faults/relay-ledger";

const database = useDatabase();

it.each(["hold", "resend-once"] as const)("has every message in the right state whatever the relay does with it, under %s", (doubtPolicy) => meetMessageFaults(database, { each: 1, doubtPolicy }), 60_000);

it("waits for a relay that gets as far as no message, and loses and repeats nothing", () => meetRelayFaults(database, { every: 4 }), 60_000);

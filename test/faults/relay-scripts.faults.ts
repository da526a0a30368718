import { it } from "vitest";
import { useDatabase } from "../database";
import { meetMessageFaults, meetRelayFaults } from "./relay-ledger";

const database = useDatabase();

it.each(["hold", "resend-once"] as const)("has every one of 800 messages in the right state whatever the relay does with it, under %s", (doubtPolicy) => meetMessageFaults(database, { each: 50, doubtPolicy }));

it("waits for a relay that gets as far as no message in every way there is, and loses and repeats nothing", () => meetRelayFaults(database, { every: 1 }));

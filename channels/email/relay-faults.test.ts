import { describe, expect, it, vi } from "vitest";
import { FAULT_TIMEOUTS, relayFaults } from "@/test/faults/relay-scripts";
import { startScriptedRelay } from "@/test/scripted-relay";
import { aRelay } from "@/test/relays";
import { aPersonal } from "@/test/personal-values";
import { openRelays } from "./relay-set";

async function start(pipelining: boolean) {
  const relay = await startScriptedRelay({ pipelining });
  const transport = openRelays([aRelay(relay.port, { timeouts: FAULT_TIMEOUTS })], "하늘몰 <notice@haneulmall.example>").waves;
  const letter = transport.prepare({ locale: "ko", subject: ["안내"], text: ["본문 ", { slot: "reference" }], html: ["<p>본문</p>"] });
  const send = (name: string) => transport.send(letter, { to: `${name}@example.com`, token: name, personal: aPersonal("이름", "N-2345-6789") });
  return { relay, transport, send };
}

describe.each([["with pipelining", true], ["one command at a time", false]])("a relay that is spoken to %s", (_, pipelining) => {
  it.concurrent.each(relayFaults)("meets $what", async ({ script, outcome }) => {
    const { relay, transport, send } = await start(pipelining);
    // On a new connection, and on one that has done its work before.
    relay.play(script);
    const first = await send("first");
    expect(first).toMatchObject({ outcome });
    relay.play({});
    expect(await send("second")).toMatchObject({ outcome: "accepted" });
    relay.play(script);
    const third = await send("third");
    const connectionIsUp = ["banner", "EHLO", "STARTTLS"].some((place) => place in script);
    expect(third).toMatchObject({ outcome: connectionIsUp ? "accepted" : outcome });
    // Never more than one message for each hand-over, whatever became of it.
    for (const name of ["first", "second", "third"]) expect(relay.messages.filter(({ to }) => to.startsWith(name)).length).toBeLessThanOrEqual(1);
    expect(`${first.reply} ${third.reply}`).not.toContain("example.com");
    transport.close();
    await vi.waitFor(() => expect(relay.open()).toBe(0), { timeout: 3_000 });
    await relay.close();
  });
});

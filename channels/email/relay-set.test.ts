import { afterEach, describe, expect, it, vi } from "vitest";
import { aRelay } from "@/test/relays";
import { startScriptedRelay, type ScriptedRelay } from "@/test/scripted-relay";
import { aPersonal } from "@/test/personal-values";
import type { RelaySettings } from "./relay";
import { BREAKER } from "./relay-breaker";
import { openRelays, type RelaySet } from "./relay-set";

const FROM = "Haneul Mall <notice@haneulmall.example>";
const open: { relays: ScriptedRelay[]; sets: RelaySet[] } = { relays: [], sets: [] };
afterEach(async () => {
  for (const set of open.sets.splice(0)) set.close();
  await Promise.all(open.relays.splice(0).map((relay) => relay.close()));
});

async function relay() {
  const started = await startScriptedRelay();
  open.relays.push(started);
  return started;
}

function set(settings: RelaySettings[], now?: () => number) {
  const relays = openRelays(settings, FROM, now);
  open.sets.push(relays);
  const letter = relays.waves.prepare({ locale: "ko", subject: ["안내"], text: ["본문"], html: ["<p>본문</p>"] });
  let sent = 0;
  const send = () => relays.waves.send(letter, { to: `person${sent}@example.com`, token: `token${sent++}`, personal: aPersonal("", "") });
  const mail = (name: string) => relays.mail.send({ to: `${name}@example.com`, subject: "코드", text: "123456", messageId: `${name}@amends` });
  return { relays, send, mail };
}

describe("several relays", () => {
  it("asks another at once when one did not get as far as a message, and none once the message had begun", async () => {
    const [bad, good] = [await relay(), await relay()];
    const { send } = set([aRelay(bad.port, { name: "bad", breaker: BREAKER }), aRelay(good.port, { name: "good", breaker: BREAKER })]);
    bad.play({ RCPT: { reply: "421 4.7.0 too many\r\n" } });
    good.play({ message: "drop" });
    // Whichever is asked first: the good one breaks behind the dot, and nobody else is given the message.
    expect(await send()).toMatchObject({ outcome: "in-doubt" });
    expect(bad.messages.length + good.messages.length).toBe(1);
    good.play({});
    expect(await send()).toMatchObject({ outcome: "accepted" });
    expect([bad.messages.length, good.messages.length]).toEqual([0, 2]);
  });

  it("says unavailable only when no relay would have it, with the relay's words", async () => {
    const [one, two] = [await relay(), await relay()];
    const { send } = set([aRelay(one.port, { breaker: BREAKER }), aRelay(two.port, { breaker: BREAKER })]);
    for (const each of [one, two]) each.play({ banner: { reply: "421 4.3.2 too busy\r\n" } });
    expect(await send()).toEqual({ outcome: "unavailable", reply: "421 4.3.2 too busy" });
    const tried = one.connections() + two.connections();
    expect(tried).toBe(2);
    expect(await send()).toEqual({ outcome: "unavailable", reply: "421 4.3.2 too busy" });
    expect(one.connections() + two.connections()).toBe(tried);
  });

  it("tells whoever still sends after they were let go that nobody takes it, also a relay that rests and is due for a trial", async () => {
    const bad = await relay();
    const clock = { ms: 0 };
    const { relays, send, mail } = set([aRelay(bad.port, { breaker: BREAKER })], () => performance.now() + clock.ms);
    bad.play({ banner: { reply: "421 4.3.2 too busy\r\n" } });
    expect(await send()).toMatchObject({ outcome: "unavailable" });
    clock.ms = BREAKER.firstPause + 1;
    relays.close();
    expect(await send()).toMatchObject({ outcome: "unavailable" });
    expect(await mail("minji")).toMatchObject({ outcome: "later" });
  });

  it("lets what waits for a relay that opens go elsewhere, and what waits for a trial learn from it", async () => {
    const [bad, good] = [await relay(), await relay()];
    const { send } = set([aRelay(bad.port, { breaker: BREAKER, connections: { person: 0, bulk: 1 } }), aRelay(good.port, { breaker: BREAKER, connections: { person: 0, bulk: 1 } })]);
    bad.play({ MAIL: { reply: "421 4.7.0 go away\r\n", afterMs: 50 } });
    const all = await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(["accepted"]));
    expect(good.messages).toHaveLength(20);
  });

  it("gives a slow relay the smaller share, and the share back when it is quick again", async () => {
    const [slow, quick] = [await relay(), await relay()];
    const clock = { ms: 0 };
    const { send } = set([aRelay(slow.port), aRelay(quick.port)], () => performance.now() + clock.ms);
    slow.play({ message: { reply: "250 ok\r\n", afterMs: 150 } });
    const flow = async (count: number) => {
      const before = slow.messages.length;
      let left = count;
      await Promise.all(Array.from({ length: 8 }, async () => {
        while (left-- > 0) expect(await send()).toMatchObject({ outcome: "accepted" });
      }));
      return (slow.messages.length - before) / count;
    };
    await flow(50);
    expect(await flow(300)).toBeLessThan(0.2);
    slow.play({});
    clock.ms += 120_000;
    await flow(100);
    expect(await flow(300)).toBeGreaterThan(0.25);
  });

  it("uses a relay that fails every other minute without flapping, and loses nothing by it", async () => {
    const [shaky, steady] = [await relay(), await relay()];
    const clock = { ms: 1_000_000 };
    const { relays, send } = set([aRelay(shaky.port, { name: "shaky", breaker: BREAKER }), aRelay(steady.port, { name: "steady", breaker: BREAKER })], () => clock.ms);
    let openings = 0;
    let was = "closed";
    const second = async (up: boolean) => {
      shaky.play(up ? {} : { banner: "drop", MAIL: "drop" });
      expect(await send()).toMatchObject({ outcome: "accepted" });
      const { phase } = relays.report()[0]!;
      if (phase === "open" && was === "closed") openings += 1;
      was = phase;
      clock.ms += 1_000;
    };
    for (let s = 0; s < 3_600; s++) await second(Math.floor(s / 60) % 2 === 0);
    // A breaker without memory would open thirty times in this hour.
    expect(openings).toBeLessThanOrEqual(12);
    expect(openings).toBeGreaterThan(0);
    // Well again for good: it has its share back after its longest pause.
    for (let s = 0; s < BREAKER.longestPause / 1_000 + 5; s++) await second(true);
    expect(relays.report()[0]!.phase).toBe("closed");
    const before = shaky.messages.length;
    for (let s = 0; s < 100; s++) await second(true);
    expect(shaky.messages.length - before).toBeGreaterThan(20);
    expect(shaky.messages.length + steady.messages.length).toBe(3_600 + BREAKER.longestPause / 1_000 + 105);
  }, 60_000);

  it("keeps each relay's rate for waves, and sends mails to single people through all of it", async () => {
    const one = await relay();
    const { send, mail } = set([aRelay(one.port, { perSecond: 40 })]);
    const began = performance.now();
    const wave = Promise.all(Array.from({ length: 30 }, () => send()));
    expect(await mail("code")).toMatchObject({ outcome: "accepted" });
    expect(performance.now() - began).toBeLessThan(300);
    await wave;
    // The burst of a tenth of a second is free.
    expect(performance.now() - began).toBeGreaterThan(500);
  });

  it("keeps the lanes apart: a code goes out while every connection for waves is stuck", async () => {
    const [bulk, both] = [await relay(), await relay()];
    const { relays, send, mail } = set([aRelay(bulk.port, { connections: { person: 0, bulk: 2 } }), aRelay(both.port, { connections: { person: 1, bulk: 2 } })]);
    expect(relays.waves.connections).toBe(4);
    for (const each of [bulk, both]) each.play((to) => (to?.startsWith("person") ? { message: "silence" } : {}));
    const stuck = Array.from({ length: 8 }, () => send());
    await vi.waitFor(() => expect(bulk.messages.length + both.messages.length).toBe(4));
    expect(await mail("code")).toMatchObject({ outcome: "accepted" });
    relays.close();
    const ends = await Promise.all(stuck);
    // Cut off: the four whose message had begun are in doubt, the others were never handed over.
    expect(ends.filter(({ outcome }) => outcome === "in-doubt")).toHaveLength(4);
    expect(ends.filter(({ outcome }) => outcome === "unavailable")).toHaveLength(4);
  });
});

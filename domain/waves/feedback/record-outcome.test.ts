import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "@/db/client";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { startSmtpSink, type SmtpSink } from "@/test/smtp-sink";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, expectInvariants, sendAllDue } from "@/test/waves";
import { installationIndex } from "../../keys/sealed";
import { countSuppressions, findSuppressed } from "../../suppressions/queries";
import { suppressionId } from "../../suppressions/suppress-contact";
import { advancePaths } from "../ledger/advance-paths";
import type { WaveSending } from "../ledger/send-range";
import { deriveTokenKeys, makeToken, parseToken } from "../ledger/tokens";
import { getWaveOverview } from "../queries/list-waves";
import type { Wave } from "../types";
import { useOfToken } from "./find-message";
import { recordOutcome } from "./record-outcome";
import type { FeedbackKind } from "./types";

const database = useDatabase();
const held: { sink?: SmtpSink; sending?: WaveSending } = {};
beforeAll(async () => {
  held.sink = await startSmtpSink();
  held.sending = aWaveSending(database.url, held.sink.port, 1);
});
afterAll(async () => {
  if (held.sending) await endSending(held.sending);
  await held.sink?.close();
});

let waves = 0;

/** Six people with an address each and two who share one, all written to; the messages to some of them broke off. Tokens by the part before the @; the addresses are this wave's alone. */
async function aSentWave(broken: readonly string[] = []): Promise<{ wave: Wave; tokens: Map<string, string>; address: (name: string) => string }> {
  const sink = held.sink!;
  const domain = `wave${(waves += 1)}.example`;
  const address = (name: string) => `${name}@${domain}`;
  const addresses = ["a", "b", "c", "d", "e", "f", "shared", "shared"].map(address);
  const { versionId } = await anIncidentWithPeople(database.parts, ["ref,email,locale,confirmed", ...addresses.map((each, i) => `r${i},${each},ko,names`)].join("\n"));
  const wave = await aFrozenWave(database.parts, versionId, {}, { doubtPolicy: "hold" });
  const before = sink.messages.length;
  sink.answer((to) => (broken.includes(nameOf(to)) ? "break" : null));
  await sendAllDue(database.parts, held.sending!, wave.id);
  const tokens = new Map(sink.messages.slice(before).map(({ to, raw }) => [nameOf(to[0]!), /^Message-ID: <([a-z2-7]{64})@/m.exec(raw.toString())![1]!]));
  return { wave, tokens, address };
}

const nameOf = (address: string) => address.split("@")[0]!;
const tell = (token: string, kind: FeedbackKind, more: { permanent?: boolean; words?: string; sourceEventId?: string; parts?: ProcessParts } = {}) =>
  recordOutcome(systemContext(more.parts ?? database.parts), { token, kind, permanent: more.permanent ?? kind === "bounced", words: more.words ?? "", sourceEventId: more.sourceEventId ?? randomUUID() });
const overview = (waveId: string) => getWaveOverview(staffContext(database.parts, ["comms"]), waveId);

/** The events by which addresses of a wave were struck out. */
async function struckOut({ id }: Wave) {
  const { rows } = await database.db.execute(sql`
    select actor_kind as by, action, object_id as id, details from audit_events where object_kind = 'suppression' and incident_id = (select incident_id from waves where id = ${id}) order by audit_events.id`);
  return rows;
}
const idOf = async (contact: string) => suppressionId(await installationIndex(database.parts.keys, `email:${contact}`));

describe("what came back about a message", () => {
  it("takes a person from reached to unreachable when it bounced, with everybody who shares the address, and strikes a dead address out", async () => {
    const { wave, tokens, address } = await aSentWave();
    expect((await overview(wave.id)).state).toBe("finished");
    expect(await tell(tokens.get("a")!, "bounced", { words: "550 5.1.1 User unknown" })).toBe("recorded");
    expect((await expectInvariants(database.parts, wave.id)).paths).toEqual({ reached: 6, unreachable: 1, "covered-by": 1 });
    expect(await tell(tokens.get("shared")!, "bounced", { permanent: false, words: "552 5.2.2 mailbox full" })).toBe("recorded");
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 7 }, paths: { reached: 5, unreachable: 3 } });
    expect((await overview(wave.id)).outcomes).toEqual({ delivered: 0, bounced: 2, complained: 0, resent: 0 });
    const suppressed = (kind: "first" | "guidance-update") => findSuppressed(systemContext(database.parts), database.db, kind, "email", [address("a"), address("shared")]);
    expect(await suppressed("first")).toEqual([true, false]);
    expect(await struckOut(wave)).toEqual([{ by: "system", action: "suppression.add", id: await idOf(address("a")), details: { scope: "everything", reason: "bounced" } }]);
    const { rows } = await database.db.execute(sql`select domain, code, messages, words from wave_tallies where wave_id = ${wave.id} and state = 'bounced' order by code`);
    expect(rows).toEqual([
      { domain: "other", code: "5.1.1", messages: 1, words: "550 5.1.1 User unknown" },
      { domain: "other", code: "5.2.2", messages: 1, words: "552 5.2.2 mailbox full" },
    ]);
  });

  it("counts once for each message, and an event once however often it is told", async () => {
    const { wave, tokens, address } = await aSentWave();
    const token = tokens.get("b")!;
    expect(await tell(token, "bounced", { sourceEventId: "one" })).toBe("recorded");
    expect(await tell(token, "bounced", { sourceEventId: "one" })).toBe("replayed");
    expect(await tell(token, "bounced", { sourceEventId: "two" })).toBe("recorded");
    expect(await Promise.all(Array.from({ length: 6 }, () => tell(tokens.get("c")!, "complained", { sourceEventId: "three" })))).toEqual(expect.arrayContaining(["recorded", "replayed"]));
    expect((await overview(wave.id)).outcomes).toMatchObject({ bounced: 1, complained: 1 });
    expect(await struckOut(wave)).toMatchObject([{ id: await idOf(address("b")) }, { id: await idOf(address("c")) }]);
    await expectInvariants(database.parts, wave.id);
  });

  it("keeps updates alone from whoever complained, and delays change nothing", async () => {
    const { wave, tokens, address } = await aSentWave();
    await tell(tokens.get("d")!, "complained");
    await tell(tokens.get("e")!, "delayed");
    // It is struck out already.
    await tell(tokens.get("d")!, "complained");
    expect(await struckOut(wave)).toEqual([{ by: "system", action: "suppression.add", id: await idOf(address("d")), details: { scope: "updates", reason: "complained" } }]);
    const suppressed = (kind: "correction" | "guidance-update") => findSuppressed(systemContext(database.parts), database.db, kind, "email", [address("d"), address("e")]);
    expect(await suppressed("correction")).toEqual([false, false]);
    expect(await suppressed("guidance-update")).toEqual([true, false]);
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 7 }, paths: { reached: 7, "covered-by": 1 } });
  });

  it("settles a doubt: what arrived, bounced or was complained about had been taken", async () => {
    const broken = ["a", "b", "c", "d"];
    const { wave, tokens } = await aSentWave(broken);
    expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ accepted: 3, "in-doubt": 4 });
    await tell(tokens.get("a")!, "delivered");
    await tell(tokens.get("b")!, "bounced");
    await tell(tokens.get("c")!, "delayed");
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 5, "in-doubt": 2 }, paths: { reached: 4, "covered-by": 1, unreachable: 1, "in-doubt": 2 } });
    expect((await overview(wave.id)).state).toBe("sending");
    await tell(tokens.get("c")!, "complained");
    await tell(tokens.get("d")!, "delivered");
    expect((await overview(wave.id)).state).toBe("finished");
  });

  it("waits while the message is being handed over, and is not lost", async () => {
    const { wave, tokens } = await aSentWave();
    const token = tokens.get("f")!;
    const key = await database.parts.keys.byId((await overview(wave.id)).tokenKeyId!);
    const { subjectId } = parseToken(deriveTokenKeys(key.bytes), token)!;
    const move = (from: string, to: string, inHand: 1 | -1) =>
      database.db.execute(sql`
        with one as (update deliveries set state = ${to} where wave_id = ${wave.id} and subject_id = ${subjectId} and state = ${from} returning range_no)
        update wave_ranges r set handing_over = handing_over + ${inHand}::int, accepted = accepted - ${inHand}::int from one where r.wave_id = ${wave.id} and r.range_no = one.range_no`);
    await move("accepted", "handing-over", 1);
    expect(await tell(token, "bounced", { sourceEventId: "waits" })).toBe("later");
    expect((await database.db.execute(sql`select 1 from outcomes where source_event_id = 'waits'`)).rows).toEqual([]);
    await move("handing-over", "accepted", -1);
    expect(await tell(token, "bounced", { sourceEventId: "waits" })).toBe("recorded");
    expect((await expectInvariants(database.parts, wave.id)).paths).toMatchObject({ unreachable: 1 });
  });

  it("has no effect under a token that we did not make", async () => {
    const { wave, tokens } = await aSentWave();
    const token = tokens.get("a")!;
    const key = await database.parts.keys.byId((await overview(wave.id)).tokenKeyId!);
    const genuine = parseToken(deriveTokenKeys(key.bytes), token)!;
    const forged = [
      `${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`,
      makeToken(deriveTokenKeys(Buffer.alloc(32, 1)), genuine),
      makeToken(deriveTokenKeys(key.bytes), { ...genuine, subjectId: "999999999" as typeof genuine.subjectId }),
      makeToken(deriveTokenKeys(key.bytes), { ...genuine, waveId: randomUUID() as typeof genuine.waveId }),
      "not-a-token",
    ];
    for (const one of forged) expect(await tell(one, "bounced"), one).toBe("unknown");
    expect((await expectInvariants(database.parts, wave.id)).paths).toEqual({ reached: 7, "covered-by": 1 });
    expect(await useOfToken(database.parts, token)).toBe("message");
    expect(await useOfToken(database.parts, forged[0]!)).toBeNull();
    await expect(recordOutcome(staffContext(database.parts, ["comms", "admin"]), { token, kind: "bounced", permanent: true, words: "", sourceEventId: "x" })).rejects.toThrow("forbidden");
  });
});

it("comes to the same whatever order events arrive in and however often, and never breaks the counters", async () => {
  const broken = ["a", "b", "c"];
  const { wave, tokens } = await aSentWave(broken);
  const all = [...tokens.values()];
  const event = fc.record({ token: fc.constantFrom(...all), kind: fc.constantFrom<FeedbackKind>("delivered", "bounced", "delayed", "complained"), permanent: fc.boolean(), source: fc.constantFrom("x", "y") });
  type Told = { token: string; kind: FeedbackKind; permanent: boolean; source: string };

  /** Tell events in a transaction that is taken back, and say what they came to. */
  async function outcomeOf(events: readonly Told[]): Promise<unknown> {
    let found: unknown;
    const back = new Error("back");
    await database.db
      .transaction(async (tx) => {
        const parts = { ...database.parts, db: tx as unknown as Database };
        for (const { token, kind, permanent, source } of events) {
          const answer = await tell(token, kind, { permanent: permanent && kind === "bounced", sourceEventId: `${token}|${kind}|${permanent}|${source}`, parts });
          expect(["recorded", "replayed"]).toContain(answer);
        }
        await advancePaths(systemContext(parts), wave.id);
        const { deliveries, paths } = await expectInvariants(parts, wave.id);
        const { rows: people } = await tx.execute(sql`select subject_id, path_state from wave_recipients where wave_id = ${wave.id} order by 1`);
        const { rows: counted } = await tx.execute(sql`select range_no, delivered, bounced, complained, uncovered from wave_ranges where wave_id = ${wave.id} order by 1`);
        const { rows: told } = await tx.execute(sql`select source_event_id from outcomes where wave_id = ${wave.id} order by 1`);
        found = { deliveries, paths, people, counted, told, suppressed: await countSuppressions(staffContext(parts, ["comms"])), struck: (await struckOut(wave)).length };
        throw back;
      })
      .catch((error: unknown) => {
        if (error !== back) throw error;
      });
    return found;
  }

  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 10 }).chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events.slice(0, 3)], { minLength: Math.min(events.length + 3, events.length * 2) }))),
      async ([events, shuffled]) => {
        expect(await outcomeOf(shuffled)).toEqual(await outcomeOf(events));
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

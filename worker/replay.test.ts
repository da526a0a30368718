import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { replayReferenceCase } from "@/db/seed/replay";
import { freezeAudience } from "@/domain/waves/ledger/freeze-audience";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aWaveRelay, sendAllDue } from "@/test/waves";

const database = useDatabase();

it("plays the reference case to the same audiences that plain reading of its files gives", async () => {
  const { sink, sending } = await aWaveRelay(database, 10);
  const steps = await replayReferenceCase(database.parts, {
    people: 7_000,
    slug: `replay-${randomUUID().slice(0, 8)}`,
    send: async (parts, waveId) => {
      await freezeAudience(systemContext(parts), waveId);
      await sendAllDue(parts, sending, waveId);
    },
  });
  expect(steps.map(({ day, kind }) => [day, kind])).toEqual([["2026-11-20", "possibility"], ["2026-11-30", "full"], ["2026-12-03", "correction"], ["2026-12-05", "third-party"], ["2026-12-29", "compensation"]]);
  expect(steps[0]?.people.counted).toBe(4_536);
  for (const { kind, people, messages } of steps) {
    expect(people.counted, kind).toBe(people.expected);
    expect(messages.accepted, kind).toBe(messages.expected);
    expect(people.expected, kind).toBeGreaterThan(500);
  }
  expect(sink.messages).toHaveLength(steps.reduce((all, { messages }) => all + messages.expected, 0));
}, 240_000);

import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { replayReferenceCase } from "@/db/seed/replay";
import { freezeAudience } from "@/domain/waves/ledger/freeze-audience";
import { systemContext } from "./contexts";
import type { TestDatabase } from "./database";
import { aWaveRelay, sendAllDue } from "./waves";

/** Play the reference case to so many people, `first` of whom its first notice is for: each notice reaches whom plain reading of the files gives, and nobody else. */
export async function expectReplayed(database: TestDatabase, { people, first }: { people: number; first: number }): Promise<void> {
  const { sink, sending } = await aWaveRelay(database, 10);
  const steps = await replayReferenceCase(database.parts, {
    people,
    slug: `replay-${randomUUID().slice(0, 8)}`,
    send: async (parts, waveId) => {
      await freezeAudience(systemContext(parts), waveId);
      await sendAllDue(parts, sending, waveId);
    },
  });
  expect(steps.map(({ day, kind }) => [day, kind])).toEqual([["2026-11-20", "possibility"], ["2026-11-30", "full"], ["2026-12-03", "correction"], ["2026-12-05", "third-party"], ["2026-12-29", "compensation"]]);
  expect(steps[0]?.people.counted).toBe(first);
  for (const { kind, people: reached, messages } of steps) {
    expect(reached.counted, kind).toBe(reached.expected);
    expect(messages.accepted, kind).toBe(messages.expected);
    expect(reached.expected, kind).toBeGreaterThan(500);
  }
  expect(sink.messages).toHaveLength(steps.reduce((all, { messages }) => all + messages.expected, 0));
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { subjects } from "@/db/schema/exposure";
import type { NoticeKind } from "@/db/values/notice-kinds";
import { anAudience, anIncidentForWorlds, smallWorld, whoByThinking } from "@/test/audiences";
import { useDatabase } from "@/test/database";
import { audienceRows } from "./audience-rows";
import { countAudience, countInCells } from "./count-audience";
import { cellsAnswer } from "./rules";
import { audience } from "./types";

const database = useDatabase();

describe("an audience", () => {
  it("is who plain thinking says it is, whatever is asked of whomever", async () => {
    const { db } = database;
    const { store } = await anIncidentForWorlds({ ...database.parts, db: database.db });
    const questions = fc.array(fc.record({ at: fc.constantFrom(1, 2, 3), kind: fc.constantFrom<NoticeKind>("full", "all-clear", "correction"), audience: anAudience }), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(smallWorld, questions, async (world, asked) => {
        const { incidentId, inWords, sumOf } = await store(world);
        for (const question of asked) {
          const { at, kind } = question;
          const parsed = audience.parse(inWords(question.audience));
          const rows = await db.select({ id: subjects.subjectId }).from(subjects).where(await audienceRows(db, incidentId, at, kind, parsed));
          const found = rows.map(({ id }) => Number(id) - 1).sort((a, b) => a - b);
          expect(found, JSON.stringify(question)).toEqual(whoByThinking(world, question));
          expect(await countAudience(db, incidentId, at, kind, parsed)).toEqual(sumOf(at, found));
          const { people: most } = await countInCells(db, incidentId, at, kind, parsed);
          if (cellsAnswer(parsed)) expect(most).toBe(found.length);
          else expect(most).toBeGreaterThanOrEqual(found.length);
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it("reads what was stored before it had more parts", () => {
    const old = audience.parse({ dataClasses: ["access-codes"], locales: ["ko"] });
    expect(old).toMatchObject({ format: 1, dataClasses: ["access-codes"], locales: ["ko"], match: "any", unreachedBy: null, excluded: [] });
    expect(cellsAnswer(old)).toBe(true);
    expect(audience.safeParse({ differences: [{ from: 2, to: 1, change: "gained" }] }).success).toBe(false);
  });
});

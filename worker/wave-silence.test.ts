import { expect, it } from "vitest";
import { useDatabase } from "@/test/database";
import { answerAndDie, askToEnd, cutOffAndBack, stopAndGoOn } from "@/test/faults/stop-wave";

const database = useDatabase();

it("has every message in doubt that the relay took and nobody wrote down", async () => {
  expect(await answerAndDie(database.url, { kills: 1 })).toBe(10);
}, 120_000);

it("leaves nothing in doubt when a worker is asked to end", () => askToEnd(database.url, { recipients: 500, times: 1 }), 120_000);

it("goes on without a worker that is stopped, and refuses its late word", () => stopAndGoOn(database.url, { recipients: 150, seconds: 0 }), 120_000);

it("goes on without a worker whose network is gone, and refuses its late word", () => cutOffAndBack(database.url, { recipients: 150, seconds: 0 }), 120_000);

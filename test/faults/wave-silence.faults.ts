import { expect, it } from "vitest";
import { useDatabase } from "../database";
import { answerAndDie, askToEnd, cutOffAndBack, stopAndGoOn } from "./stop-wave";

const database = useDatabase();

it("has every message in doubt that the relay took and nobody wrote down, two hundred times", async () => {
  expect(await answerAndDie(database.url, { kills: 20 })).toBe(200);
}, 1_200_000);

it("leaves nothing in doubt when workers are asked to end, ten times", () => askToEnd(database.url, { recipients: 20_000, times: 10 }));

it("goes on without a worker that is stopped for a minute, and refuses its late word", () => stopAndGoOn(database.url, { recipients: 2_000, seconds: 60 }));

it("goes on without a worker whose network is gone for a minute, and refuses its late word", () => cutOffAndBack(database.url, { recipients: 2_000, seconds: 60 }));

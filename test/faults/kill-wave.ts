import { expect } from "vitest";
import { killWorker } from "../worker-process";
import { aWaveFleet, CONNECTIONS, type FleetWorker } from "./wave-fleet";

const WORKERS = 4;

/**
 * Kill a random one of four workers at random points of a wave, again and again; another takes its place each time. Afterwards nobody may be lost and nobody may have two
 * messages; what is in doubt is at most what the killed workers had between ledger and relay.
 */
export async function killWave(url: string, { recipients, kills }: { recipients: number; kills: number }): Promise<void> {
  const fleet = await aWaveFleet(url, recipients);
  // So that there is always something under way.
  fleet.sink.delay(20);
  const workers: Promise<FleetWorker>[] = Array.from({ length: WORKERS }, () => fleet.start());
  await Promise.all(workers);
  for (let kill = 0; kill < kills; kill++) {
    await fleet.reach(Math.floor((recipients * (kill + Math.random())) / (kills + 1)), 300_000);
    const victim = Math.floor(Math.random() * WORKERS);
    const worker = await workers[victim];
    await killWorker(worker!.child);
    workers[victim] = fleet.start();
  }
  const doubted = await fleet.expectWhole();
  expect(doubted).toBeLessThanOrEqual(2 * CONNECTIONS * kills);
  await Promise.all(workers);
}

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where tests wait: for leases that run out, for databases that restart, for programs that are killed. */
const WAITING = /\/(worker|test|channels\/inspection)\//;

/** Begin with the files that take longest, so that none of them is left alone at the end. A fresh clone has no durations of earlier runs to go by. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ moduleId }: TestSpecification) => WAITING.test(moduleId);
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
  }
}

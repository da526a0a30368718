import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Begin with the files that take longest, which are those that wait, so that none of them is left alone at the end. A fresh clone has no durations of earlier runs to go by. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ project }: TestSpecification) => project.name === "unit-apart";
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
  }
}

import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where tests wait: for leases that run out, databases that restart, programs that are killed. */
const WAITS = ["cli", "test", "worker"];
const ROOT = path.join(import.meta.dirname, "..");

/** Begin with the files that take longest, which are those that wait, so that none of them is left alone at the end. A fresh clone has no durations of earlier runs to go by. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ project, moduleId }: TestSpecification) => (project.name === "unit-apart" ? 0 : WAITS.includes(path.relative(ROOT, moduleId).split(path.sep)[0] ?? "") ? 1 : 2);
    return [0, 1, 2].flatMap((wanted) => sorted.filter((file) => rank(file) === wanted));
  }
}

import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { sampleLines, type SampleOptions } from "@/domain/exposure/sample/subject-sample";
import { readCount, readShare, UsageError } from "../arguments";
import type { Command } from "../command";

const usage = `amends sample --people N [--seed S] [--defects P] [--out FILE]
Writes an invented population of the reference case as CSV, to standard output or FILE.
  --people N    rows, recipients of deliveries included
  --seed S      the same seed makes the same bytes (default 1)
  --defects P   share of rows with something wrong, such as 0.02 or 2% (default 0)`;

function readOptions(args: string[]): SampleOptions & { out: string | undefined } {
  let values;
  try {
    ({ values } = parseArgs({ args, options: { people: { type: "string" }, seed: { type: "string", default: "1" }, defects: { type: "string", default: "0" }, out: { type: "string" } } }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "arguments");
  }
  return { people: readCount("--people", values.people), seed: readCount("--seed", values.seed, Number.MAX_SAFE_INTEGER), defects: readShare("--defects", values.defects), out: values.out };
}

export const command: Command = {
  summary: "write an invented population of the reference case",
  usage,
  async run(args) {
    let options;
    try {
      options = readOptions(args);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
    const { out, ...sample } = options;
    await pipeline(Readable.from(sampleLines(sample)), out === undefined ? process.stdout : createWriteStream(out));
    if (out !== undefined) console.error(`${out}: ${sample.people} people, seed ${sample.seed}`);
    return 0;
  },
};

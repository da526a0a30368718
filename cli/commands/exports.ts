import { readFile } from "node:fs/promises";
import { traceExport } from "@/domain/exports/trace-export";
import { listStaffNames } from "@/domain/staff/queries";
import type { Command } from "../command";
import { asOperator } from "../operator";

const usage = `amends exports trace FILE   say by whom and for what a file was taken out of the console that was found somewhere`;

export const command: Command = {
  summary: "say whose a file is that was found somewhere",
  usage,
  async run([verb, path]) {
    if (verb !== "trace" || !path) {
      console.error(usage);
      return 2;
    }
    const file = await readFile(path);
    return asOperator(async (ctx) => {
      const [found, names] = [await traceExport(ctx, file), await listStaffNames(ctx)];
      for (const { id, kind, objectId, askedBy, reason, takenAt, by, chance } of found) {
        console.log(`Export ${id}: ${kind} of ${objectId}, for ${names.get(askedBy) ?? askedBy}, last taken out ${takenAt?.toISOString() ?? "never"}, because: ${reason}`);
        console.log(by === "written" ? "  Its number is written in the file. Anybody can write a number." : `  The rows stand in its order; by chance they would about once in ${Math.min(1e15, Math.round(1 / (chance ?? 1))).toLocaleString("en")} files.`);
      }
      if (found.length > 0) return 0;
      console.log("Neither a number nor the order of its rows leads to an export. Whoever sorted it took the order away, and fewer than 8 rows have too few orders to tell.");
      return 1;
    });
  },
};

import { readFile, writeFile } from "node:fs/promises";
import { exportErasures } from "@/domain/erasure/list/keep-list";
import { replayErasures } from "@/domain/erasure/list/replay-erasures";
import { Refusal } from "@/domain/kernel/errors";
import type { Command } from "../command";
import { asOperator } from "../operator";

const usage = `amends erasures export FILE    write the erasure list to a file, to be kept where backups are (ERASURE_LIST_FILE does it by itself)
amends erasures replay FILE    after a restore: erase again whoever is on the list, and say how many that were
The list holds numbers and keyed values, and nothing personal. Replaying it twice does nothing more.`;

const refusals: Record<string, string> = {
  "erasures-no-list": "This is no erasure list.",
  "erasures-foreign-line": "was not written by this installation, or was changed. Nothing was done.",
  "erasures-gap": "does not follow on the line before it: a line is missing. Nothing was done.",
  "erasures-fork": "of the list is another one here: people were erased in this database before the list was replayed. What comes before it was done.",
  "key-import-running": "An import is under way in one of the incidents. Run it again when that has ended.",
  "keys-rotating": "An index key is being rotated. Run it again when that has ended.",
};

export const command: Command = {
  summary: "the list of erased people: keep it outside, replay it after a restore",
  usage,
  async run([verb, file, ...more]) {
    if (!file || more.length > 0 || (verb !== "export" && verb !== "replay")) {
      console.error(usage);
      return 2;
    }
    return asOperator(async (ctx) => {
      try {
        if (verb === "export") {
          const { text, entries } = await exportErasures(ctx);
          await writeFile(file, text, { mode: 0o600, flush: true });
          console.log(`${entries} erasure(s) written to ${file}.`);
          return 0;
        }
        const { already, again, absent } = await replayErasures(ctx, await readFile(file, "utf8"));
        console.log(`${already} already done here, ${again} erased again, ${absent} not in this database.`);
        return 0;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const where = error.values.line === undefined ? (error.values.number === undefined ? "" : `No. ${error.values.number} `) : `Line ${error.values.line} `;
        console.error(`${where}${refusals[error.reason] ?? error.reason}`);
        return 1;
      }
    });
  },
};

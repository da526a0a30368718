import { buildIfStale } from "../build";
import type { Command } from "../command";

export const command: Command = {
  summary: "make the production build when it is stale",
  usage: "amends build",
  run() {
    buildIfStale(process.env);
    return Promise.resolve(0);
  },
};

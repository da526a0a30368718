import { helplines } from "../guidance/helplines";
import { desk, genuine, itLeaked, response, rights, riskAtHome, steps, toAll, whatLeaked, whenAndHow } from "./blocks";
import type { WordingSection } from "./types";

const lines = Object.values(helplines);

/** Official lines, with what each is for and when it answers. */
const officialLines = toAll(
  ["## 도움을 받으실 곳", lines.map(({ name, phone, for: what, hours }) => `- **${name.ko} ${phone}:** ${what.ko} (${hours.ko})`).join("\n")].join("\n\n"),
  ["## Where to get help", lines.map(({ name, phone, for: what, hours }) => `- **${name.en}, ${phone}:** ${what.en} (${hours.en})`).join("\n")].join("\n\n"),
);

/** Parts that notices share, by name, in the order in which a notice has them; the sections of one are put in together. */
export const reusableBlocks = {
  "it-leaked": [itLeaked, riskAtHome],
  "what-leaked": [whatLeaked],
  "when-and-how": [whenAndHow],
  steps,
  response: [response],
  desk: [desk],
  rights: [rights],
  helplines: [officialLines],
  genuine: [genuine],
} satisfies Record<string, WordingSection[]>;

export const blockNames = Object.keys(reusableBlocks) as (keyof typeof reusableBlocks)[];

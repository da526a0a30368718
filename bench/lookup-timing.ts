import { buildIfStale } from "@/cli/build";
import { randomToken } from "@/lib/crypto";
import { aPublishedIncident } from "@/test/lookups";
import { openBenchDatabase } from "./database";
import { median, type BenchOptions, type Result } from "./result";
import { ACTIONS_KEY, postForm, startWebServer } from "./web-server";

const [LEAST, MOST] = [0.48, 0.52];

/** Whether the time of an answer tells if an address is in the data: area under the curve of known against unknown, with known against known beside it. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const each = quick ? 500 : 10_000;
  buildIfStale({ ...process.env, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ACTIONS_KEY });
  const database = await openBenchDatabase();
  try {
    const known = Array.from({ length: 2 * each }, (_, i) => `known${i}@example.com`);
    const incident = await aPublishedIncident(database.parts, ["ref,email,confirmed", ...known.map((email, i) => `r${i},${email},names;access-codes`)].join("\n"));
    const server = await startWebServer(database, process.cwd());
    try {
      const action = server.action("requestCodeAction");
      const groups = { known: known.slice(0, each), control: known.slice(each), unknown: known.slice(0, each).map((email) => email.replace("known", "other")) };
      const times: Record<keyof typeof groups, number[]> = { known: [], control: [], unknown: [] };
      const names = Object.keys(groups) as (keyof typeof groups)[];
      for (let i = -50; i < each; i++) {
        for (const name of shuffled(names)) {
          const contact = i < 0 ? `warm${i}-${name}@example.com` : (groups[name][i] ?? "");
          const began = performance.now();
          await postForm(server, { action, at: `/ko/${incident.slug}/check`, fields: { locale: "ko", incident: incident.slug, contact }, cookie: `amends-browser=${randomToken()}` });
          if (i >= 0) times[name].push(performance.now() - began);
        }
      }
      const auc = areaUnderCurve(times.known, times.unknown);
      const control = areaUnderCurve(times.known, times.control);
      return {
        name: "lookup-timing",
        figure: auc,
        unit: "AUC",
        baseline: control,
        ratio: auc / control,
        must: `${LEAST} to ${MOST}`,
        ok: auc >= LEAST && auc <= MOST,
        note: `${each.toLocaleString("en")} of each, in random order; known against known in the same run ${control.toFixed(4)}; median ${median(times.known, Number).toFixed(1)} and ${median(times.unknown, Number).toFixed(1)} ms; the request reads nothing of the dataset`,
      };
    } finally {
      await server.stop();
    }
  } finally {
    await database.drop();
  }
}

function shuffled<T>(items: T[]): T[] {
  return items.map((item) => ({ item, at: Math.random() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}

/** Probability that one of `a` took longer than one of `b` (Mann–Whitney U over the product of sizes), ties counting half. */
function areaUnderCurve(a: number[], b: number[]): number {
  const all = [...a.map((time) => ({ time, first: true })), ...b.map((time) => ({ time, first: false }))].sort((x, y) => x.time - y.time);
  let rankSum = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j]?.time === all[i]?.time) j++;
    for (let k = i; k < j; k++) if (all[k]?.first) rankSum += (i + j + 1) / 2;
    i = j;
  }
  return (rankSum - (a.length * (a.length + 1)) / 2) / (a.length * b.length);
}

import { countMissing, keepList } from "@/domain/erasure/list/keep-list";
import type { ErasureKeeping } from "@/domain/erasure/types";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { repeat, type Repeated } from "./repeat";

const EVERY_MS = 60_000;

export interface ErasureWatch extends Repeated {
  /** Erasures that the list outside holds and this database does not: it was put back from an older backup, and they are to be replayed. */
  missing(): number;
}

/** Hold the erasure list against the database, each minute, and carry it outside where the database is ahead. */
export function startErasureWatch(parts: ProcessParts, { list }: ErasureKeeping): ErasureWatch {
  let missing = 0;
  const ctx = () => mintContext(parts, { kind: "system", job: "erasure/watch" } as const);
  const looking = repeat(parts, EVERY_MS, "hold the erasure list against the database", async () => {
    if (!list) return;
    const found = await countMissing(ctx(), list);
    if (found > 0 && missing === 0) parts.log.error({ missing: found }, "this database is older than the erasure list: amends erasures replay FILE");
    missing = found;
    if (found === 0) await keepList(ctx(), list);
  });
  return { missing: () => missing, stop: () => looking.stop() };
}

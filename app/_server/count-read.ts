import "server-only";
import { noteReads } from "@/domain/alarms/note-reads";
import { getParts } from "./parts";

const FLUSH_MS = 1_000;

interface Waiting {
  pages: Map<string, number>;
  timer: NodeJS.Timeout | undefined;
}

// Bundles of pages and of handlers each load this module; the process must still have one count.
const held = globalThis as { amendsReads?: Waiting };

/**
 * Count that a member of staff was shown a page, for who watches whether they read more than they do or can. Written down together once a second, so that no request waits for it; what a process
 * that is killed had not written is lost.
 */
export function countRead(staffId: string): void {
  const waiting: Waiting = (held.amendsReads ??= { pages: new Map<string, number>(), timer: undefined });
  waiting.pages.set(staffId, (waiting.pages.get(staffId) ?? 0) + 1);
  waiting.timer ??= setTimeout(() => void flush(waiting), FLUSH_MS);
}

async function flush(waiting: Waiting): Promise<void> {
  const { pages } = waiting;
  waiting.pages = new Map();
  waiting.timer = undefined;
  try {
    await noteReads(getParts(), new Map([...pages].map(([staffId, shown]) => [staffId, { pages: shown }])));
  } catch (error) {
    getParts().log.warn({ err: error }, "pages shown to staff were not counted");
    for (const [staffId, shown] of pages) waiting.pages.set(staffId, (waiting.pages.get(staffId) ?? 0) + shown);
    waiting.timer ??= setTimeout(() => void flush(waiting), FLUSH_MS);
  }
}

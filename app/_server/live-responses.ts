import "server-only";
import { listen, type Listener } from "@/db/listen";
import { ACCESS_ENDED } from "@/domain/staff/access-ended";
import { listEndedAccess } from "@/domain/staff/queries";
import { loadEnv } from "@/lib/env";
import { getParts } from "./parts";

interface Live {
  listener: Listener;
  /** What is being sent to each member of staff now. */
  open: Map<string, Set<AbortController>>;
}

// Bundles of pages and of handlers each load this module; the process must still have one.
const held = globalThis as { amendsLive?: Live };

/** Hear in this process whose access ends. Called at its start, so that it hears already when the first long answer begins. */
export function watchEndedAccess(): Live {
  if (!held.amendsLive) {
    const open: Live["open"] = new Map();
    const cut = (staffId: string) => open.get(staffId)?.forEach((ending) => ending.abort());
    const lookAgain = async () => {
      if (open.size > 0) for (const staffId of await listEndedAccess(getParts().db, [...open.keys()])) cut(staffId);
    };
    const failed = (error: unknown) => getParts().log.warn({ err: error }, "not hearing whose access ends");
    held.amendsLive = { open, listener: listen(loadEnv().DATABASE_URL, ACCESS_ENDED, (staffId) => (staffId === null ? void lookAgain().catch(failed) : cut(staffId)), failed) };
  }
  return held.amendsLive;
}

/** A body that stops, with its connection, when its reader's access ends: an export of an hour does not outlive the person's last second here. */
export function endWithAccess(staffId: string, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const { open } = watchEndedAccess();
  const ending = new AbortController();
  const mine = open.get(staffId) ?? new Set();
  open.set(staffId, mine.add(ending));
  const through = new TransformStream<Uint8Array, Uint8Array>();
  void body
    .pipeTo(through.writable, { signal: ending.signal })
    .catch(() => undefined)
    .finally(() => {
      mine.delete(ending);
      if (mine.size === 0 && open.get(staffId) === mine) open.delete(staffId);
    });
  // Between the gate and here their access may have ended, and the word of it have passed.
  void listEndedAccess(getParts().db, [staffId])
    .then((ended) => ended.length > 0 && ending.abort())
    .catch(() => ending.abort());
  return through.readable;
}

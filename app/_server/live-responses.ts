import "server-only";
import { listen, type Listener } from "@/db/listen";
import { ACCESS_ENDED, readAccessEnded } from "@/domain/staff/access-ended";
import { listTimeLeft } from "@/domain/staff/queries";
import { loadEnv } from "@/lib/env";
import { getParts } from "./parts";

/** Something that is being sent to a session. */
interface Sending {
  staffId: string;
  sessionId: string;
  ending: AbortController;
  /** Looks again when the session would have run out by itself. */
  timer?: NodeJS.Timeout;
}

interface Live {
  listener: Listener;
  /** What is being sent to members of staff now. */
  open: Set<Sending>;
}

// Bundles of pages and of handlers each load this module; the process must still have one.
const held = globalThis as { amendsLive?: Live };

/** Hear in this process whose access ends. Called at its start, so that it hears already when the first long answer begins. */
export function watchEndedAccess(): Live {
  if (!held.amendsLive) {
    const open: Live["open"] = new Set();
    const cut = (ended: (sending: Sending) => boolean) => [...open].filter(ended).forEach(({ ending }) => ending.abort());
    const hear = (payload: string) => {
      const ended = readAccessEnded(payload);
      cut((sending) => ("staffId" in ended ? sending.staffId === ended.staffId : sending.sessionId === ended.sessionId));
    };
    const failed = (error: unknown) => getParts().log.warn({ err: error }, "not hearing whose access ends");
    held.amendsLive = { open, listener: listen(loadEnv().DATABASE_URL, ACCESS_ENDED, (payload) => (payload === null ? void look([...open]).catch(failed) : hear(payload)), failed) };
  }
  return held.amendsLive;
}

/** Cut what is sent to sessions that are over, and look again when each of the others would be: whoever uses theirs meanwhile goes on reading. */
async function look(sendings: readonly Sending[]): Promise<void> {
  if (sendings.length === 0) return;
  const left = await listTimeLeft(getParts().db, [...new Set(sendings.map(({ sessionId }) => sessionId))]);
  for (const sending of sendings) {
    clearTimeout(sending.timer);
    const ms = left.get(sending.sessionId);
    if (ms === undefined) sending.ending.abort();
    else if (watchEndedAccess().open.has(sending)) sending.timer = setTimeout(() => void look([sending]).catch(() => sending.ending.abort()), ms).unref();
  }
}

/** A body that stops, with its connection, when its reader's access or session ends, by somebody or by itself: an export of an hour does not outlive the person's last second here. */
export function endWithAccess(reader: { staffId: string; sessionId: string }, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const { open } = watchEndedAccess();
  const sending: Sending = { ...reader, ending: new AbortController() };
  open.add(sending);
  const through = new TransformStream<Uint8Array, Uint8Array>();
  void body
    .pipeTo(through.writable, { signal: sending.ending.signal })
    .catch(() => undefined)
    .finally(() => {
      open.delete(sending);
      clearTimeout(sending.timer);
    });
  // Between the gate and here it may have ended, and the word of it have passed.
  void look([sending]).catch(() => sending.ending.abort());
  return through.readable;
}

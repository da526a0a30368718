import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

export interface Listener {
  /** Resolves once the server listens for this process, or at once where it cannot be reached now. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

const AGAIN_MS = 1_000;
/** A server that does not answer within this is taken for gone: nothing says so of itself when the way to it is lost. */
const BEAT_MS = 5_000;

/**
 * Hear what is notified on a channel, over a connection of its own that is made anew whenever it breaks or falls silent. What was said while it was broken is lost, so `onHeard` is called with null
 * each time it listens again: the caller then looks for itself.
 */
export function listen(url: string, channel: string, onHeard: (payload: string | null) => void, onError: (error: Error) => void): Listener {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const mine = new pg.Client({ connectionString: url, application_name: "amends-listen", keepAlive: true, keepAliveInitialDelayMillis: 5_000, connectionTimeoutMillis: 5_000 });
    client = mine;
    mine.on("notification", (message) => onHeard(message.payload ?? ""));
    mine.on("error", onError);
    mine.once("end", again);
    try {
      await mine.connect();
      await mine.query(`listen ${mine.escapeIdentifier(channel)}`);
      onHeard(null);
      void beat(mine);
    } catch (error) {
      onError(error as Error);
      await mine.end().catch(() => undefined);
    }
  }

  /** Ask now and then whether the server is there, and cut the connection where no answer comes. */
  async function beat(mine: pg.Client): Promise<void> {
    while (!stopped && client === mine) {
      const cut = setTimeout(() => (mine as unknown as { connection: { stream: Socket } }).connection.stream.destroy(), BEAT_MS);
      try {
        await mine.query("select");
      } catch {
        return;
      } finally {
        clearTimeout(cut);
      }
      await delay(BEAT_MS, undefined, { ref: false });
    }
  }

  function again(): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void connect(), AGAIN_MS).unref();
  }

  return {
    ready: connect(),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}

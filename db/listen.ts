import pg from "pg";

export interface Listener {
  /** Resolves once the server listens for this process, or at once where it cannot be reached now. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

const AGAIN_MS = 1_000;

/**
 * Hear what is notified on a channel, over a connection of its own that is made anew whenever it breaks. What was said while it was broken is lost, so `onHeard` is called with null
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
    } catch (error) {
      onError(error as Error);
      await mine.end().catch(() => undefined);
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

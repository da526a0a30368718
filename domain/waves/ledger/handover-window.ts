/** Bounds how many deliveries one process has as `handing-over`, over all ranges it works on: after a crash exactly these are in doubt. */
export interface HandoverWindow {
  free(): number;
  /** Whether somebody waits for places. */
  contended(): boolean;
  /** Take up to `wanted` places, as many as are free; may be none. */
  take(wanted: number): number;
  give(count: number): void;
  /** Call once when places become free. */
  whenFree(wake: () => void): void;
}

/** Open a window of twice the connections: one message on each and one behind it, so that no connection waits for the ledger. */
export function openHandoverWindow(connections: number): HandoverWindow {
  let free = connections * 2;
  let waiting: (() => void)[] = [];
  return {
    free: () => free,
    contended: () => waiting.length > 0,
    take(wanted) {
      const taken = Math.min(wanted, free);
      free -= taken;
      return taken;
    },
    give(count) {
      if (count === 0) return;
      free += count;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    whenFree(wake) {
      waiting.push(wake);
    },
  };
}

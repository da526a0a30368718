import type { ProcessParts } from "@/domain/kernel/mint-context";

/** What a worker does again and again, until it is stopped. */
export interface Repeated {
  /** Resolves once what was under way is done. */
  stop(): Promise<void>;
}

/** Do something now, and again so many milliseconds after each end. What fails is logged as what could not be done, and tried again. */
export function repeat({ log }: Pick<ProcessParts, "log">, everyMs: number, what: string, act: () => Promise<void>): Repeated {
  const told = { stopping: false, failing: false };
  let timer: NodeJS.Timeout | undefined;
  let turning = Promise.resolve();
  const turn = async () => {
    try {
      await act();
      told.failing = false;
    } catch (error) {
      // Once for as long as it lasts: the reaper says by itself that the database is gone.
      if (!told.failing) log.error({ err: error }, `could not ${what}: it is tried again`);
      told.failing = true;
    }
    if (!told.stopping) timer = setTimeout(begin, everyMs);
  };
  const begin = () => {
    turning = turn();
  };
  begin();
  return {
    async stop() {
      told.stopping = true;
      clearTimeout(timer);
      await turning;
    },
  };
}

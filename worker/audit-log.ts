import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";

/** Well below the second within which an event is to be numbered. */
const EVERY_MS = 400;

export interface AuditLog {
  stop(): Promise<void>;
}

/** Keep the audit log: number new events twice a second. Each worker tries; the database lets one at a time through. The queue's own clock goes by minutes. */
export function startAuditLog(parts: ProcessParts): AuditLog {
  const ctx = mintContext(parts, { kind: "system", job: "audit/keep-log" } as const);
  const told = { stopping: false, failing: false };
  let timer: NodeJS.Timeout | undefined;
  let turning = Promise.resolve();
  const turn = async () => {
    try {
      await sequenceEvents(ctx);
      told.failing = false;
    } catch (error) {
      // Once for as long as it lasts: the reaper says by itself that the database is gone.
      if (!told.failing) parts.log.error({ err: error }, "could not number audit events: they are tried again");
      told.failing = true;
    }
    if (!told.stopping) timer = setTimeout(begin, EVERY_MS);
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

import { Gauge, type Registry } from "prom-client";
import { logFigures } from "@/domain/audit/log/log-figures";
import { pushCheckpoint } from "@/domain/audit/log/push-checkpoint";
import { isSealDue, sealLog } from "@/domain/audit/log/seal-log";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import type { CheckpointPlace } from "@/domain/audit/log/types";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { InstallationWatch } from "./installation-watch";

/** Well below the second within which an event is to be numbered. */
const EVERY_MS = 400;

interface AuditLogSetup {
  parts: ProcessParts;
  installation: InstallationWatch;
  places: readonly CheckpointPlace[];
  /** The name of the log, for a key that is yet to be made. */
  origin: string;
}

export interface AuditLog {
  stop(): Promise<void>;
}

/**
 * Keep the audit log: number new events twice a second, sign a checkpoint each minute and carry it outside. Each worker tries; the database lets one at a time through.
 * The queue's own clock goes by minutes, and its lanes may be full.
 */
export function startAuditLog({ parts, installation, places, origin }: AuditLogSetup): AuditLog {
  const ctx = mintContext(parts, { kind: "system", job: "audit/keep-log" } as const);
  const seal = async () => {
    if (!(await isSealDue(ctx))) return;
    const lock = await installation.lock();
    // A copy that went on signing under the same key would be a second log that contradicts the first.
    if (lock !== "unconfirmed" && lock !== "copy") await sealLog(ctx, origin);
  };
  const loops = [
    repeat(parts, "number or seal audit events", async () => {
      await sequenceEvents(ctx);
      await seal();
    }),
    // Apart, so that a place that does not answer holds up no numbers.
    ...places.map((place) => repeat(parts, "carry a checkpoint outside", async () => {
      await pushCheckpoint(ctx, place);
    })),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

function repeat(parts: ProcessParts, what: string, act: () => Promise<void>): AuditLog {
  const told = { stopping: false, failing: false };
  let timer: NodeJS.Timeout | undefined;
  let turning = Promise.resolve();
  const turn = async () => {
    try {
      await act();
      told.failing = false;
    } catch (error) {
      // Once for as long as it lasts: the reaper says by itself that the database is gone.
      if (!told.failing) parts.log.error({ err: error }, `could not ${what}: it is tried again`);
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

const figures = {
  amends_audit_unsealed_events: ["Audit events that no signed checkpoint covers", "unsealed"],
  amends_audit_unsealed_seconds: ["Age of the oldest numbered audit event that no checkpoint covers; above 61 something is wrong", "unsealedSeconds"],
  amends_audit_checkpoint_age_seconds: ["Time since the last checkpoint; grows while nothing happens", "checkpointSeconds"],
  amends_audit_behind_places: ["Places outside that do not have the newest checkpoint because they did not take it", "behind"],
} as const;

export function auditMetrics(registry: Registry, parts: ProcessParts): void {
  for (const [name, [help, figure]] of Object.entries(figures)) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set((await logFigures(parts.db))[figure]);
      },
    });
  }
}

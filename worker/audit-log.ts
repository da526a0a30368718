import { Gauge, type Registry } from "prom-client";
import { logFigures } from "@/domain/audit/log/log-figures";
import { pushCheckpoint } from "@/domain/audit/log/push-checkpoint";
import { EVERY_SECONDS, isSealDue, sealLog, type LogMemory } from "@/domain/audit/log/seal-log";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import type { CheckpointPlace } from "@/domain/audit/log/types";
import { raiseContradiction } from "@/domain/alarms/detectors/watch-audit-log";
import { Conflict } from "@/domain/kernel/errors";
import { noteKeyUse } from "@/domain/keys/register/note-use";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { InstallationWatch } from "./installation-watch";
import { repeat, type Repeated } from "./repeat";

/** Well below the second within which an event is to be numbered. */
const EVERY_MS = 400;

interface AuditLogSetup {
  parts: ProcessParts;
  installation: InstallationWatch;
  places: readonly CheckpointPlace[];
  /** The name of the log, for a key that is yet to be made. */
  origin: string;
}

/**
 * Keep the audit log: number new events twice a second, sign a checkpoint each minute and carry it outside. Each worker tries; the database lets one at a time through.
 * The queue's own clock goes by minutes, and its lanes may be full.
 */
export function startAuditLog({ parts, installation, places, origin }: AuditLogSetup): Repeated {
  const ctx = mintContext(parts, { kind: "system", job: "audit/keep-log" } as const);
  // A copy that went on signing under the same key would be a second log that contradicts the first; nor does it write to anybody.
  const isCopy = async () => ["unconfirmed", "copy"].includes((await installation.lock()) ?? "");
  // For as long as this process runs, and in no table: a log that was rewritten contradicts it whatever else was changed with it.
  const memory: LogMemory = { newest: null };
  const seal = async () => {
    if (!(await isSealDue(ctx, { memory })) || (await isCopy())) return;
    try {
      if ((await sealLog(ctx, origin, { memory, everySeconds: EVERY_SECONDS })) !== null) noteKeyUse("audit-signing", "audit");
    } catch (error) {
      if (error instanceof Conflict) await raiseContradiction(ctx, Number(error.values.size));
      throw error;
    }
  };
  const loops = [
    repeat(parts, EVERY_MS, "number or seal audit events", async () => {
      await sequenceEvents(ctx);
      await seal();
    }),
    // Apart, so that a place that does not answer holds up no numbers.
    ...places.map((place) => repeat(parts, EVERY_MS, "carry a checkpoint outside", async () => {
      if (!(await isCopy()) && (await pushCheckpoint(ctx, place)) && place.name === "webhook") noteKeyUse("webhook", "AUDIT_CHECKPOINT_WEBHOOK");
    })),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
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

import type { Task } from "graphile-worker";
import type { z } from "zod";
import type { Sight } from "@/db/client";
import type { Context, SystemActor } from "@/domain/kernel/context";
import type { PersonTransports } from "@/domain/correspondence/types";
import type { Watching } from "@/domain/alarms/types";
import type { ErasureKeeping } from "@/domain/erasure/types";
import type { EvidenceInspection } from "@/domain/evidence/types";
import type { Job } from "@/domain/kernel/job";
import type { LetterMaking } from "@/domain/letters/make-letter-batch";
import type { DocumentInspection } from "@/domain/programmes/types";
import type { PostingKeeping } from "@/domain/postings/check-postings";
import type { WaveSending } from "@/domain/waves/ledger/send-range";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";

/** What the composition root gives to the tasks. */
export interface Collaborators {
  /** Mails and texts to single people; their connections are never shared with a wave. */
  person: PersonTransports;
  /** Waves, over connections of their own. */
  waves: WaveSending;
  letters: LetterMaking;
  postings: PostingKeeping;
  evidence: EvidenceInspection;
  erasure: ErasureKeeping;
  documents: DocumentInspection;
  alarms: Pick<Watching, "outlet">;
  /** Where mails to staff lead. */
  consoleUrl: string;
}

/** Thrown by a task to come back later by the queue's own growing pauses, without the noise of a fault in the log. */
export class Later extends Error {
  override name = "Later";
}

export interface WorkerTask {
  readonly job: Job;
  toGraphile(parts: ProcessParts, collaborators: Collaborators): Task;
}

/** A job about one incident sees that one. */
function sightOf(payload: unknown): { sees?: Sight } {
  const { incidentId } = (payload ?? {}) as { incidentId?: unknown };
  return typeof incidentId === "string" ? { sees: incidentId } : {};
}

/** Bind a job to what it does. The payload is parsed at the border: a payload that does not fit is a fault and is never half-run. */
export function defineTask<S extends z.ZodType>(
  job: Job<S>,
  handle: (ctx: Context<SystemActor>, payload: z.output<S>, collaborators: Collaborators) => Promise<void>,
): WorkerTask {
  return {
    job,
    toGraphile: (parts, collaborators) => async (raw, helpers) => {
      const payload = job.payload.parse(raw);
      const ctx = mintContext(parts, { kind: "system", job: job.name } as const, { requestId: `job-${helpers.job.id}`, ...sightOf(payload) });
      try {
        await handle(ctx, payload, collaborators);
      } catch (error) {
        if (error instanceof Later) parts.log.info({ job: job.name, id: helpers.job.id, attempt: helpers.job.attempts }, "job comes back later");
        else parts.log.error({ job: job.name, id: helpers.job.id, attempt: helpers.job.attempts, err: error }, "job failed");
        // The queue stores this text with the job: keep it to the name, the log has the rest.
        throw new Error(error instanceof Error ? error.name : "failed");
      }
    },
  };
}

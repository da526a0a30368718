import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Scan, inspect and make anew one paper. */
export const inspectEvidenceJob = defineJob("evidence/inspect-evidence", z.object({ incidentId: z.uuid(), evidenceId: z.uuid() }));
/** Take up again what waits for the scanner, and what a worker lost; every minute. */
export const wakeEvidenceJob = defineJob("evidence/wake-evidence", z.object({}), { maxAttempts: 1 });
/** Give up uploads that nobody goes on with, and remove objects that belong to no paper; every hour. */
export const sweepEvidenceJob = defineJob("evidence/sweep-evidence", z.object({}), { maxAttempts: 1 });

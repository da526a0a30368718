import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Another version of the dataset is what everybody sees now; whoever works from the old one must stop and look. */
export const datasetChangedJob = defineJob("exposure/dataset-changed", z.object({ incidentId: z.uuid() }));

/** Forget uploads that nobody imported. */
export const forgetUploadsJob = defineJob("exposure/forget-uploads", z.object({}), { maxAttempts: 1 });

/** Take out a draft whose importer's access has ended: nobody would answer for it but whoever published it. */
export const dropDraftJob = defineJob("exposure/drop-draft", z.object({ incidentId: z.uuid(), version: z.number().int() }));

/** Run an import whose file was uploaded. */
export const runImportJob = defineJob("exposure/run-import", z.object({ importId: z.uuid() }));

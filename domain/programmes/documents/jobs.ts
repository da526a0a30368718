import { z } from "zod";
import { defineJob } from "../../kernel/job";

/** Judge one document. Somebody waits for it before a form, and papers of claims may be many. */
export const inspectDocumentJob = defineJob("programmes/inspect-document", z.object({ programmeId: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }), { lane: "person" });

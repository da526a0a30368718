import { z } from "zod";
import { audience } from "./types";

/** References of one list; more than that is a dataset of its own. */
export const MAX_REFERENCES = 5_000_000;
/** Characters of one reference, as in an import. */
export const MAX_REFERENCE = 2_000;

export const countPeopleInput = z.object({
  templateVersionId: z.uuid({ error: "choose-one" }),
  audience,
  /** Whether a job shall count what cannot be told at once. */
  exact: z.boolean().default(false),
});
export const sampleAudienceInput = countPeopleInput.pick({ templateVersionId: true, audience: true });
export const storeListInput = z.object({ incidentId: z.uuid(), fileName: z.string().trim().min(1, "required").max(200, "too-long") });
/** Of an uploaded list, in 10^6 bytes; told before it is sent. */
export const MAX_LIST_MB = 500;

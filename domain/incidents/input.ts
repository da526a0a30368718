import { z } from "zod";
import { revisionContent } from "./types";

const number = z.coerce.number().int().positive();
const revision = { incidentId: z.uuid(), number };

/** Pages of the portal stand beside those of incidents (`/ko/unsubscribe/…`, `/ko/<slug>/…`) and would hide those of an incident of the same name. */
export const reservedSlugs: readonly string[] = ["unsubscribe", "verify"];

export const createIncidentInput = z.object({
  slug: z.string().trim().min(1, "required").max(60, "too-long").regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "slug").refine((slug) => !reservedSlugs.includes(slug), "slug-reserved"),
  content: revisionContent,
});
export const startIncidentDraftInput = z.object({ incidentId: z.uuid() });
export const saveIncidentDraftInput = z.object({ ...revision, edit: number, content: revisionContent });
export const submitIncidentRevisionInput = z.object({ ...revision, edit: number });
export const returnIncidentRevisionInput = z.object(revision);
export const publishIncidentRevisionInput = z.object({ ...revision, edit: number });
export const withdrawIncidentRevisionInput = z.object({ ...revision, reason: z.string().trim().min(10, "reason-too-short").max(1000, "too-long") });

import { z } from "zod";
import { Invalid } from "../kernel/errors";
import { revisionContent } from "./types";

const number = z.coerce.number().int().positive();
const revision = { incidentId: z.uuid(), number };

/** Pages of the portal stand beside those of incidents (`/ko/unsubscribe/…`, `/ko/<slug>/…`) and would hide those of an incident of the same name. */
export const reservedSlugs: readonly string[] = ["unsubscribe"];

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

/**
 * Parse input that holds a revision's content, naming each problem by its path within the content (`sections.whatHappened.ko`), because that is
 * the name of the field in which somebody typed it. @throws {Invalid}
 */
export function parseRevisionInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const fields: Record<string, string[]> = {};
  for (const issue of result.error.issues) {
    const path = issue.path[0] === "content" ? issue.path.slice(1) : issue.path;
    (fields[path.length > 0 ? path.join(".") : "form"] ??= []).push(issue.message);
  }
  throw new Invalid(fields);
}

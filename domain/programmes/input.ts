import { z } from "zod";
import { DOCUMENT_BYTES } from "@/db/values/programme-documents";
import { acceptedFinding, programmeTerms } from "./types";

const version = { programmeId: z.uuid(), number: z.coerce.number().int().positive() };
const edit = z.coerce.number().int().positive();

export const createProgrammeInput = z.object({
  incidentId: z.uuid(),
  slug: z.string().trim().min(1, "required").max(60, "too-long").regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "slug"),
  terms: programmeTerms,
});
export const startProgrammeDraftInput = z.object({ programmeId: z.uuid() });
export const saveProgrammeDraftInput = z.object({ ...version, edit, terms: programmeTerms });
export const attachDocumentInput = z.object({ ...version, file: z.instanceof(Buffer, { error: "required" }).refine((bytes) => bytes.length <= DOCUMENT_BYTES, "document-large") });
export const proposeProgrammeInput = z.object({ ...version, edit });
export const returnProgrammeInput = z.object(version);
export const dropProgrammeDraftInput = z.object(version);
export const publishProgrammeInput = z.object({
  ...version,
  edit,
  /** A reason for each finding of the fairness check that stays. */
  accepted: z.array(acceptedFinding.extend({ reason: z.string().trim().max(2000, "too-long") })).default([]),
});

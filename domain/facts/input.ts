import { z } from "zod";
import { factStatement } from "./types";

const number = z.coerce.number().int().positive();
const factValueOf = { factId: z.uuid(), number };

export const createFactInput = factStatement.extend({
  incidentId: z.uuid(),
  name: z.string().trim().min(1, "required").max(60, "too-long").regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "slug"),
});
/** `base` is the number of the value that was said when the form was opened; 0 for none. */
export const proposeFactValueInput = factStatement.extend({ factId: z.uuid(), base: z.coerce.number().int().min(0) });
export const approveFactValueInput = z.object(factValueOf);
export const returnFactValueInput = z.object({ ...factValueOf, reason: z.string().trim().min(10, "reason-too-short").max(1000, "too-long") });
export const withdrawFactValueInput = z.object(factValueOf);

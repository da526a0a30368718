import { z } from "zod";
import { erasureGrounds, incidentGrounds } from "@/db/values/erasures";

export const findPersonInput = z.object({ query: z.string({ error: "required" }).trim().min(1, "required").max(320, "too-long") });

const reasons = z.object({
  incidentId: z.uuid(),
  ground: z.enum(erasureGrounds, { error: "erasure-ground" }),
  reason: z.string({ error: "reason-too-short" }).trim().min(10, "reason-too-short").max(2000, "too-long"),
});

const subjectId = z.string({ error: "required" }).regex(/^[1-9]\d{0,17}$/, "required").transform(BigInt);
/** The keyed value of a contact, as pages name it: who has the key alone can tell whose it is. */
export const contactInput = z.string({ error: "required" }).regex(/^[0-9a-f]{64}$/, "required").transform((hex) => Buffer.from(hex, "hex"));
/** A record, or a contact of which there is none. */
export const proposeErasureInput = reasons.extend({ subjectId: subjectId.optional(), contact: contactInput.optional() });

export const proposeIncidentErasureInput = reasons.extend({ ground: z.enum(incidentGrounds, { error: "erasure-ground" }), name: z.string({ error: "erasure-name" }).trim().max(200, "too-long") });

/** The name is typed where it is about a whole incident. */
export const approveErasureInput = z.object({ erasureId: z.uuid(), name: z.string().trim().max(200, "too-long").default("") });

export const erasureInput = z.object({ erasureId: z.uuid() });

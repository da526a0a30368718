import { z } from "zod";

/** Filters as they stand in the URL; what cannot be read is dropped. Times are the caller's to read, because a wall clock has a zone. */
export const auditFilter = z.object({
  actor: z.uuid().optional().catch(undefined),
  kind: z.string().regex(/^[a-z][a-z-]{0,39}$/).optional().catch(undefined),
  object: z.string().trim().min(1).max(200).optional().catch(undefined),
  action: z.string().regex(/^[a-z-]{1,40}\.[a-z-]{1,40}$/).optional().catch(undefined),
  request: z.string().trim().min(1).max(80).optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

export interface AuditFilter extends z.output<typeof auditFilter> {
  /** Events at this moment or later. */
  from?: Date | undefined;
  /** Events before this moment. */
  until?: Date | undefined;
}

/** As it stands in the address of a pull. The first event has number 0. */
export const pullInput = z.object({
  after: z.string().regex(/^(-1|0|[1-9]\d{0,14})$/, "number").default("-1").transform(Number),
  limit: z.string().regex(/^[1-9]\d{0,3}$/, "number").default("1000").transform(Number).pipe(z.number().max(1_000, "number")),
});

const before = z.uuid().optional().catch(undefined);

/** Whose timeline: a member of staff, with what they did and what was done to their access; one affected person, by the number of their record, with the looks at it; or one thing. */
export const timelineFilter = z.union([
  z.object({ person: z.uuid(), before }),
  z.object({ incident: z.uuid(), subject: z.string().regex(/^-?\d{1,18}$/).transform(BigInt), before }),
  z.object({ kind: z.string().regex(/^[a-z][a-z-]{0,39}$/), object: z.string().trim().min(1).max(200), before }),
]);
export type TimelineFilter = z.output<typeof timelineFilter>;

import { z } from "zod";
import type { ReviewDecision, ReviewOutcome } from "@/db/values/access-reviews";
import type { Role } from "@/db/values/roles";

const moment = z.string().nullable();

/** What was known of a role when its campaign was opened. Names are those of that day; of the people whose data leaked there is nothing in it. */
export const accessFacts = z.object({
  name: z.string(),
  grantedAt: z.string(),
  /** Null where the operator gave it. */
  grantedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  /** The identity provider's group by which it came. */
  group: z.string().nullable(),
  renewedAt: moment,
  renewedBy: z.string().nullable(),
  expiresAt: z.string(),
  lastUsedAt: moment,
  lastSignInAt: moment,
  suspended: z.boolean(),
  /** Within 90 days before: what they approved or released, by audit action. */
  approved: z.record(z.string(), z.number()),
  /** Within 90 days before: looks at personal data. */
  looks: z.number(),
  /** Within 90 days before: incidents in which they did anything. */
  incidents: z.array(z.object({ slug: z.string(), acts: z.number() })),
  /** Keys that they are custodian of. */
  keys: z.array(z.string()),
});
type AccessFacts = z.infer<typeof accessFacts>;

export interface Review {
  id: string;
  staffId: string;
  role: Role;
  facts: AccessFacts;
  reviewerId: string | null;
  decision: ReviewDecision | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  outcome: ReviewOutcome | null;
}

export interface Campaign {
  id: string;
  quarter: string;
  openedAt: Date;
  openedBy: string | null;
  answerBy: Date;
  closedAt: Date | null;
  closedBy: string | null;
  manifestHash: string | null;
  progress: { reviews: number; kept: number; revoked: number; unanswered: number };
}

/** What the manifest of a bundle says. */
export const manifestShape = z.strictObject({
  format: z.literal("amends-access-review/1"),
  campaign: z.uuid(),
  quarter: z.string(),
  closedAt: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).min(1),
});
export type Manifest = z.infer<typeof manifestShape>;

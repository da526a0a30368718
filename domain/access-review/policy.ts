import { policy } from "../kernel/context";

/** What comes by the clock: the worker's. */
export const mayWatchAccess = policy("access-review.watch", [], { machine: true });
export const mayReadCampaigns = policy("access-review.read", ["admin", "security", "auditor"], { weak: true });
/** Opening, answering and closing: it ends other people's roles. Nobody answers for themself. */
export const mayReview = policy("access-review.review", ["admin", "security"], { stepUp: true });
export const mayExportCampaigns = policy("access-review.export", ["admin", "security", "auditor"], { stepUp: true });

import { z } from "zod";

const reason = z.string({ error: "required" }).trim().min(10, "reason-too-short").max(1000, "too-long");
/** One box ticked arrives as a string, several as a list, none not at all. */
const ticked = z.preprocess((value) => (value === undefined || value === "" ? [] : [value].flat()), z.array(z.uuid()).min(1, "reviews-empty").max(500));

export const openCampaignInput = z.object({ reason });
export const decideReviewsInput = z.object({ campaignId: z.uuid(), reviews: ticked, decision: z.enum(["keep", "revoke"], { error: "choose-one" }), reason });
export const undoReviewInput = z.object({ campaignId: z.uuid(), reviewId: z.uuid() });
export const closeCampaignInput = z.object({ campaignId: z.uuid() });
/** Which rows a page shows, and of which stretch. What an address says wrongly is not said. */
export const reviewListInput = z.object({ show: z.enum(["mine", "open", "all"]).optional().catch(undefined), page: z.coerce.number().int().min(1).max(1000).catch(1).default(1) });

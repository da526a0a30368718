"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { closeCampaign } from "@/domain/access-review/close-campaign";
import { decideReviews } from "@/domain/access-review/decide-reviews";
import { openCampaign } from "@/domain/access-review/open-campaign";
import { mayReview } from "@/domain/access-review/policy";
import { undoReview } from "@/domain/access-review/undo-review";

export async function openCampaignAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReview, form, async (ctx, input) => ({ redirect: `/console/access-review/${await openCampaign(ctx, input)}` }));
}

/** Answer for the roles that are chosen, or, by the button in a row, take its answer back. */
export async function decideReviewsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReview, form, async (ctx, input, { locale }) => {
    if (input.undo !== undefined) {
      await undoReview(ctx, { campaignId: input.campaignId, reviewId: input.undo });
      return { redirect: `/console/access-review/${String(input.campaignId)}?show=all` };
    }
    const { decided } = await decideReviews(ctx, input);
    revalidatePath("/console/access-review", "layout");
    return { message: (await getTranslations({ locale, namespace: "access-review" }))("decide.done", { count: decided }) };
  });
}

export async function closeCampaignAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReview, form, async (ctx, input) => {
    await closeCampaign(ctx, input);
    return { redirect: `/console/access-review/${String(input.campaignId)}` };
  });
}

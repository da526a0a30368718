import { checkBannerPages } from "@/domain/postings/banner/check-banner-pages";
import { checkPostings } from "@/domain/postings/check-postings";
import { checkPostingsJob } from "@/domain/postings/jobs";
import { defineTask } from "../define-task";

export const checkPostingsTask = defineTask(checkPostingsJob, async (ctx, _, { postings }) => {
  await checkPostings(ctx, postings);
  await checkBannerPages(ctx, postings);
});

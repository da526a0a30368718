import { renderPostingJob } from "@/domain/postings/jobs";
import { renderPosting } from "@/domain/postings/rendering/render-posting";
import { defineTask } from "../define-task";

export const renderPostingTask = defineTask(renderPostingJob, (ctx, { postingId }, { postings }) => renderPosting(ctx, postings, postingId));

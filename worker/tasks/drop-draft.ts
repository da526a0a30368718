import { dropLeftDraft } from "@/domain/exposure/drop-left-draft";
import { dropDraftJob } from "@/domain/exposure/jobs";
import { defineTask } from "../define-task";

export const dropDraftTask = defineTask(dropDraftJob, dropLeftDraft);

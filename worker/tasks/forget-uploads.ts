import { forgetAbandonedUploads } from "@/domain/exposure/forget-uploads";
import { forgetUploadsJob } from "@/domain/exposure/jobs";
import { defineTask } from "../define-task";

export const forgetUploadsTask = defineTask(forgetUploadsJob, (ctx) => forgetAbandonedUploads(ctx));

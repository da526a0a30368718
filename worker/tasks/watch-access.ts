import { watchAccessJob } from "@/domain/access-review/jobs";
import { watchAccess } from "@/domain/access-review/watch-access";
import { defineTask } from "../define-task";

export const watchAccessTask = defineTask(watchAccessJob, (ctx) => watchAccess(ctx));

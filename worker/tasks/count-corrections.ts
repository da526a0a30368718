import { countCorrections } from "@/domain/waves/corrections/count-corrections";
import { countCorrectionsJob } from "@/domain/waves/jobs";
import { defineTask } from "../define-task";

export const countCorrectionsTask = defineTask(countCorrectionsJob, (ctx, { incidentId }) => countCorrections(ctx, incidentId));

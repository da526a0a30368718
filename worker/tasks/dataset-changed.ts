import { datasetChangedJob } from "@/domain/exposure/jobs";
import { pauseForDataset } from "@/domain/waves/pause-for-dataset";
import { defineTask } from "../define-task";

export const datasetChangedTask = defineTask(datasetChangedJob, (ctx, { incidentId }) => pauseForDataset(ctx, incidentId));

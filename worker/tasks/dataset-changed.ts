import { datasetChangedJob } from "@/domain/exposure/jobs";
import { askCorrections } from "@/domain/waves/corrections/ask-corrections";
import { pauseForDataset } from "@/domain/waves/pause-for-dataset";
import { defineTask } from "../define-task";

export const datasetChangedTask = defineTask(datasetChangedJob, async (ctx, { incidentId }) => {
  await pauseForDataset(ctx, incidentId);
  await askCorrections(ctx, { incidentId });
});

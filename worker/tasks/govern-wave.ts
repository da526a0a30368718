import { governWave } from "@/domain/waves/pace/govern-wave";
import { governWaveJob } from "@/domain/waves/jobs";
import { defineTask } from "../define-task";

export const governWaveTask = defineTask(governWaveJob, (ctx, { waveId }) => governWave(ctx, waveId));

import { freezeAudience } from "@/domain/waves/ledger/freeze-audience";
import { freezeAudienceJob } from "@/domain/waves/jobs";
import { defineTask } from "../define-task";

export const freezeAudienceTask = defineTask(freezeAudienceJob, (ctx, { waveId }) => freezeAudience(ctx, waveId));

import { recountLedgerJob } from "@/domain/ledger/jobs";
import { recountLedger } from "@/domain/ledger/recount-ledger";
import { defineTask } from "../define-task";

export const recountLedgerTask = defineTask(recountLedgerJob, async (ctx) => {
  await recountLedger(ctx);
});

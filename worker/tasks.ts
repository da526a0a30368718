import type { WorkerTask } from "./define-task";
import { assignNewClaimsTask } from "./tasks/assign-new-claims";
import { watchAccessTask } from "./tasks/watch-access";
import { checkPostingsTask } from "./tasks/check-postings";
import { countAudienceTask } from "./tasks/count-audience";
import { countCorrectionsTask } from "./tasks/count-corrections";
import { datasetChangedTask } from "./tasks/dataset-changed";
import { dropDraftTask } from "./tasks/drop-draft";
import { eraseTask } from "./tasks/erase";
import { findDueLettersTask } from "./tasks/find-due-letters";
import { forgetTracesTask } from "./tasks/forget-traces";
import { forgetUploadsTask } from "./tasks/forget-uploads";
import { freezeAudienceTask } from "./tasks/freeze-audience";
import { governWaveTask } from "./tasks/govern-wave";
import { runClaimBulkTask } from "./tasks/run-claim-bulk";
import { runImportTask } from "./tasks/run-import";
import { inspectDocumentTask } from "./tasks/inspect-document";
import { inspectEvidenceTask } from "./tasks/inspect-evidence";
import { keepRetentionTask } from "./tasks/keep-retention";
import { makeLetterBatchTask } from "./tasks/make-letter-batch";
import { recountLedgerTask } from "./tasks/recount-ledger";
import { postAlarmTask } from "./tasks/post-alarm";
import { remindRequestsTask } from "./tasks/remind-requests";
import { renderPostingTask } from "./tasks/render-posting";
import { sendMailTask } from "./tasks/send-mail";
import { sendingUnlockedTask } from "./tasks/sending-unlocked";
import { sendRangeTask } from "./tasks/send-range";
import { sweepEvidenceTask } from "./tasks/sweep-evidence";
import { tellAlarmTask } from "./tasks/tell-alarm";
import { tellCanaryHitTask } from "./tasks/tell-canary-hit";
import { tellPaymentsTask } from "./tasks/tell-payments";
import { tellSharesTask } from "./tasks/tell-shares";
import { tellReturnedLettersTask } from "./tasks/tell-returned-letters";
import { wakeEvidenceTask } from "./tasks/wake-evidence";
import { watchClocksTask } from "./tasks/watch-clocks";
import { watchNetworkTask } from "./tasks/watch-network";
import { watchWavesTask } from "./tasks/watch-waves";
import { weighClaimTask } from "./tasks/weigh-claim";

/** Every job this program knows how to do. */
export const tasks: readonly WorkerTask[] = [
  countAudienceTask,
  countCorrectionsTask,
  runImportTask, runClaimBulkTask,
  forgetUploadsTask,
  sendMailTask,
  datasetChangedTask,
  dropDraftTask,
  freezeAudienceTask,
  sendRangeTask,
  watchWavesTask,
  sendingUnlockedTask,
  governWaveTask,
  findDueLettersTask,
  makeLetterBatchTask,
  tellReturnedLettersTask,
  renderPostingTask,
  checkPostingsTask,
  inspectDocumentTask,
  inspectEvidenceTask,
  wakeEvidenceTask,
  sweepEvidenceTask,
  recountLedgerTask,
  eraseTask,
  tellPaymentsTask,
  tellSharesTask,
  weighClaimTask,
  watchNetworkTask,
  forgetTracesTask,
  watchClocksTask,
  assignNewClaimsTask,
  remindRequestsTask,
  tellCanaryHitTask,
  tellAlarmTask,
  postAlarmTask,
  watchAccessTask,
  keepRetentionTask,
];

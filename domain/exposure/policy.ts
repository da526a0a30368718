import { policy } from "../kernel/context";

export const mayReadDatasets = policy("datasets.read", ["comms", "approver", "security", "auditor"], { machine: true, weak: true });
/** What was rejected, as a file: masked, and of many people. */
export const mayExportRejects = policy("datasets.export-rejects", ["comms", "approver", "security", "auditor"], { stepUp: true });
export const mayImportDatasets = policy("datasets.import", ["security"], { machine: true });
export const mayPublishDatasets = policy("datasets.publish", ["approver"], { stepUp: true });

import { policy } from "../kernel/context";

export const mayReadDatasets = policy("datasets.read", ["comms", "approver", "security", "auditor"], { machine: true });
export const mayImportDatasets = policy("datasets.import", ["security"], { machine: true });
export const mayPublishDatasets = policy("datasets.publish", ["approver"], { stepUp: true });

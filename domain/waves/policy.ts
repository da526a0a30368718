import { policy } from "../kernel/context";

export const mayReadWaves = policy("waves.read", ["support", "lead", "comms", "approver", "finance", "security", "auditor"], { machine: true, weak: true });
export const mayEditWaves = policy("waves.edit", ["comms"]);
export const mayApproveWaves = policy("waves.approve", ["approver"], { stepUp: true });
export const mayControlWaves = policy("waves.control", ["comms", "approver"]);
/** Letting a wave go on to everybody after its first part. */
export const mayReleaseRamps = policy("waves.release-ramp", ["comms", "approver"], { stepUp: true });
export const mayPreviewWaves = policy("waves.preview", ["comms", "approver"]);
/** What only a job does. */
export const mayRunWaves = policy("waves.run", [], { machine: true });
/** References of people whom nothing reached: personal data that leaves the system. */
export const mayExportUnreached = policy("waves.export-unreached", ["approver", "security"], { stepUp: true });
export const mayAskCorrections = policy("waves.ask-corrections", ["comms", "approver"], { machine: true });

/** What is watched for. Each has a runbook in `content/messages/<language>/runbooks.json`, under the same name. */
export const alarmKinds = ["canary-record", "canary-key", "reads", "reveals", "break-glass", "enumeration", "wrong-codes", "new-network", "travel", "spray", "off-hours-export", "audit-gap", "unjudged", "rows", "sql-reads", "unclear-deactivation", "provider-silent", "last-admin", "retention-due"] as const;
export type AlarmKind = (typeof alarmKinds)[number];

export const alarmSeverities = ["warning", "critical"] as const;
export type AlarmSeverity = (typeof alarmSeverities)[number];

export const alarmStates = ["open", "acknowledged", "closed"] as const;
export type AlarmState = (typeof alarmStates)[number];

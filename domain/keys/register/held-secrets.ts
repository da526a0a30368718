import type { Env } from "@/lib/env";
import type { KeyEncryptionKey } from "@/lib/keys";
import type { HeldSecret } from "./types";

/** The secrets among a process's settings. Relays and their signing keys are read by the worker, which adds them. */
export function secretsOfSettings(env: Env, kek: KeyEncryptionKey): HeldSecret[] {
  const settings: [HeldSecret["kind"], string, string | undefined][] = [
    // Web and worker may be different users of the database.
    ["database-password", new URL(env.DATABASE_URL).username, passwordOf(env.DATABASE_URL)],
    ["session-cookie", "NEXTAUTH_SECRET", env.NEXTAUTH_SECRET],
    ["form-encryption", "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY],
    ["webhook", "FEEDBACK_SECRET", env.FEEDBACK_SECRET],
    ["webhook", "FEEDBACK_SECRET", env.FEEDBACK_NEXT_SECRET],
    ["webhook", "SMS_SECRET", env.SMS_SECRET],
    ["webhook", "SMS_SECRET", env.SMS_NEXT_SECRET],
    // Whoever knows one of these addresses can write what we would have written: the secret is in the address.
    ["webhook", "ALARM_WEBHOOK", env.ALARM_WEBHOOK],
    ["webhook", "AUDIT_CHECKPOINT_WEBHOOK", env.AUDIT_CHECKPOINT_WEBHOOK],
    ["scim-token", "SCIM_TOKEN_SHA256", env.SCIM_TOKEN_SHA256],
    ["scim-token", "SCIM_TOKEN_SHA256", env.SCIM_NEXT_TOKEN_SHA256],
    ["sign-in-secret", "OIDC_CLIENT_SECRET", env.OIDC_CLIENT_SECRET],
    ["sms-password", "SMS_URL", passwordOf(env.SMS_URL)],
    ["storage-secret", "EVIDENCE_URL", passwordOf(env.EVIDENCE_URL)],
  ];
  const held = settings.flatMap(([kind, name, value]) => (value ? [{ kind, name, value }] : []));
  const wrapping = [kek, ...(kek.next ? [kek.next] : [])].map(({ bytes }) => ({ kind: "key-encryption" as const, name: "AMENDS_KEY", value: bytes }));
  return [...wrapping, ...held];
}

export function passwordOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : decodeURIComponent(new URL(url).password) || undefined;
}

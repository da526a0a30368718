import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { KeyKind } from "@/db/values/key-kinds";

type Settings = Record<string, string>;

/** How a kind of key is rotated: by itself, or from one set of settings to the next. A kind without an entry does not compile. */
export type WayToRotate = { kept: "database"; /** Which one, where there are several. */ named?: string } | { kept: "settings"; before: Settings; after: Settings };

const hex = (digit: string) => digit.repeat(64);
const base64 = (byte: number) => Buffer.alloc(32, byte).toString("base64");
/** Logins belong to the server, which tests share. */
export const PERSONAL_LOGIN = `analyst_${randomBytes(6).toString("hex")}`;
export const NEXT_KEK = base64(6);
const signIn = (secret: string): Settings => ({ OIDC_ISSUER: "https://login.haneulmall.example", OIDC_CLIENT_ID: "amends", OIDC_CLIENT_SECRET: secret });

/** A file of relays, with one that signs under a selector with a key of its own. */
export function relaysFile(selector: string, port = 9): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), "amends-relays-"));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(path.join(directory, "dkim.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
  const file = path.join(directory, "relays.json");
  writeFileSync(file, JSON.stringify({ relays: [{ name: "main", url: `smtp://127.0.0.1:${port}`, connections: 2, dkim: { domain: "haneulmall.example", selector, keyFile: "dkim.pem" } }] }));
  return file;
}

const relays = (selector: string): Settings => ({ SMTP_URL: "", RELAYS_FILE: relaysFile(selector) });

/** `databaseUrl` makes a login's URL with a password, and makes the password the login's. */
export function waysToRotate(databaseUrl: (password: string) => string): Record<KeyKind, WayToRotate> {
  return {
    "blind-index": { kept: "database" },
    "installation-index": { kept: "database" },
    "audit-signing": { kept: "database" },
    "api-token": { kept: "database", named: "log collector" },
    "database-login": { kept: "database", named: PERSONAL_LOGIN },
    "key-encryption": { kept: "settings", before: {}, after: { AMENDS_NEXT_KEY: NEXT_KEK } },
    dkim: { kept: "settings", before: relays("s2025"), after: relays("s2026") },
    webhook: { kept: "settings", before: { FEEDBACK_SECRET: hex("1") }, after: { FEEDBACK_SECRET: hex("1"), FEEDBACK_NEXT_SECRET: hex("2") } },
    "scim-token": { kept: "settings", before: { SCIM_TOKEN_SHA256: hex("a") }, after: { SCIM_TOKEN_SHA256: hex("a"), SCIM_NEXT_TOKEN_SHA256: hex("b") } },
    "relay-password": { kept: "settings", before: { SMTP_URL: "smtp://shop:first@127.0.0.1:9" }, after: { SMTP_URL: "smtp://shop:second@127.0.0.1:9" } },
    "sms-password": { kept: "settings", before: { SMS_URL: "smpps://shop:first@gateway.example:3550", SMS_FROM: "15990000" }, after: { SMS_URL: "smpps://shop:second@gateway.example:3550", SMS_FROM: "15990000" } },
    "database-password": { kept: "settings", before: { DATABASE_URL: databaseUrl("first-password") }, after: { DATABASE_URL: databaseUrl("second-password") } },
    "storage-secret": { kept: "settings", before: { EVIDENCE_URL: "https://shop:first@store.example/papers" }, after: { EVIDENCE_URL: "https://shop:second@store.example/papers" } },
    "session-cookie": { kept: "settings", before: { NEXTAUTH_SECRET: hex("c") }, after: { NEXTAUTH_SECRET: hex("d") } },
    "sign-in-secret": { kept: "settings", before: signIn("first-client-secret"), after: signIn("second-client-secret") },
    "form-encryption": { kept: "settings", before: { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: base64(1) }, after: { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: base64(2) } },
  };
}

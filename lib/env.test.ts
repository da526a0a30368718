import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseEnv, settings } from "./env";

const development = {
  AMENDS_ENV: "development",
  DATABASE_URL: "postgres://amends:pw@127.0.0.1:5432/amends",
  SMTP_URL: "smtps://relay.example:465",
  MAIL_FROM: "Haneul Mall <notice@haneulmall.example>",
  NEXTAUTH_SECRET: "x".repeat(32),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
  AMENDS_KEY: Buffer.alloc(32).toString("base64"),
};
const production = { ...development, AMENDS_ENV: "production", AMENDS_URL: "https://notice.example", DATABASE_URL: `${development.DATABASE_URL}?sslmode=verify-full` };

function problems(changes: Record<string, string | undefined>, base: Record<string, string> = development): string[] {
  const result = parseEnv({ ...base, ...changes });
  return result.ok ? [] : result.problems;
}

describe("parseEnv", () => {
  it("accepts a whole configuration", () => {
    expect(problems({})).toEqual([]);
    expect(problems({}, production)).toEqual([]);
  });

  it("tells every problem at once and repeats no value", () => {
    const found = problems({ PORT: "70000", SMTP_URL: "http://secret-host", NEXTAUTH_SECRET: "short-secret", AMENDS_KEY: "not base64!", MAIL_FROM: undefined });
    expect(found).toHaveLength(5);
    for (const name of ["PORT", "SMTP_URL", "NEXTAUTH_SECRET", "AMENDS_KEY", "MAIL_FROM"]) expect(found.join("\n")).toContain(name);
    expect(found.join("\n")).not.toMatch(/70000|secret-host|short-secret|not base64/);
  });

  it.each([
    ["a database without AMENDS_ENV", { AMENDS_ENV: undefined }, development, "AMENDS_ENV"],
    ["demo data outside loopback", { AMENDS_EMBEDDED: "1", DATABASE_URL: "postgres://u:p@db.example/amends" }, development, "AMENDS_EMBEDDED"],
    ["demo data in production", { AMENDS_EMBEDDED: "1" }, production, "AMENDS_EMBEDDED"],
    ["unverified TLS to the database", { DATABASE_URL: "postgres://u:p@db.example/amends?sslmode=require" }, production, "verify-full"],
    ["plain http in production", { AMENDS_URL: "http://notice.example" }, production, "https"],
    ["a console over plain http in production", { CONSOLE_URL: "http://desk.example" }, production, "CONSOLE_URL must be https"],
    ["a console at the portal's own host name", { CONSOLE_URL: "https://notice.example:8443" }, production, "another host name"],
    ["a relay without TLS", { SMTP_URL: "smtp://relay.example:587" }, development, "SMTP_TLS_EXCEPTIONS"],
    ["two key-encryption keys", { AMENDS_KEY_FILE: "/somewhere" }, development, "both"],
    ["no relay", { SMTP_URL: undefined }, development, "RELAYS_FILE"],
    ["a relay and a list of relays", { RELAYS_FILE: "/somewhere" }, development, "both"],
    ["a company's sign-in without its secret", { OIDC_ISSUER: "https://login.example", OIDC_CLIENT_ID: "amends" }, development, "OIDC_CLIENT_SECRET"],
    ["a company's sign-in without TLS", { OIDC_ISSUER: "http://login.example", OIDC_CLIENT_ID: "amends", OIDC_CLIENT_SECRET: "x".repeat(16) }, development, "OIDC_ISSUER"],
    ["passkeys that are not required", { PASSKEYS: "offered" }, production, "PASSKEYS"],
    ["checkpoints to two addresses", { AUDIT_CHECKPOINT_MAIL: "one@example.com,two@example.com" }, development, "AUDIT_CHECKPOINT_MAIL"],
    ["no key-encryption key", { AMENDS_KEY: undefined }, development, "AMENDS_KEY"],
  ])("refuses %s", (_, changes, base, word) => {
    expect(problems(changes, base).join("\n")).toContain(word);
  });

  it("lets a relay be excepted from TLS by its name alone", () => {
    expect(problems({ SMTP_URL: "smtp://127.0.0.1:1025", SMTP_TLS_EXCEPTIONS: "localhost, 127.0.0.1" })).toEqual([]);
    expect(problems({ SMTP_URL: "smtp://relay.example:25", SMTP_TLS_EXCEPTIONS: "127.0.0.1" })).toHaveLength(1);
    expect(problems({ SMTP_URL: "smtp://relay.example:587?requireTLS=true" })).toEqual([]);
  });

  it.each([
    ["SMPP without TLS", { SMS_URL: "smpp://u:p@sms.example:2775", SMS_FROM: "15881234" }, "SMS_TLS_EXCEPTIONS"],
    ["a gateway without TLS", { SMS_URL: "http://sms.example/", SMS_FROM: "15881234", SMS_SECRET: "x".repeat(16) }, "SMS_TLS_EXCEPTIONS"],
    ["another protocol", { SMS_URL: "ftp://sms.example/", SMS_FROM: "15881234" }, "SMS_URL"],
    ["no sender", { SMS_URL: "smpps://u:p@sms.example" }, "SMS_FROM"],
    ["a gateway without a secret", { SMS_URL: "https://sms.example/", SMS_FROM: "15881234" }, "SMS_SECRET"],
    ["a sender that no phone shows", { SMS_URL: "smpps://u:p@sms.example", SMS_FROM: "A name that is long" }, "SMS_FROM"],
  ])("refuses SMS with %s", (_, changes, word) => {
    expect(problems(changes).join("\n")).toContain(word);
  });

  it("takes SMS over TLS, or without it for a host that is excepted by name, and none at all", () => {
    expect(problems({ SMS_URL: "smpps://u:p@sms.example:3550", SMS_FROM: "HaneulMall" })).toEqual([]);
    expect(problems({ SMS_URL: "https://sms.example/texts", SMS_FROM: "+8215881234", SMS_SECRET: "x".repeat(16) }, production)).toEqual([]);
    expect(problems({ SMS_URL: "smpp://u:p@127.0.0.1:2775", SMS_TLS_EXCEPTIONS: "127.0.0.1", SMS_FROM: "15881234" })).toEqual([]);
    expect(problems({ SMS_FROM: "15881234" })).toEqual([]);
  });
});

it("takes a bucket and a scanner as they are written, and says what is wrong with others", () => {
  const bucket = (EVIDENCE_URL: string) => problems({ EVIDENCE_URL }).join("\n");
  expect(bucket("https://key:secret@s3.example/papers?region=ap-northeast-2")).toBe("");
  for (const wrong of ["s3://papers", "https://s3.example/papers", "https://key:secret@s3.example/", "https://key:secret@s3.example/a/b"]) expect(bucket(wrong)).toContain("EVIDENCE_URL");
  for (const CLAMAV_URL of ["tcp://127.0.0.1:3310", "unix:/run/clamav/clamd.ctl"]) expect(problems({ CLAMAV_URL })).toEqual([]);
  expect(problems({ CLAMAV_URL: "clamav" }).join("\n")).toContain("CLAMAV_URL");
});

it(".env.example documents every setting and no other", () => {
  const documented = [...readFileSync(".env.example", "utf8").matchAll(/^([A-Z_0-9]+)=/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual(Object.keys(settings).sort());
});

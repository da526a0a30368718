import { onTestFinished, vi } from "vitest";
import { makeLogin } from "@/db/access/make-login";

/** For the length of a test, the settings of a web process on a database, which it opens as its own role. */
export async function withWebSettings(databaseUrl: string): Promise<void> {
  const settings = { AMENDS_ENV: "development", DATABASE_URL: await makeLogin(databaseUrl, "amends_web", "of-the-tests"), SMTP_URL: "smtp://127.0.0.1:9", SMTP_TLS_EXCEPTIONS: "127.0.0.1", MAIL_FROM: "notice@haneulmall.example", NEXTAUTH_SECRET: "x".repeat(32), NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"), AMENDS_KEY: Buffer.alloc(32).toString("base64") };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

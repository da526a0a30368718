import { expect, it, onTestFinished, vi } from "vitest";
import { liftStatementLimit } from "@/db/client";
import { makeLogin } from "@/db/access/make-login";
import { useDatabase } from "@/test/database";
import { getParts } from "./parts";

const database = useDatabase();

it("no statement of a page or act holds a connection for longer than a minute, but for the act that says so", async () => {
  const settings = { AMENDS_ENV: "development", DATABASE_URL: await makeLogin(database.url, "amends_web", "of-the-tests"), SMTP_URL: "smtp://127.0.0.1:9", SMTP_TLS_EXCEPTIONS: "127.0.0.1", MAIL_FROM: "notice@haneulmall.example", NEXTAUTH_SECRET: "x".repeat(32), NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"), AMENDS_KEY: Buffer.alloc(32).toString("base64") };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { db } = getParts();
  onTestFinished(() => db.$client.end());
  const limit = async (executor: Pick<typeof db, "execute">) => (await executor.execute<{ statement_timeout: string }>("show statement_timeout")).rows[0]?.statement_timeout;
  expect(await limit(db)).toBe("1min");
  const lifted = await db.transaction(async (tx) => {
    await liftStatementLimit(tx);
    return limit(tx);
  });
  expect(lifted).toBe("0");
  expect(await limit(db)).toBe("1min");
});

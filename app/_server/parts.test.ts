import { expect, it, onTestFinished } from "vitest";
import { liftStatementLimit } from "@/db/client";
import { useDatabase } from "@/test/database";
import { withWebSettings } from "@/test/web-settings";
import { getParts } from "./parts";

const database = useDatabase();

it("no statement of a page or act holds a connection for longer than a minute, but for the act that says so", async () => {
  await withWebSettings(database.url);
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

import type { Socket } from "node:net";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { useDatabase } from "@/test/database";
import { openDatabase } from "./client";

const database = useDatabase();

it("has all its connections, and ends, though one broke as a transaction began", async () => {
  const sockets = new Set<Socket>();
  const db = openDatabase(database.url, { max: 1, sockets, applicationName: "amends-test" });
  const one = () => db.transaction(async (tx) => (await tx.execute(sql`select 1 as one`)).rows);
  await one();
  const break_ = () => sockets.forEach((socket) => socket.destroy());
  db.$client.on("acquire", break_);
  await expect(one()).rejects.toThrow("begin");
  db.$client.removeListener("acquire", break_);

  expect(await one()).toEqual([{ one: 1 }]);
  await db.$client.end();
});

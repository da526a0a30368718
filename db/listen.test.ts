import { expect, it } from "vitest";
import { useDatabase } from "@/test/database";
import { listen } from "./listen";

const database = useDatabase();

it("hears what is said after it listens, and listens again after its connection was cut", async () => {
  const heard: (string | null)[] = [];
  let waiting: () => void = () => undefined;
  const next = () => new Promise<void>((resolve) => (waiting = resolve));
  const listener = listen(database.url, "amends_test", (payload) => {
    heard.push(payload);
    waiting();
  }, () => undefined);
  await listener.ready;
  expect(heard).toEqual([null]);
  const first = next();
  await database.db.$client.query("select pg_notify('amends_test', 'one')");
  await first;
  const again = next();
  await database.db.$client.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'amends-listen' and datname = current_database()");
  await again;
  expect(heard).toEqual([null, "one", null]);
  const second = next();
  await database.db.$client.query("select pg_notify('amends_test', 'two')");
  await second;
  expect(heard.at(-1)).toBe("two");
  await listener.stop();
});

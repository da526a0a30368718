import net from "node:net";
import { expect, it, onTestFinished } from "vitest";
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

it("listens again where the way to the server is lost without a word", async () => {
  const { hostname, port } = new URL(database.url);
  const ways: net.Socket[] = [];
  let open = true;
  const proxy = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    ways.push(near, far);
    for (const [from, to] of [[near, far], [far, near]] as const) {
      from.on("error", () => undefined);
      from.on("data", (bytes) => open && to.write(bytes));
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => {
    for (const way of ways) way.destroy();
    proxy.close(() => resolve());
  }));
  const through = new URL(database.url);
  through.port = String((proxy.address() as net.AddressInfo).port);
  let heard = 0;
  let waiting: () => void = () => undefined;
  const listener = listen(through.href, "amends_lost", () => {
    heard += 1;
    waiting();
  }, () => undefined);
  await listener.ready;
  expect(heard).toBe(1);
  const again = new Promise<void>((resolve) => (waiting = resolve));
  open = false;
  const gone = new Promise<void>((resolve) => ways[0]?.once("close", () => resolve()));
  await gone;
  open = true;
  await again;
  expect(heard).toBe(2);
  await listener.stop();
}, 30_000);

import { createServer, connect, type AddressInfo, type Server } from "node:net";
import http from "node:http";
import tls from "node:tls";
import nodemailer from "nodemailer";
import { afterEach, beforeAll, afterAll, expect, it } from "vitest";
import { parseEnv } from "@/lib/env";
import { webDestinations, workerDestinations, type Destination } from "./destinations";
import { guardSockets, permitting, type OutgoingRefused } from "./guard-sockets";

const held: { server?: Server; reached: number; port: number; takeOff?: () => void } = { reached: 0, port: 0 };

beforeAll(async () => {
  const server = createServer((socket) => {
    held.reached += 1;
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  held.server = server;
  held.port = (server.address() as AddressInfo).port;
});
afterAll(() => held.server?.close());
afterEach(() => held.takeOff?.());

function guard(...destinations: Destination[]): OutgoingRefused[] {
  const refused: OutgoingRefused[] = [];
  held.reached = 0;
  held.takeOff = guardSockets(destinations, (each) => refused.push(each));
  return refused;
}

const url = () => `http://127.0.0.1:${held.port}/`;
const ended = (socket: NodeJS.EventEmitter) => new Promise<string>((resolve) => socket.on("connect", () => resolve("connected")).on("response", () => resolve("connected")).on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)));

it("refuses every client of Node what is not on the list, and says where it led", async () => {
  const refused = guard({ host: "127.0.0.1", port: held.port + 1 }, { host: "relay.example", port: held.port });
  const ways = [
    () => fetch(url()).then(() => "connected", (error: unknown) => ((error as Error).cause as NodeJS.ErrnoException).code),
    () => ended(http.get(url())),
    () => ended(connect(held.port, "127.0.0.1")),
    () => ended(connect({ port: held.port, host: "localhost" })),
    () => ended(tls.connect({ port: held.port, host: "127.0.0.1" })),
    () => nodemailer.createTransport({ host: "127.0.0.1", port: held.port }).verify().then(() => "connected", (error: unknown) => (error as Error).message.includes("OUTGOING_HOSTS") && "OUTGOING_REFUSED"),
  ];
  for (const [i, way] of ways.entries()) expect(await way(), `way ${i + 1}`).toBe("OUTGOING_REFUSED");
  expect(held.reached).toBe(0);
  expect(refused.map(({ message }) => message)).toContainEqual(expect.stringContaining(`localhost:${held.port}`) as string);
});

it("lets through what is on the list, by its name or by a number that its name resolves to", async () => {
  const refused = guard({ host: "localhost", port: held.port });
  expect(await fetch(`http://localhost:${held.port}/`).then(({ status }) => status)).toBe(200);
  expect(await ended(connect(held.port, "127.0.0.1"))).toBe("connected");
  expect(refused).toEqual([]);
});

it("opens an address that was registered for the one act that looks at it", async () => {
  guard();
  const look = () => ended(http.get(url(), { agent: false }));
  expect(await permitting(new URL(url()), look)).toBe("connected");
  expect(await permitting(new URL("http://127.0.0.1:1/"), look)).toBe("OUTGOING_REFUSED");
  expect(await look()).toBe("OUTGOING_REFUSED");
});

it("lists what the settings name, for each kind of process what it needs", () => {
  const parsed = parseEnv({
    AMENDS_ENV: "development",
    AMENDS_URL: "https://portal.example",
    CONSOLE_URL: "https://console.example:8443",
    PORT: "3100",
    DATABASE_URL: "postgres://amends@db.example/amends?host=10.0.0.5&host=/run/postgresql",
    SMTP_URL: "smtps://user:secret@relay.example",
    SMS_URL: "https://sms.example/texts",
    SMS_FROM: "15880000",
    SMS_SECRET: "0123456789abcdef",
    MAIL_FROM: "notice@haneulmall.example",
    NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
    AMENDS_KEY: Buffer.alloc(32, 2).toString("base64"),
    SNS_TOPIC_ARN: "arn:aws:sns:ap-northeast-2:123456789012:bounces",
    OIDC_ISSUER: "https://login.example/realm",
    OIDC_CLIENT_ID: "amends",
    OIDC_CLIENT_SECRET: "0123456789abcdef",
    CLAMAV_URL: "tcp://scanner.example:3310",
    ALARM_WEBHOOK: "https://alarms.example/amends",
    OUTGOING_HOSTS: "keys.login.example, [fd00::1]:8443",
  });
  if (!parsed.ok) throw new Error(parsed.problems.join("\n"));
  const said = (list: Destination[]) => list.map(({ host, port }) => `${host} ${port}`).filter((each) => !each.endsWith(" 3100"));
  const both = ["db.example 5432", "10.0.0.5 5432", "portal.example 443", "console.example 8443", "keys.login.example 443", "fd00::1 8443"];
  expect(said(webDestinations(parsed.env))).toEqual([...both, "login.example 443", "sns.ap-northeast-2.amazonaws.com 443"]);
  expect(said(workerDestinations(parsed.env))).toEqual([...both, "relay.example 465", "sms.example 443", "scanner.example 3310", "alarms.example 443"]);
});

import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { startCli } from "@/test/cli";
import type { Markers } from "@/test/markers";
import { expect } from "../fixtures";

const ours = (path: string) => `${process.env.E2E_URL}${path}`;

/** Where webhooks of the settings lead: the first call fails, all others are taken. */
export async function startReceiver(port: number): Promise<{ asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const before = asked.filter((url) => url === request.url).length;
    asked.push(request.url ?? "");
    request.resume().on("end", () => response.writeHead(before === 0 ? 500 : 204).end());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { asked, server };
}

/** Keep staff as a company's identity provider does, with its token and with another. */
export async function provision(markers: Markers): Promise<void> {
  const scim = (token: string, method: string, to: string, body?: unknown) => fetch(ours(`/api/scim/v2${to}`), { method, headers: { "content-type": "application/scim+json", authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const token = markers.take("SCIM token", process.env.E2E_SCIM_TOKEN ?? "", { secret: true });
  const email = markers.email("provisioned: e-mail", ["staff_members.email", "scim_users.user_name"]);
  const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: email, displayName: markers.korean("provisioned: name", ["staff_members.name"]), externalId: markers.word("provisioned: id there", ["scim_users.external_id"]), emails: [{ value: email, primary: true }], active: true };
  expect((await scim(markers.secret("wrong SCIM token"), "POST", "/Users", user)).status).toBe(401);
  expect((await scim(token, "POST", "/Users", user)).status).toBe(201);
  expect((await scim(token, "POST", "/Users", user)).status).toBe(409);
  expect((await scim(token, "POST", "/Users", { ...user, userName: 7, nickName: markers.word("provisioned: refused") })).status).toBeGreaterThanOrEqual(400);
  expect((await scim(token, "PATCH", "/Users/nobody", { Operations: markers.word("provisioned: odd body") })).status).toBeGreaterThanOrEqual(400);
  // The protocol itself puts what is looked for into the address (RFC 7644 § 3.4.2.2).
  expect((await scim(token, "GET", `/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`)).status).toBe(200);
}

/** Come as a program, with a token, a planted key and one that is not ours, and with a secret in the address. */
export async function comeAsProgram(markers: Markers, planted: string): Promise<void> {
  expect((await fetch(ours("/api/audit/events"), { headers: { authorization: `Bearer ${markers.value("API token")}` } })).status).toBe(200);
  for (const bearer of [planted, markers.secret("wrong key of a program")]) {
    for (const to of ["/api/v1/people", "/console/claims"]) await (await fetch(ours(to), { headers: { authorization: `Bearer ${bearer}` }, redirect: "manual" })).text();
  }
  for (const name of ["path", "query", "place in a list", "number of a record"]) {
    const typed = markers.word(`typed into an address: ${name}`);
    const to = { path: `/${typed}/${typed}`, query: `/ko?q=${typed}`, "place in a list": `/console/claims?after=${typed}`, "number of a record": `/console/claims/${typed}` }[name] ?? "";
    for (const method of ["GET", "POST"]) await (await fetch(ours(to), { method, redirect: "manual", ...(method === "POST" ? { body: new URLSearchParams({ typed }) } : {}) })).text();
  }
}

/** Tell what became of messages as a provider does, rightly signed and wrongly, with people's addresses in its words. */
export async function tellOutcomes(markers: Markers, secret: string, token: string, email: string): Promise<void> {
  const tell = async (key: string, event: Record<string, unknown>) => {
    const body = JSON.stringify({ events: [event] });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex");
    return (await fetch(ours("/api/feedback/events"), { method: "POST", body, headers: { "content-type": "application/json", "x-amends-timestamp": timestamp, "x-amends-signature": `v1=${signature}` } })).status;
  };
  const event = { id: "1", token, kind: "bounced", permanent: true, words: `550 5.1.1 <${email}>: user unknown` };
  expect(await tell(secret, event)).toBe(200);
  expect(await tell(secret, { ...event, id: "2", kind: markers.word("odd event") })).toBe(400);
  expect(await tell("another secret of thirty-two letters", event)).toBe(401);
}

export interface Program {
  url: string;
  settings: Record<string, string>;
  dir: string;
  slug: string;
}

/** Work at the machine. Returns what was printed. */
export async function workAtMachine(markers: Markers, { url, settings, dir, slug }: Program, csv: string): Promise<string> {
  const file = path.join(dir, "people.csv");
  writeFileSync(file, csv);
  const email = markers.email("added at the machine: e-mail", ["staff_members.email"]);
  const run = async (args: string[], status: number, more: Record<string, string> = {}) => {
    const { status: ended, out, err } = await startCli(url, args, { ...settings, ...more }).ended;
    expect(ended, `amends ${args[0]} ${args[1]}: ${err}`).toBe(status);
    return `${out}\n${err}`;
  };
  const first = await Promise.all([
    run(["staff", "add", email, markers.korean("added at the machine: name", ["staff_members.name"]), "support"], 0),
    run(["import", file, "--incident", slug, "--dry-run"], 0),
    run(["keys", "list"], 0),
    run(["keys", "list"], 2, { SMTP_URL: `smtps//${markers.word("broken setting")}` }),
    run(["staff", "off-board", markers.email("nobody at the machine"), "has left"], 1),
  ]);
  const second = await Promise.all([
    run(["staff", "add", email, "Twice", "support"], 1),
    run(["import", file, "--incident", slug, "--mode", "amend", "--rejects", path.join(dir, "defects.csv")], 0),
    run(["audit", "export", path.join(dir, "audit")], 0),
  ]);
  const last = await run(["staff", "off-board", email, markers.sentence("reason at the machine", ["audit_events.reason"])], 0);
  return [...first, ...second, last].join("\n");
}

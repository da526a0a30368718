import { createPublicKey, randomUUID } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RelaySettings } from "@/channels/email/relay";
import { openRelays } from "@/channels/email/relay-set";
import { checkMail } from "@/domain/authenticity/check/check-mail";
import { endEntry } from "@/domain/authenticity/register/end-entry";
import { listEntries } from "@/domain/authenticity/register/queries";
import { queueMail } from "@/domain/correspondence/queue-mail";
import { sendMail } from "@/domain/correspondence/send-mail";
import { listKeys } from "@/domain/keys/register/queries";
import { rotateHeld } from "@/domain/keys/rotation/rotate-held";
import { parseEnv, type Env } from "@/lib/env";
import { processEnv } from "@/test/cli";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { relaysFile } from "@/test/every-key";
import { visitor } from "@/test/lookups";
import { startSmtpSink, type SmtpSink } from "@/test/smtp-sink";
import { PORTAL } from "@/test/waves";
import { secretsOfWorker, startKeyWatch } from "./key-watch";
import { loadRelays, registerKeys } from "./relays";

const database = useDatabase();
let sink: SmtpSink;
beforeAll(async () => {
  sink = await startSmtpSink();
});
afterAll(() => sink.close());

interface Worker {
  env: Env;
  settings: RelaySettings[];
}

/** A worker's settings, whose relay signs under a selector. */
function aWorker(selector: string): Worker {
  const read = parseEnv(processEnv(database.url, { SMTP_URL: "", RELAYS_FILE: relaysFile(selector, sink.port) }));
  if (!read.ok) throw new Error(read.problems.join(" "));
  return { env: read.env, settings: loadRelays(read.env) };
}

/** Start as a worker does, send one mail and end. */
async function sendOne({ env, settings }: Worker): Promise<Buffer> {
  const relays = openRelays(settings, "하늘몰 <notice@haneulmall.example>");
  try {
    const watch = await startKeyWatch(database.parts, env, settings, relays, () => Promise.resolve());
    await registerKeys(database.parts, settings);
    const ctx = systemContext(database.parts);
    const id = await queueMail(database.db, ctx, { purpose: "lookup-code", incidentId: null, to: "minji@example.com", locale: "ko", subject: "인증번호 안내", text: "인증번호 1234 5678" });
    await sendMail(ctx, { mail: relays.mail, sms: null }, id);
    await watch.stop();
  } finally {
    relays.close();
  }
  return sink.messages.at(-1)?.raw ?? Buffer.alloc(0);
}

/** What a mailbox finds that asks DNS, where some selectors stand. */
async function byDns(raw: Buffer, standing: Worker[]): Promise<(string | undefined)[]> {
  const records = new Map<string, string>(standing.flatMap(({ settings }) => settings.flatMap(({ dkim }) => (dkim ? [[`${dkim.selector}._domainkey.${dkim.domain}`, `v=DKIM1; k=rsa; p=${createPublicKey(dkim.key).export({ format: "der", type: "spki" }).toString("base64")}`] as const] : []))));
  const { results } = await dkimVerify(raw, { resolver: (name) => Promise.resolve([[records.get(name) ?? ""]]) });
  return results.map(({ status, selector }) => `${selector} ${status.result}`);
}

const byUs = async (raw: Buffer) => (await checkMail(visitor(database.parts), raw, { browser: randomUUID(), network: null }, PORTAL)).signature;
const keysThere = async () => (await listKeys(systemContext(database.parts))).filter(({ kind }) => kind === "dkim").map(({ state, name }) => `${state} ${name}`);

it("signs with the new selector, keeps the old one known, and takes the private half of the old one from nobody any more", async () => {
  const [before, after] = [aWorker("s2025"), aWorker("s2026")];
  const early = await sendOne(before);
  expect(await keysThere()).toEqual(["active main haneulmall.example"]);
  await expect(rotateHeld(systemContext(database.parts), "dkim", secretsOfWorker(before.env, before.settings), null)).rejects.toMatchObject({ reason: "key-no-next" });

  // Workers are started again one by one: both selectors stand in DNS, mails leave under either.
  const late = await sendOne(after);
  const meanwhile = await sendOne(before);
  expect(await keysThere()).toEqual(["active main haneulmall.example", "next main haneulmall.example"]);
  expect(await Promise.all([early, late, meanwhile].map((raw) => byDns(raw, [before, after])))).toEqual([["s2025 pass"], ["s2026 pass"], ["s2025 pass"]]);

  await rotateHeld(systemContext(database.parts), "dkim", secretsOfWorker(after.env, after.settings), null);
  expect(await keysThere()).toEqual(["active main haneulmall.example", "retired main haneulmall.example"]);
  await expect(sendOne(before)).rejects.toThrow("were retired and are still in the settings");
  expect(await byDns(await sendOne(after), [after])).toEqual(["s2026 pass"]);

  // The public half stays published here until somebody says otherwise, also when DNS has forgotten it.
  const staff = staffContext(database.parts, ["security"]);
  const selectors = async () => (await listEntries(staff)).flatMap(({ kind, state, content, id }) => (kind === "dkim-key" && "selector" in content ? [{ id, is: `${content.selector} ${state}` }] : [])).sort((a, b) => a.is.localeCompare(b.is));
  expect((await selectors()).map(({ is }) => is)).toEqual(["s2025 published", "s2026 published"]);
  expect(await byDns(early, [after])).not.toContain("s2025 pass");
  for (const raw of [early, meanwhile]) expect(await byUs(raw)).toMatchObject({ state: "good", selector: "s2025" });
  expect(await byUs(late)).toMatchObject({ state: "good", selector: "s2026" });
  await endEntry(staff, { entryId: (await selectors())[0]?.id });
  expect((await selectors()).map(({ is }) => is)).toEqual(["s2025 ended", "s2026 published"]);
  // What it signed until then is ours still, and an old settings file does not bring it back.
  await expect(sendOne(before)).rejects.toThrow("were retired and are still in the settings");
  expect((await selectors()).map(({ is }) => is)).toEqual(["s2025 ended", "s2026 published"]);
  expect(await byUs(early)).toMatchObject({ state: "good", selector: "s2025" });
});

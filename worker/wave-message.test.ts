import { generateKeyPairSync } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify";
import { simpleParser } from "mailparser";
import { afterEach, expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { compileNotice } from "@/domain/notices/rendering/render-notice";
import { aRelay } from "@/test/relays";
import { startScriptedRelay, type ScriptedRelay } from "@/test/scripted-relay";
import { openRelays } from "@/channels/email/relay-set";
import { aPersonal } from "@/test/personal-values";

const PORTAL = "https://notice.haneulmall.example";
const shared = { organisation: "하늘몰", "contact-desk": "개인정보보호센터, 080-000-0100", "portal-url": PORTAL, "as-of": "2025년 12월 3일 18:00" };
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const dkim = { domain: "haneulmall.example", selector: "s2025", key: privateKey };
const open: { relay?: ScriptedRelay; close?: () => void } = {};

afterEach(async () => {
  open.close?.();
  await open.relay?.close();
});

async function start() {
  const relay = (open.relay = await startScriptedRelay());
  const relays = openRelays([aRelay(relay.port, { dkim })], "하늘몰 <notice@haneulmall.example>");
  open.close = () => relays.close();
  return { relay, relays };
}

async function verdict(raw: string) {
  const answer = `v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;
  const { results } = await dkimVerify(raw, { resolver: () => Promise.resolve([[answer]]) });
  return results.map(({ status }) => status.result);
}

it.each(["ko", "en"] as const)("a wave's message in %s says that a program wrote it, comes back to its token, and watches nobody", async (locale) => {
  const { relay, relays } = await start();
  const transport = relays.waves;
  const letter = transport.prepare(await compileNotice(demoWording("full"), locale, shared));
  const token = "abcdefghijklmnopqrstuvwxyz234567".repeat(2);
  const send = () => transport.send(letter, { to: "person@example.com", token, personal: aPersonal("이름, 이메일 주소", "N-2345-6789") });
  expect([(await send()).outcome, (await send()).outcome]).toEqual(["accepted", "accepted"]);

  const [first, again] = relay.messages;
  expect(first!.from).toBe(`${token}@haneulmall.example`);
  const mail = await simpleParser(first!.raw);
  expect(mail.messageId).toBe(`<${token}@haneulmall.example>`);
  expect((await simpleParser(again!.raw)).messageId).toBe(mail.messageId);
  expect(again!.from).toBe(first!.from);
  expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  expect(await verdict(first!.raw)).toEqual(["pass"]);

  // Nothing is loaded when it is read, and every link goes to the portal alone, the same for everybody.
  // The document type names a page of the W3C, which nothing loads.
  const html = String(mail.html).replace(/^\s*<!DOCTYPE[^>]*>/, "");
  expect(html).not.toMatch(/<(img|script|link|iframe|object|embed|video|audio|picture|svg|form|input)\b|\bsrc\s*=|url\(|@import|background\s*=/i);
  const links = [...html.matchAll(/(?:href\s*=\s*"|\b)(https?:\/\/[^\s"<]+)/g)].map(([, link]) => link!);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) {
    expect(link.startsWith(PORTAL)).toBe(true);
    expect(link).not.toContain("?");
    expect(link).not.toContain(token);
  }
});

it("a mail to one person is signed, too, and says that a program wrote it", async () => {
  const { relay, relays } = await start();
  expect(await relays.mail.send({ to: "person@example.com", subject: "확인 코드", text: "코드 123456", messageId: "1@amends" })).toMatchObject({ outcome: "accepted" });
  const { from, raw } = relay.messages[0]!;
  expect(from).toBe("notice@haneulmall.example");
  expect(await verdict(raw)).toEqual(["pass"]);
  expect((await simpleParser(raw)).headers.get("auto-submitted")).toBe("auto-generated");
});

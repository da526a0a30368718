import { createPublicKey, generateKeyPairSync, randomUUID, type KeyObject } from "node:crypto";
import { simpleParser } from "mailparser";
import { beforeAll, describe, expect, it } from "vitest";
import { openRelays } from "@/channels/email/relay-set";
import { signMessage, type DkimSigner } from "@/channels/email/dkim-signature";
import { composeMail, messageBytes } from "@/channels/email/mime-letter";
import { queueMail } from "@/domain/correspondence/queue-mail";
import { sendMail } from "@/domain/correspondence/send-mail";
import { Invalid } from "@/domain/kernel/errors";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { visitor } from "@/test/lookups";
import { aRelay } from "@/test/relays";
import { startSmtpSink } from "@/test/smtp-sink";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, people, PORTAL, sendAllDue } from "@/test/waves";
import { endEntry } from "../register/end-entry";
import { listEntries } from "../register/queries";
import { recordSigningKeys } from "../register/record-signing-keys";
import { checkMail } from "./check-mail";
import { checkText } from "./check-text";

const database = useDatabase();
const asker = () => ({ browser: randomUUID(), network: null });
const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicOf = (key: KeyObject) => createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64");
const signer: DkimSigner = { domain: "haneulmall.example", selector: "s2025", key: keyPair().privateKey };
const sent: Record<"ko" | "en" | "single", Buffer> = { ko: Buffer.alloc(0), en: Buffer.alloc(0), single: Buffer.alloc(0) };

const check = (raw: Buffer | string) => checkMail(visitor(database.parts), Buffer.from(raw), asker(), PORTAL);
const record = (key: DkimSigner) => recordSigningKeys(systemContext(database.parts), [{ domain: key.domain, selector: key.selector, publicKey: publicOf(key.key) }]);

/** The mail with another body, as a forger writes it: encoded anew, signature and all. */
async function rewritten(raw: Buffer, change: { text?: (text: string) => string; html?: (html: string) => string; subject?: (subject: string) => string }): Promise<Buffer> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true });
  const same = (text: string) => text;
  const message = composeMail(
    { from: "notice@haneulmall.example", to: "person@example.com", messageId: "x@haneulmall.example", date: "Wed, 03 Dec 2025 09:00:00 +0000" },
    { subject: (change.subject ?? same)(mail.subject ?? ""), text: (change.text ?? same)(mail.text ?? ""), html: (change.html ?? same)(String(mail.html)) },
  );
  return messageBytes(message);
}

beforeAll(async () => {
  await record(signer);
  const sink = await startSmtpSink();
  const sending = aWaveSending(database.url, sink.port, 2, { dkim: signer });
  const { versionId } = await anIncidentWithPeople(database.parts, people(2));
  await sendAllDue(database.parts, sending, (await aFrozenWave(database.parts, versionId)).id);
  for (const { to, raw } of sink.messages) sent[to[0] === "person0@example.com" ? "ko" : "en"] = raw;
  const ctx = systemContext(database.parts);
  const id = await queueMail(database.db, ctx, { purpose: "lookup-code", incidentId: null, to: "person0@example.com", locale: "ko", subject: "인증번호 안내", text: "인증번호 1234 5678" });
  const relays = openRelays([aRelay(sink.port, { dkim: signer })], "하늘몰 <notice@haneulmall.example>");
  await sendMail(ctx, { mail: relays.mail, sms: null }, id);
  sent.single = sink.messages.at(-1)?.raw ?? sent.single;
  relays.close();
  await endSending(sending);
  await sink.close();
}, 60_000);

describe("a mail that we sent", () => {
  it.each(["ko", "en"] as const)("is genuine by its signature, byte for byte, in %s", async (locale) => {
    const found = await check(sent[locale]);
    expect(found).toMatchObject({ verdict: "genuine", by: "signature", signature: { state: "good", domain: "haneulmall.example", selector: "s2025" }, extras: [] });
    expect(found.comparison).toMatchObject({ verdict: "genuine", pattern: { locale, source: { channel: "email", sent: { kind: "full" } } } });
    const mail = await simpleParser(sent[locale]);
    const number = /N(-\w{4}){3}/.exec(mail.text ?? "")?.[0];
    expect(mail.headers.get("x-message-number")).toBe(number);
    expect(mail.text).toContain(`${PORTAL}/${locale}/verify`);
  });

  it("is genuine by its words when an honest hand broke its signature", async () => {
    const found = await check(sent.ko.toString().replace("Auto-Submitted: auto-generated\r\n", ""));
    expect(found).toMatchObject({ verdict: "genuine", by: "words", signature: { state: "broken", domain: "haneulmall.example" } });
    expect(await check(await rewritten(sent.ko, { subject: (subject) => `Fwd: ${subject}` }))).toMatchObject({ verdict: "altered", signature: { state: "none" } });
    expect(await check(await rewritten(sent.ko, {}))).toMatchObject({ verdict: "genuine", by: "words", signature: { state: "none" } });
  });

  it("is genuine by a key that has been retired since, and not by one that was retired before", async () => {
    const old: DkimSigner = { domain: "haneulmall.example", selector: "s2019", key: keyPair().privateKey };
    await record(old);
    const staff = staffContext(database.parts, ["security"]);
    const entry = (await listEntries(staff)).find(({ kind, content }) => kind === "dkim-key" && "selector" in content && content.selector === "s2019");
    await endEntry(staff, { entryId: entry?.id });
    const message = composeMail({ from: "news@haneulmall.example", to: "p@example.com", messageId: "1@haneulmall.example", date: new Date().toUTCString() }, { subject: "소식", text: "새 소식을 알려 드립니다." });
    const raw = messageBytes(message, await signMessage(old, message));
    expect(await check(raw)).toMatchObject({ verdict: "genuine", by: "signature", signature: { state: "good", selector: "s2019" }, number: null });

    const { verifySignature } = await import("./verify-signature");
    const fields = (await simpleParser(raw)).headerLines.filter(({ key }) => key === "dkim-signature").map(({ line }) => line);
    const key = { domain: "haneulmall.example", selector: "s2019", publicKey: publicOf(old.key), from: null };
    expect(await verifySignature(raw, fields, null, [{ ...key, until: new Date("2020-01-01") }])).toMatchObject({ state: "after-retirement" });
    expect(await verifySignature(raw, fields, null, [{ ...key, publicKey: publicOf(keyPair().privateKey), until: null }])).toMatchObject({ state: "broken" });
    // A selector that got another key: the mail is of either.
    expect(await verifySignature(raw, fields, null, [{ ...key, publicKey: publicOf(keyPair().privateKey), until: null }, { ...key, until: null }])).toMatchObject({ state: "good" });
  });

  it("tells of a single mail the day and what it was about", async () => {
    expect(await check(sent.single)).toMatchObject({ verdict: "genuine", by: "signature", number: { kind: "single", sort: "code" } });
    const { text = "" } = await simpleParser(sent.single);
    expect(await checkText(visitor(database.parts), { text }, asker(), PORTAL)).toMatchObject({ comparison: { verdict: "not-ours" }, number: { kind: "single", sort: "code" } });
  });
});

describe("a mail that was changed", () => {
  it.each<[string, Parameters<typeof rewritten>[1], string[]]>([
    ["a link in its HTML alone", { html: (html) => html.replace(`href="${PORTAL}"`, 'href="https://haneulmall-refund.example/login"') }, ["link https://haneulmall-refund.example/login"]],
    ["a link in its text alone", { text: (text) => text.replace(PORTAL, "https://haneu1mall.example") }, ["link https://haneu1mall.example"]],
    ["the number to call", { text: (text) => text.replace(/02-\d+-\d+|080-\d+-\d+/, "010-5555-0199"), html: (html) => html.replaceAll(/02-\d+-\d+|080-\d+-\d+/g, "010-5555-0199") }, ["phone 010-5555-0199"]],
    ["an account to pay into", { html: (html) => html.replace("</p>", "</p><p>보증금을 국민 110-234-567890 로 보내 주십시오.</p>") }, ["number 110-234-567890"]],
    ["a line hidden from its text by our own mark", { html: (html) => html.replace("</p>", '</p><p data-skip-in-text="true">http://evil.example</p>') }, ["link http://evil.example"]],
    ["one character", { text: (text) => text.replace("유출되었습니다", "유출되었슴니다") }, []],
    ["its number", { text: (text) => text.replace(/N(-\w{4}){3}/, "N-2345-6789-ABCD"), html: (html) => html.replace(/N(-\w{4}){3}/, "N-2345-6789-ABCD") }, []],
  ])("is altered when it has another: %s", async (_, change, dangers) => {
    const found = await check(await rewritten(sent.ko, change));
    expect(found).toMatchObject({ verdict: "altered", by: "words" });
    expect(found.comparison.dangers.map(({ kind, text }) => `${kind} ${text}`)).toEqual(dangers);
    expect(found.comparison.stretches.some(({ kind }) => kind !== "same")).toBe(true);
  });

  it("is altered when the body that was signed for a length has more behind it", async () => {
    const longer = sent.ko.toString().replace("; h=", "; l=100;\r\n h=");
    expect((await check(longer)).by).toBe("words");
  });

  it("is altered when it has a picture or an attachment, which ours never have", async () => {
    expect(await check(await rewritten(sent.ko, { html: (html) => html.replace("</p>", '</p><img src="https://evil.example/x.png">') }))).toMatchObject({ verdict: "altered", extras: ["picture"] });
  });
});

describe("a mail that hangs on another", () => {
  const passedOn = (note: string, ...mails: Buffer[]) => {
    const edge = randomUUID();
    const head = ["From: Friend <friend@elsewhere.example>", "To: p@example.com", "Subject: Fwd: your personal data leaked, please read this at once", "Date: Thu, 04 Dec 2025 09:00:00 +0000", "MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="${edge}"`];
    const part = (fields: string[], body: Buffer) => [Buffer.from([`--${edge}`, ...fields, "", ""].join("\r\n")), body, Buffer.from("\r\n")];
    const parts = [...part(["Content-Type: text/plain"], Buffer.from(note)), ...mails.flatMap((mail) => part(["Content-Type: message/rfc822", 'Content-Disposition: attachment; filename="a.eml"'], mail))];
    return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), ...parts, Buffer.from(`--${edge}--\r\n`)]);
  };

  it("is judged itself, with its signature whole, and who passed it on is named", async () => {
    for (const raw of [passedOn("Is this real?", sent.ko), passedOn("", sent.ko), passedOn("Look", passedOn("And look", sent.ko))]) {
      expect(await check(raw)).toMatchObject({ verdict: "genuine", by: "signature", signature: { state: "good" }, passedOnBy: "\"Friend\" <friend@elsewhere.example>", extras: [] });
    }
    expect(await check(sent.ko)).toMatchObject({ passedOnBy: null });
  });

  it("is altered when it was changed, also beside one that was not", async () => {
    const changed = await rewritten(sent.ko, { text: (text) => text.replace(PORTAL, "https://haneu1mall.example") });
    for (const raw of [passedOn("Is this real?", changed), passedOn("Is this real?", sent.en, changed)]) expect(await check(raw)).toMatchObject({ verdict: "altered", by: "words", passedOnBy: expect.stringContaining("friend@elsewhere.example") as string });
  });

  it("does not speak for the mail on which it hangs", async () => {
    const { text = "" } = await simpleParser(sent.en);
    expect(await check(passedOn(text.replace(PORTAL, "https://evil.example"), sent.en))).toMatchObject({ verdict: "altered", by: "words", extras: ["attachment"], passedOnBy: null });
    expect(await check(passedOn("Hello", Buffer.from("no mail")))).toMatchObject({ verdict: "not-ours", passedOnBy: null });
  });
});

describe("anything else", () => {
  it("is not ours: a foreign mail, with somebody else's signature", async () => {
    const other: DkimSigner = { domain: "elsewhere.example", selector: "a", key: keyPair().privateKey };
    const message = composeMail({ from: "friend@elsewhere.example", to: "p@example.com", messageId: "1@elsewhere.example", date: new Date().toUTCString() }, { subject: "점심", text: "오늘 점심 같이 먹을래요? 열두 시에 회사 앞에서 만나요. 늦으면 먼저 들어가 있을게요." });
    expect(await check(messageBytes(message, await signMessage(other, message)))).toMatchObject({ verdict: "not-ours", by: "words", signature: { state: "not-ours", domain: "elsewhere.example" } });
  });

  it("is not ours: our name in a signature of another key", async () => {
    const forged: DkimSigner = { ...signer, key: keyPair().privateKey };
    const message = composeMail({ from: "notice@haneulmall.example", to: "p@example.com", messageId: "1@haneulmall.example", date: new Date().toUTCString() }, { subject: "보상", text: "보상금을 받으시려면 지금 바로 카드 번호를 입력해 주십시오." });
    expect(await check(messageBytes(message, await signMessage(forged, message)))).toMatchObject({ verdict: "not-ours", by: "words", signature: { state: "broken" } });
  });

  it.each([
    ["nothing", Buffer.alloc(0), "mail-empty"],
    ["more than any of ours", Buffer.alloc(2_000_001, "a"), "mail-too-large"],
    ["what is no mail", Buffer.from("%PDF-1.7 hello"), "mail-not-one"],
    ["a page", Buffer.from("<html><body>From: x</body></html>"), "mail-not-one"],
    ["a file of Outlook", Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(100)]), "mail-of-outlook"],
  ])("is refused: %s", async (_, raw, problem) => {
    const error = await check(raw).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Invalid);
    expect((error as Invalid).fields).toEqual({ mail: [problem] });
  });
});

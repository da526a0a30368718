import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { registerEntries } from "@/db/schema/authenticity";
import { Conflict, Forbidden, Invalid } from "@/domain/kernel/errors";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPng, chunk } from "@/test/pictures";
import { endEntry } from "./end-entry";
import { proposeEntry } from "./propose-entry";
import { publishEntry } from "./publish-entry";
import { findFakePicture, findSenders, listEntries, listKnownFakes, listOfficialSenders, listSigningKeys } from "./queries";
import { returnEntry } from "./return-entry";
import { isWithinDomain, nameOfSender, readSender } from "./sender-name";
import { withdrawEntry } from "./withdraw-entry";

const database = useDatabase();
const comms = staffContextOf("comms");
const approver = staffContextOf("approver");
function staffContextOf(role: "comms" | "approver" | "support") {
  let made: ReturnType<typeof staffContext> | undefined;
  return () => (made ??= staffContext(database.parts, [role]));
}
const use = { ko: "유출 안내", en: "Notices about the leak" };
const fake = { title: { ko: "환불 문자", en: "Refund text" }, looks: { ko: "환불 링크", en: "A link" }, recognise: { ko: "저희 링크가 아님", en: "Not our link" } };
const png = aPng(80, chunk("tEXt", Buffer.from("by somebody")));

async function published(kind: string, content: unknown, picture: Buffer | null = null): Promise<string> {
  const { entryId } = await proposeEntry(comms(), { kind, content }, picture);
  await publishEntry(approver(), { entryId });
  return entryId;
}
const problemsOf = (act: Promise<unknown>) => act.then(() => null, (error: unknown) => (error instanceof Invalid ? error.fields : String(error)));

describe("a sender", () => {
  it("is public when a second person has published it, and found however it is written", async () => {
    const { entryId } = await proposeEntry(comms(), { kind: "phone", content: { value: "1588-0000", use } });
    expect(await listOfficialSenders(database.db)).toEqual([]);
    await expect(publishEntry(staffContext(database.parts, ["approver", "comms"], comms().actor.staffId), { entryId })).rejects.toBeInstanceOf(Forbidden);
    await publishEntry(approver(), { entryId });
    await published("mail-domain", { value: "haneulmall.example", use });
    await published("web-domain", { value: "https://www.haneulmall.example/", use });
    const found = async (typed: string) => (await findSenders(database.db, typed)).map(({ value }) => value);
    for (const typed of ["15880000", "1588-0000", " 1588 0000", "１５８８－００００".replaceAll("－", "-")]) expect(await found(typed)).toEqual(["1588-0000"]);
    for (const typed of ["notice@haneulmall.example", "하늘몰 <Notice@HaneulMall.example>", "@haneulmall.example"]) expect(await found(typed)).toEqual(["haneulmall.example"]);
    for (const typed of ["https://www.haneulmall.example/ko/verify", "www.haneulmall.example", "m.www.haneulmall.example"]) expect(await found(typed)).toEqual(["https://www.haneulmall.example/"]);
    for (const typed of ["1588-0001", "notice@haneulmall.example.evil.example", "www.haneulmall.example.evil.example", "haneulmаll.example", "notice@mail.haneulmall.example", "evilwww.haneulmall.example", "", "하늘몰"]) expect(await found(typed)).toEqual([]);
    await expect(proposeEntry(comms(), { kind: "phone", content: { value: "15880000", use } })).rejects.toBeInstanceOf(Conflict);
    await endEntry(comms(), { entryId });
    expect(await found("1588-0000")).toEqual([]);
    await expect(endEntry(comms(), { entryId })).rejects.toBeInstanceOf(Conflict);
    const actions = await database.db.select({ action: auditEvents.action, objectId: auditEvents.objectId }).from(auditEvents);
    expect(actions.filter(({ objectId }) => objectId === entryId).map(({ action }) => action)).toEqual(["register.propose", "register.publish", "register.end"]);
  });

  it("is withdrawn by its own proposer alone, and returned by another", async () => {
    const one = await proposeEntry(comms(), { kind: "phone", content: { value: "080-000-0100", use } });
    await expect(withdrawEntry(staffContext(database.parts, ["comms"]), one)).rejects.toBeInstanceOf(Forbidden);
    await withdrawEntry(comms(), one);
    await expect(publishEntry(approver(), one)).rejects.toBeInstanceOf(Conflict);
    const other = await proposeEntry(comms(), { kind: "phone", content: { value: "080-000-0100", use } });
    await returnEntry(approver(), other);
    expect((await listEntries(comms())).filter(({ id }) => id === one.entryId || id === other.entryId).map(({ state }) => state).sort()).toEqual(["returned", "withdrawn"]);
    // The database holds it, too.
    const third = await proposeEntry(comms(), { kind: "phone", content: { value: "080-000-0100", use } });
    await expect(database.db.update(registerEntries).set({ state: "published", decidedBy: comms().actor.staffId, decidedAt: new Date() })).rejects.toThrow();
    await withdrawEntry(comms(), third);
  });

  it("is told what is wrong with it, by its field", async () => {
    const propose = (kind: string, content: unknown) => problemsOf(proposeEntry(comms(), { kind, content }));
    expect(await propose("phone", { value: "call us", use })).toEqual({ value: ["not-phone"] });
    expect(await propose("mail-address", { value: "haneulmall.example", use })).toEqual({ value: ["not-mail-address"] });
    expect(await propose("web-domain", { value: "하늘 몰", use })).toEqual({ value: ["not-web-domain"] });
    expect(await propose("mail-domain", { value: "", use: { ko: "", en: "x" } })).toEqual({ value: ["required"], "use.ko": ["required"] });
    expect(await propose("nothing", {})).not.toBeNull();
    await expect(proposeEntry(staffContext(database.parts, ["support"]), {})).rejects.toBeInstanceOf(Forbidden);
  });

  it.each([
    ["phone", "02-1234-5678", "+82212345678"],
    ["phone", "15880000", "15880000"],
    ["phone", "112", "112"],
    ["mail-domain", "@HaneulMall.example.", "haneulmall.example"],
    ["web-domain", "하늘.example", "xn--wh1bz27d.example"],
    ["phone", "call", null],
    ["mail-address", "Notice@haneulmall.example", "notice@haneulmall.example"],
  ] as const)("of kind %s is found under one form: %s", (kind, value, name) => {
    expect(nameOfSender(kind, value)).toBe(name);
  });

  it("lies within a domain by its labels, not by its letters", () => {
    expect(isWithinDomain("a.b.example", "b.example")).toBe(true);
    expect(isWithinDomain("ab.example", "b.example")).toBe(false);
    expect(readSender("hello there")).toEqual([]);
  });
});

describe("a key of another mail system", () => {
  const publicKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "der", type: "spki" }).toString("base64");

  it("counts when it is published, by days, and its record may be pasted as DNS has it", async () => {
    const { entryId } = await proposeEntry(comms(), { kind: "dkim-key", content: { domain: "News.haneulmall.example", selector: "S1", publicKey: `v=DKIM1; k=rsa; p=${publicKey.slice(0, 200)}" "${publicKey.slice(200)}`, from: "2024-01-01", until: "" } });
    expect(await listSigningKeys({ db: database.db })).toEqual([]);
    await publishEntry(approver(), { entryId });
    expect(await listSigningKeys({ db: database.db })).toEqual([{ domain: "news.haneulmall.example", selector: "s1", publicKey, from: new Date("2024-01-01"), until: null }]);
    await endEntry(approver(), { entryId });
    expect((await listSigningKeys({ db: database.db }))[0]?.until).toBeInstanceOf(Date);
  });

  it.each([["nothing"], [generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).toString("base64")], [generateKeyPairSync("rsa", { modulusLength: 512 }).publicKey.export({ format: "der", type: "spki" }).toString("base64")]])("is refused when it is none: %#", async (key) => {
    expect(await problemsOf(proposeEntry(comms(), { kind: "dkim-key", content: { domain: "a.example", selector: "s", publicKey: key } }))).toEqual({ publicKey: ["public-key"] });
  });
});

describe("a known fake", () => {
  it("is listed newest first, with its picture once it is published", async () => {
    const older = await published("fake", { ...fake, since: "2025-12-01" });
    const { entryId } = await proposeEntry(comms(), { kind: "fake", content: { ...fake, since: "2025-12-05" } }, png);
    expect(await findFakePicture(database.db, entryId)).toBeNull();
    await publishEntry(approver(), { entryId });
    expect((await listKnownFakes(database.db)).map(({ id, picture }) => [id, picture])).toEqual([[entryId, true], [older, false]]);
    expect(await findFakePicture(database.db, entryId)).toEqual({ type: "image/png", bytes: aPng(80) });
    await endEntry(comms(), { entryId });
    expect(await findFakePicture(database.db, entryId)).toBeNull();
    expect(await findFakePicture(database.db, "x")).toBeNull();
  });

  it("takes no picture that is none", async () => {
    expect(await problemsOf(proposeEntry(comms(), { kind: "fake", content: { ...fake, since: "2025-12-05" } }, Buffer.from("<svg onload=alert(1)></svg>        ")))).toEqual({ picture: ["picture-kind"] });
  });
});

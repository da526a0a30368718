import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { claims } from "@/db/schema/claims";
import { letters } from "@/db/schema/letters";
import { aDraftClaim, aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { post, printedLetters } from "@/test/letters";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { chooseBenefits } from "./answers/choose-benefits";
import { saveAccount } from "./answers/save-account";
import { fileClaim } from "./file-claim";
import { findOwnDraft, getOwnClaim } from "./own-claim";
import { findRecord } from "./paper/find-record";
import { getClaimIntake } from "./paper/queries";
import { startPaperClaim } from "./paper/start-paper-claim";
import { startByLetter } from "./start-by-letter";
import { startClaim } from "./start-claim";

const database = useDatabase();
const CSV = ["ref,email,locale,country,confirmed,possible,postal_name,postal_code,postal_address", "a,,ko,KR,names,,박노을,04102,서울특별시 마포구 하늘로 14", "b,owner@example.com,ko,KR,names,,김민지,04101,서울특별시 마포구 하늘로 12", "c,,ko,KR,,names,이마음,04103,서울특별시 마포구 하늘로 16"].join("\n");

async function scene(terms: Parameters<typeof aProgramme>[2] = {}) {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident, terms);
  const { batchId, handles } = await printedLetters(database.parts, incident.id);
  const support = staffContext(database.parts, ["support"]);
  const letterOf = async (ref: string) => {
    const [record] = await findRecord(support, incident.id, { query: ref });
    return handles.find(({ subjectId }) => subjectId === record?.subjectId)?.handle ?? "";
  };
  const by = (number: string, postalCode: string) => ({ programme: programme.slug, number, postalCode });
  return { incident, programme, batchId, support, letterOf, by, stranger: (name = "stranger") => aSubject(database.parts, incident, `${name}@example.com`) };
}
const wrong = { fields: { number: ["letter-wrong"] } };

describe("a claim with the number of a letter", () => {
  it("is for the record that the letter went to, answered to the contact that was proven, and says so to staff", async () => {
    const { incident, programme, batchId, support, letterOf, by, stranger } = await scene();
    const number = await letterOf("a");
    const subject = await stranger();
    await expect(startClaim(subject, { programme: programme.slug })).rejects.toMatchObject({ reason: "not-eligible" });
    await expect(startByLetter(subject, by(number, "04102"))).rejects.toMatchObject(wrong);
    await post(database.parts, batchId);
    await startByLetter(subject, by(number.toLowerCase().replaceAll("-", " "), "04-102"));
    const claimId = (await findOwnDraft(subject, programme.id))!.claim.id;
    await chooseBenefits(subject, { claimId, benefits: "vouchers" });
    const claim = await fileClaim(subject, { claimId, termsVersion: programme.termsVersion, accept: "1" });
    expect((await getOwnClaim(subject, claim.reference!)).answers?.contact.value).toBe("stranger@example.com");
    expect(await getClaimIntake(support, claim)).toMatchObject({ way: "letter", compared: true, signer: null });
    const [event] = await database.db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.action, "claim.start-by-letter"));
    expect(event?.details).toMatchObject({ compared: true });
    expect((await findRecord(support, incident.id, { query: number })).map(({ subjectId }) => subjectId)).toEqual([claim.subjectId]);
  });

  it("has one answer for a number that is none, one of another incident, one that was not posted or came back, and a wrong postal code", async () => {
    const { batchId, letterOf, by, stranger } = await scene();
    const number = await letterOf("a");
    const unposted = await scene();
    await post(database.parts, batchId);
    const answers = [];
    for (const [i, input] of [by("L-2345-6789-2345", "04102"), by("nonsense", "04102"), by(number, "04199"), by(await unposted.letterOf("a"), "04102")].entries()) {
      answers.push(await startByLetter(await stranger(`one${i}`), input).catch((error: unknown) => JSON.stringify(error)));
    }
    await database.db.update(letters).set({ returnedAt: new Date() }).where(eq(letters.handle, number));
    answers.push(await startByLetter(await stranger("two"), by(number, "04102")).catch((error: unknown) => JSON.stringify(error)));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("letter-wrong");
  });

  it("can be tried five times a day by one contact and ten times for one letter, right or wrong", async () => {
    const { batchId, letterOf, by, stranger } = await scene();
    const number = await letterOf("a");
    await post(database.parts, batchId);
    const subject = await stranger();
    for (let i = 0; i < 5; i++) await expect(startByLetter(subject, by(number, "00000"))).rejects.toMatchObject(wrong);
    await expect(startByLetter(subject, by(number, "04102"))).rejects.toMatchObject({ kind: "too-many", reason: "letter-tries" });
    const second = await stranger("second");
    for (let i = 0; i < 5; i++) await expect(startByLetter(second, by(number, "00000"))).rejects.toMatchObject(wrong);
    await expect(startByLetter(await stranger("third"), by(number, "04102"))).rejects.toMatchObject({ reason: "letter-tries" });
  });

  it.each(["account", "contact"] as const)("makes no second claim for a record, whoever comes by which way: one for each %s", async (onePer) => {
    const { incident, programme, batchId, support, letterOf, by, stranger } = await scene({ onePer });
    await post(database.parts, batchId);
    const number = await letterOf("b");
    const living = async () => (await database.db.select({ id: claims.id, state: claims.state }).from(claims).where(eq(claims.programmeId, programme.id))).filter(({ state }) => state !== "withdrawn");
    // A draft gives way to whoever holds the same letter, then to a contact of the record, then to a form on paper, and each is told; not the other way about.
    const [first, second, owner] = [await stranger(), await stranger("other"), await stranger("owner")];
    await startByLetter(first, by(number, "04101"));
    await startByLetter(second, by(number, "04101"));
    expect(await findOwnDraft(first, programme.id)).toBeNull();
    await startClaim(owner, { programme: programme.slug, replace: "1" });
    await expect(startByLetter(second, by(number, "04101"))).rejects.toMatchObject({ reason: "letter-begun-already" });
    const [record] = await findRecord(support, incident.id, { query: "b" });
    const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
    const { claimId } = await startPaperClaim(support, incident.id, { programme: programme.slug, subjectId: record!.subjectId.toString(), postmarkedOn: today, signer: "김민지", locale: "ko", answer: "post" });
    await expect(startByLetter(second, by(number, "04101"))).rejects.toMatchObject({ reason: "letter-begun-already" });
    await expect(startClaim(owner, { programme: programme.slug, replace: "1" })).rejects.toMatchObject({ reason: "entered-from-paper" });
    expect(await living()).toEqual([{ id: claimId, state: "draft" }]);
    expect((await openQueued(database.parts, incident.id)).filter(({ purpose }) => purpose.startsWith("claim")).map(({ purpose, content }) => [purpose, content.to])).toEqual([
      ["claim-begun-anew", "stranger@example.com"],
      ["claim-begun-anew", "other@example.com"],
      ["claim-came-by-post", "owner@example.com"],
    ]);
    await chooseBenefits(support, { claimId, benefits: "cash" });
    await saveAccount(support, { claimId, kind: "kr-account", bank: "088", account: "110-123-456789", holder: "김민지" });
    await fileClaim(support, { claimId, termsVersion: programme.termsVersion, accept: "1" });
    await expect(startByLetter(second, by(number, "04101"))).rejects.toMatchObject({ reason: "letter-claimed-already" });
  });

  it("waits for a claim that was begun, and tells the holder of a letter that it gives no right", async () => {
    const { programme, batchId, letterOf, by, stranger } = await scene();
    await post(database.parts, batchId);
    const owner = await stranger("owner");
    await aDraftClaim(owner, programme);
    await expect(startByLetter(owner, by(await letterOf("a"), "04102"))).rejects.toMatchObject({ reason: "letter-finish-first" });
    await expect(startByLetter(await stranger(), by(await letterOf("c"), "04103"))).rejects.toMatchObject({ reason: "letter-not-eligible" });
  });
});

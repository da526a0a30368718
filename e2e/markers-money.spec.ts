import { randomUUID } from "node:crypto";
import { roles } from "@/db/values/roles";
import { demoTerms } from "@/db/seed/demo-programme";
import { findDueLetters } from "@/domain/letters/find-due-letters";
import { uploadCodes } from "@/domain/payments/codes/upload-codes";
import { findPublishedIncident } from "@/domain/incidents/queries";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { aProgramme, lossTerms } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { startS3 } from "@/test/evidence/s3-server";
import { aSubject } from "@/test/lookups";
import type { Markers } from "@/test/markers";
import { anApprovedClaim } from "@/test/payments";
import { startSmppServer } from "@/test/smpp-server";
import { aFrozenWave, anIncidentWithPeople } from "@/test/waves";
import { expect } from "./fixtures";
import { awaitCode } from "./mail";
import { expectNowhere, startWalk, test } from "./marker-walk/installation";
import { awaitCodesOverSmpp, exportRejects, keepPaper, proveOverSmpp, sendLetters } from "./marker-walk/letters";
import { collectAndRelease, readAnswers, takeToBank } from "./marker-walk/money";
import { askForCode, claim, press, type Walk } from "./marker-walk/portal";

const tried = "the walk says how it is answered";
/** How those were received which nobody is shown again. */
const SHOWN_OTHERWISE: Record<string, string> = {
  "secret of the store": "each request to it is signed with it",
  "password of the SMS line": "the line is bound by it",
  "account that pays": "it stands in the file for the bank",
  "who pays": "it stands in the file for the bank",
  "name of a list of codes": tried,
  "code of a list that is refused": tried,
  "name of the bank's file": tried,
  // Seen on the page: the browser keeps no body of an answer after which a page goes on at once.
  "odd result of a payment": tried,
  "message of the claimant": tried,
  "holder in the bank's answer": tried,
  "account in the bank's answer": tried,
  "holder in the bank's words": "why it came back is kept as a code",
  "memo in the bank's table": "its line is listed",
  "line of no letter": "its line is listed",
  "name beside no letter": "its line is listed",
  "name of a list of returned mail": tried,
  "refused row: e-mail": "the row is counted as refused",
  "texted code": "it opens the result",
  "words of a paper": "the paper is read and made anew",
  "paper that the store refuses": tried,
  "words of a paper that the store refuses": tried,
};

interface People {
  csv: string;
  cash: readonly { email: string; account: string; holder: string }[];
  /** Who is given codes, and who proves a phone. */
  phones: readonly [string, string];
  loss: string;
}

/** More rejected cells than one person may take out alone, one of them of somebody. */
const REJECTS = 1_001;

/** Who gets a letter, who is paid in money and in codes, who claims a loss, and rows that are refused. */
function thePeople(markers: Markers): People {
  const [first, second] = [markers.email("paid: e-mail"), markers.email("returned: e-mail")];
  const phones = [markers.phone("codes: phone"), markers.phone("text: phone")] as const;
  const loss = markers.email("loss: e-mail");
  const row = (cells: Record<string, string>) => ["ref", "email", "phone", "locale", "country", "confirmed", "postal_name", "postal_code", "postal_address"].map((name) => cells[name] ?? "").join(",");
  const csv = [
    "ref,email,phone,locale,country,confirmed,postal_name,postal_code,postal_address",
    row({ ref: "a", locale: "ko", country: "KR", confirmed: "names", postal_name: markers.korean("letter: name"), postal_code: "04101", postal_address: `서울특별시 마포구 ${markers.korean("letter: address")}로 12` }),
    ...[first, second, loss].map((email, i) => row({ ref: `b${i}`, email, locale: "en", confirmed: "names" })),
    ...phones.map((phone, i) => row({ ref: `c${i}`, phone, locale: "ko", confirmed: "names" })),
    row({ ref: "d", email: markers.email("refused row: e-mail").replace("@", "@@"), locale: "ko", confirmed: "names" }),
    ...Array.from({ length: REJECTS }, (_, i) => row({ ref: `e${i}`, email: "nobody", locale: "ko", confirmed: "names" })),
  ].join("\n");
  const account = (who: string) => ({ account: markers.digits(`account that is ${who}`, 13), holder: markers.korean(`holder that is ${who}`) });
  return { csv, cash: [{ email: first, ...account("paid") }, { email: second, ...account("returned") }], phones, loss };
}

/** Three approved claims, two of money and one of codes, and a wave of one letter. */
async function whatWaits(parts: ProcessParts, { csv, cash, phones: [phone] }: People) {
  const { incidentId, versionId } = await anIncidentWithPeople(parts, csv);
  const incident = await findPublishedIncident(parts.db, incidentId);
  if (!incident) throw new Error("not published");
  const programme = await aProgramme(parts, incident, { benefits: [...demoTerms.benefits, ...lossTerms.benefits] });
  const references: string[] = [];
  for (const { email, account, holder } of cash) references.push(`${(await anApprovedClaim(parts, await aSubject(parts, incident, email, "en"), programme, "cash", { kind: "kr-account", bank: "090", account, holder })).reference}-1`);
  await anApprovedClaim(parts, await aSubject(parts, incident, phone), programme, "vouchers");
  for (const part of [0, 1, 2]) await uploadCodes(staffContext(parts, ["finance"]), { programmeId: programme.id, part: `vouchers:${part}:${[5_000, 5_000, 20_000][part]}` }, Buffer.from(`PART-${part}-${randomUUID()}\n`));
  const wave = await aFrozenWave(parts, versionId, {}, { channels: ["letter"] });
  await findDueLetters(systemContext(parts));
  return { slug: incident.slug, incidentId, references: references as [string, string], waveId: wave.id };
}

test("account numbers, holders, codes, postal addresses and the secrets of store and SMS line stand in none of them either", async ({ browser, request, install, login, dir, markers }) => {
  const people = thePeople(markers);
  const s3 = await startS3(markers.secret("secret of the store"));
  const smpp = await startSmppServer();
  // No more than eight characters (SMPP 3.4 § 4.1.1).
  const password = markers.take("password of the SMS line", `mk${randomUUID().slice(0, 6)}`, { secret: true });
  const walking = await startWalk({ browser, install, login, dir, markers }, (parts) => whatWaits(parts, people), { EVIDENCE_URL: s3.setting, SMS_URL: smpp.url.replace(":secret@", `:${password}@`) });
  const { made, url, visit } = walking;
  const [one, other, desk, claimant, recipient, stranger] = await Promise.all([visit({ roles }), visit({ roles }), visit({ roles }), visit(), visit(), visit()]);
  const walk = (page: typeof one): Walk => ({ page, request, markers, slug: made.slug });
  const paying = { one, other, markers, url, references: made.references };

  await Promise.all([
    test.step("money", async () => {
      const batch = await collectAndRelease(paying);
      await takeToBank(paying, batch);
      await readAnswers(paying, batch);
    }),
    test.step("papers and texts", async () => {
      await proveOverSmpp(walk(recipient), smpp, people.phones[1]);
      await askForCode(walk(claimant), people.loss);
      await claimant.locator("input[name=code]").fill(await awaitCode(request, people.loss));
      await press(claimant, "See my result");
      await expect(claimant).toHaveURL(/\/result$/);
      const reference = await claim(walk(claimant), people.loss);
      await keepPaper(walk(claimant), desk, s3, reference);
    }),
  ]);
  await test.step("codes", () => awaitCodesOverSmpp(markers, smpp, people.phones[0]));
  await test.step("letters", () => sendLetters(one, { markers, url, waveId: made.waveId }));
  await test.step("rejects", () => exportRejects(one, other, markers));
  expect(smpp.binds.at(-1)).toMatchObject({ system_id: "amends", password });
  expect([s3.refused, s3.objects.size > 0]).toEqual([0, true]);

  const kept = (line: string) => [...s3.objects, [line, { bytes: Buffer.from(line) }] as const].flatMap(([name, { bytes }]) => [{ place: "the name of an object", text: name }, { place: "an object of the store", text: bytes }]);
  await expectNowhere(walking, { request, markers, stranger, shownOtherwise: SHOWN_OTHERWISE, more: kept });
  await Promise.all([s3.close(), smpp.close()]);
});

import { expect, it } from "vitest";
import { aFiledClaim, aProgramme, decideFiled } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { countParts, findLinks } from "@/lib/sms-text";
import { openEnquiry } from "../enquiries/open-enquiry";
import { getEnquiry, listEnquiries } from "../enquiries/queries";
import { replyToEnquiry } from "../enquiries/reply-to-enquiry";
import { getClaim } from "./queries/get-claim";
import { searchClaims } from "./search-claims";
import { takeClaim } from "./take-claim";
import { withdrawClaim } from "./withdraw-claim";

const database = useDatabase();
const CSV = "ref,kind,named_by,email,phone,confirmed\na,account-holder,,minji@example.com,,names\nb,third-party,a,,010-3456-7890,names;physical-addresses";

async function scene(locale: "ko" | "en") {
  const incident = await aPublishedIncident(database.parts, CSV);
  return { incident, programme: await aProgramme(database.parts, incident), subject: await aSubject(database.parts, incident, "010-3456-7890", locale) };
}

it.each(["ko", "en"] as const)("a claim of somebody known by phone alone is answered by text, every time (%s)", async (locale) => {
  const { incident, programme, subject } = await scene(locale);
  const first = await aFiledClaim(subject, programme);
  await withdrawClaim(subject, { claimId: first.id });
  const support = staffContext(database.parts, ["support"]);
  const { id } = await aFiledClaim(subject, programme);
  await takeClaim(support, { claimId: id });
  expect((await getClaim(support, id)).masked.contact).toBe("010-••••-••90");
  expect((await searchClaims(support, incident.id, { query: "+82 10 3456 7890" })).map((claim) => claim.id)).toContain(id);
  const outcome = locale === "ko" ? "approved" : "denied";
  await decideFiled(support, id, outcome === "approved" ? "yes" : "no", "The address list has your number twice.");
  const sent = (await openQueued(database.parts, incident.id)).filter(({ purpose }) => purpose.startsWith("claim"));
  expect(sent.map(({ purpose }) => purpose)).toEqual(["claim-received", "claim-withdrawn", "claim-received", "claim-in-review", `claim-${outcome}`]);
  for (const { channel, content } of sent) {
    expect([channel, content.to]).toEqual(["sms", "+821034567890"]);
    expect(findLinks(content.text)).toEqual([]);
    expect(content.text).toMatch(/C-[2-9A-Z]{4}-[2-9A-Z]{4}/);
    expect(countParts(content.text).parts).toBeLessThanOrEqual(locale === "ko" ? 3 : 2);
  }
});

it("an enquiry by phone is answered by text, short and without links", async () => {
  const { incident, subject } = await scene("en");
  await openEnquiry(subject, incident, { text: "My address was never in your shop.", dataClass: "" });
  const support = staffContext(database.parts, ["support"]);
  const { enquiries: [enquiry] } = await listEnquiries(support, incident.id, { state: "open" });
  const enquiryId = enquiry!.id;
  expect(await getEnquiry(support, enquiryId)).toMatchObject({ contact: "010-••••-••90", contactKind: "phone" });
  await expect(replyToEnquiry(support, { enquiryId, text: "Look at haneulmall.example again." })).rejects.toMatchObject({ fields: { text: ["sms-foreign-link"] } });
  await expect(replyToEnquiry(support, { enquiryId, text: "long ".repeat(400) })).rejects.toMatchObject({ fields: { text: ["reply-too-long-sms"] } });
  await replyToEnquiry(support, { enquiryId, text: "A friend entered your address in May." });
  const sent = (await openQueued(database.parts, incident.id)).filter(({ purpose }) => purpose.startsWith("enquiry"));
  expect(sent.map(({ purpose, channel, content }) => [purpose, channel, content.to])).toEqual([
    ["enquiry-received", "sms", "+821034567890"],
    ["enquiry-reply", "sms", "+821034567890"],
  ]);
  expect(sent[1]?.content.text).toContain("A friend entered your address in May.");
});

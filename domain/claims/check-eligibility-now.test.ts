import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { claims } from "@/db/schema/claims";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import { aDraftClaim, aProgramme, decideFiled } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { chooseBenefits } from "./answers/choose-benefits";
import { checkEligibilityNow, whyNotEligibleNow } from "./check-eligibility-now";
import { fileClaim } from "./file-claim";
import { takeClaim } from "./take-claim";

const database = useDatabase();
const reason = "It was looked at with care.";

/** A claim for vouchers of everybody whose names leaked and for a code of everybody of whom anything did, under review, and a way to publish what the data says next. */
async function scene(eligibleBy: ProgrammeTerms["eligibleBy"]) {
  const every = (classes: ProgrammeTerms["benefits"][number]["eligibility"]["classes"]) => ({ name: { ko: "이름", en: "Name" }, explanation: { ko: "설명", en: "About" }, eligibility: { evidence: "confirmed" as const, classes, kinds: ["account-holder" as const] } });
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed,possible\na,minji@example.com,names;access-codes,purchases");
  const programme = await aProgramme(database.parts, incident, {
    eligibleBy,
    exclusive: [],
    benefits: [
      { kind: "vouchers", slug: "vouchers", ...every(["names"]), membersOnly: false, parts: [{ valueMinor: 50_000n, validDays: 365, minimumSpendMinor: 0n, keepsBalance: true, notFor: { ko: "", en: "" } }] },
      { kind: "monitoring", slug: "watch", ...every([]), months: 12, costMinor: 9_000n, provider: { ko: "하늘지킴이", en: "Haneul Watch" } },
    ],
  });
  const subject = await aSubject(database.parts, incident, "minji@example.com");
  const claimId = await aDraftClaim(subject, programme);
  await chooseBenefits(subject, { claimId, benefits: ["vouchers", "watch"] });
  const claim = await fileClaim(subject, { claimId, termsVersion: 1, accept: "1" });
  const agent = staffContext(database.parts, ["support"]);
  await takeClaim(agent, { claimId });
  let version = 1;
  const next = async (row: string) => {
    await importText(database.parts, incident.id, `ref,email,confirmed,possible,cleared\n${row}`, "amend");
    await publish(database.parts, incident.id, ++version);
  };
  const state = async () => (await database.db.select({ state: claims.state }).from(claims).where(eq(claims.id, claimId)))[0]?.state;
  const decide = async (outcome: "approved" | "denied") => {
    await decideFiled(agent, claimId, outcome === "approved" ? "yes" : "no", reason);
    return { state: await state() };
  };
  return { claim, agent, next, decide };
}

it("looks at the data published now, says what has changed, and refuses to approve what the record is eligible for no more", async () => {
  const { claim, agent, next, decide } = await scene("now");
  expect(await checkEligibilityNow(agent, claim)).toEqual({ filedVersion: 1, version: 1, found: true, changed: [], lost: [] });
  await next("a,minji@example.com,access-codes;purchases,,names");
  const check = await checkEligibilityNow(agent, claim);
  expect(check).toMatchObject({ filedVersion: 1, version: 2, found: true, lost: ["vouchers"] });
  expect(check?.changed).toEqual(expect.arrayContaining([{ slug: "names", from: "confirmed", to: "cleared" }, { slug: "purchases", from: "possible", to: "confirmed" }]));
  expect(check?.changed).toHaveLength(2);
  expect(whyNotEligibleNow(check, ["watch"])).toBeNull();
  expect(whyNotEligibleNow(check, ["watch", "vouchers"])).toMatchObject({ reason: "not-eligible-now" });
  await expect(decide("approved")).rejects.toMatchObject({ reason: "not-eligible-now" });
  expect((await database.db.select({ state: claims.state }).from(claims).where(eq(claims.id, claim.id)))[0]?.state).toBe("in-review");
  await next("a,minji@example.com,names;access-codes,,");
  expect((await decide("approved")).state).toBe("approved");
});

it("lets a claim that lost its ground be denied", async () => {
  const { claim, agent, next, decide } = await scene("now");
  await next("a,minji@example.com,,,names;access-codes;purchases");
  expect(await checkEligibilityNow(agent, claim)).toMatchObject({ found: true, lost: ["vouchers", "watch"] });
  await expect(decide("approved")).rejects.toMatchObject({ reason: "not-eligible-now" });
  expect((await decide("denied")).state).toBe("denied");
});

it("lets who was eligible at filing stay so, where the terms say that", async () => {
  const { claim, agent, next, decide } = await scene("filing");
  await next("a,minji@example.com,,,names;access-codes;purchases");
  expect(await checkEligibilityNow(agent, claim)).toBeNull();
  expect((await decide("approved")).state).toBe("approved");
  await expect(checkEligibilityNow(staffContext(database.parts, ["comms"]), claim)).rejects.toMatchObject({ kind: "forbidden" });
});

import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { claims } from "@/db/schema/claims";
import { demoTerms } from "@/db/seed/demo-programme";
import { aFiledLossClaim, aProgramme, changeTerms, decideFiled, lossTerms } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { movedMoney, paymentMails } from "@/test/payments";
import { saveAccount } from "../claims/answers/save-account";
import { saveLostTime } from "../claims/answers/save-lost-time";
import { chooseBenefits } from "../claims/answers/choose-benefits";
import { appealClaim } from "../claims/appeal-claim";
import { confirmDecision } from "../claims/decisions/confirm-decision";
import { fileClaim } from "../claims/file-claim";
import { startPaperClaim } from "../claims/paper/start-paper-claim";
import { getClaim } from "../claims/queries/get-claim";
import { takeClaim } from "../claims/take-claim";
import type { StaffContext } from "../kernel/context";
import { recountLedger } from "../ledger/recount-ledger";
import { collectPayments } from "./collect-payments";
import { getBatch } from "./queries";
import { sharePool } from "./share-pool";
import { tellShares } from "./tell-shares";

const database = useDatabase();
const DAY = 86_400_000;
const dayAt = (days: number) => new Date(Date.now() + 9 * 3_600_000 + days * DAY).toISOString().slice(0, 10);
const account = { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" };
/** When the pool has been shared, and letters still come. */
const late = (role: "support" | "finance" = "support"): StaffContext => ({ ...staffContext(database.parts, [role], randomUUID()), clock: { now: () => new Date(Date.now() + 130 * DAY) } });

/** A pool of which one claim of 87,523 won is paid, and somebody who claims on paper. */
async function aScene(poolMinor: bigint, terms: Parameters<typeof aProgramme>[2] = {}) {
  const incident = await aPublishedIncident(database.parts, ["ref,email,confirmed", "m,minji@example.com,names", "s,sora@example.com,names", "j,jiho@example.com,names"].join("\n"));
  const programme = await aProgramme(database.parts, incident, { ...lossTerms, poolMinor, proRata: true, ...terms });
  const agent = staffContext(database.parts, ["support"]);
  const first = await aFiledLossClaim(await aSubject(database.parts, incident, "minji@example.com"), programme, ["80000"], account);
  await takeClaim(agent, { claimId: first.id });
  await decideFiled(agent, first.id, "yes");
  /** Two hours, 20,060 won, posted on the last day that counts, entered by one and taken by another. */
  const onPaper = async (subjectId: bigint, typist = late(), by = late(), benefits = ["time"]) => {
    const { claimId } = await startPaperClaim(typist, incident.id, { programme: programme.slug, subjectId: subjectId.toString(), postmarkedOn: dayAt(0), signer: "이소라", locale: "en", answer: "e0" });
    await chooseBenefits(typist, { claimId, benefits });
    await saveLostTime(typist, { claimId, hours: "2", minutes: "", what: "I called the bank and changed my passwords." });
    await saveAccount(typist, { claimId, ...account, holder: "이소라" });
    await fileClaim(typist, { claimId, termsVersion: programme.termsVersion, accept: "1" });
    await takeClaim(by, { claimId });
    return { claimId, typist, by };
  };
  const share = () => sharePool(late("finance"), { programmeId: programme.id });
  const money = () => movedMoney(late("finance"), incident.id);
  const tell = () => tellShares(systemContext(database.parts), programme.id);
  const balanced = async () => expect(await recountLedger(systemContext(database.parts))).toBe(0n);
  const subjectOf = async (ref: number) => BigInt((await database.db.execute<{ id: string }>(sql`select subject_id::text as id from subjects where incident_id = ${incident.id} order by subject_id`)).rows[ref]!.id);
  return { incident, programme, first, onPaper, share, money, tell, balanced, subjectOf };
}

describe("a claim that is decided after its pool was shared", () => {
  it("is approved as it was judged and gets nothing where nothing is left, by one person or two, and is told so", async () => {
    const { incident, onPaper, share, money, tell, balanced, subjectOf } = await aScene(50_000n);
    await share();
    expect(await tell()).toBe(1);
    const [one, two] = [await onPaper(await subjectOf(1)), await onPaper(await subjectOf(2))];
    expect(await decideFiled(one.by, one.claimId, "yes")).toMatchObject({ proposed: false });
    // Whoever typed it only proposes.
    await takeClaim({ ...two.typist, actor: { ...two.typist.actor, roles: ["lead"] } }, { claimId: two.claimId });
    expect(await decideFiled(two.typist, two.claimId, "yes")).toMatchObject({ proposed: true });
    const edit = (await getClaim(two.by, two.claimId)).decisions.at(-1)!.edit;
    await confirmDecision(two.by, { claimId: two.claimId, edit, seen: 0 });
    for (const { claimId, by } of [one, two]) expect(await getClaim(by, claimId)).toMatchObject({ claim: { state: "approved", approvedMinor: 20_060n, flags: ["nothing-left"] }, cutMinor: 20_060n });
    expect(await money()).toEqual([50_000, 0, 0, 0]);
    await balanced();
    const approvals = (await openQueued(database.parts, incident.id)).filter(({ purpose }) => purpose === "claim-approved").map(({ content }) => content.text);
    expect(approvals.at(-1)).toMatch(/This is what was approved:[\s\S]*does not hold all of it any more/);
    expect(approvals.at(-1)).not.toMatch(/We will pay it/);
    expect(await tell()).toBe(2);
    expect((await paymentMails(database.parts, incident.id)).map(({ purpose }) => purpose)).toEqual(["claim-payment-share", "claim-payment-share-nothing", "claim-payment-share-nothing"]);
  });

  it("gets what is left of it, to the last unit, however many are decided at once", async () => {
    const { programme, first, onPaper, share, money, tell, balanced, subjectOf } = await aScene(100_000n);
    await share();
    const both = [await onPaper(await subjectOf(1)), await onPaper(await subjectOf(2))];
    await Promise.all(both.map(({ by, claimId }) => decideFiled(by, claimId, "yes")));
    expect(await money()).toEqual([100_000, 0, 0, 0]);
    await balanced();
    expect(await tell()).toBe(2);
    const { list } = await getBatch(late("finance"), (await collectPayments(late("finance"), { programmeId: programme.id, payOn: "2099-12-01", most: "" })).batchId);
    expect(list.map(({ claimId, cashMinor }) => [claimId === first.id, cashMinor]).sort()).toEqual([[false, 12_477n], [true, 87_523n]]);
  });

  it("also on appeal", async () => {
    const { onPaper, share, money, balanced, subjectOf } = await aScene(50_000n);
    const now = staffContext(database.parts, ["support"]);
    const { claimId, typist } = await onPaper(await subjectOf(1), staffContext(database.parts, ["support"]), now);
    await decideFiled(now, claimId, "no", "The time does not follow from the leak.");
    await expect(share()).rejects.toMatchObject({ reason: "claims-undecided" });
    await database.db.update(claims).set({ decidedAt: new Date(Date.now() - 60 * DAY) }).where(eq(claims.id, claimId));
    await share();
    const other = late();
    await appealClaim({ ...late(), actor: typist.actor }, { claimId, postmarkedOn: dayAt(20), text: "The bank asked me to come in person." });
    await takeClaim(other, { claimId });
    await decideFiled(other, claimId, "yes");
    expect(await getClaim(other, claimId)).toMatchObject({ claim: { state: "approved", approvedMinor: 20_060n, flags: ["nothing-left"] }, cutMinor: 20_060n });
    expect(await money()).toEqual([50_000, 0, 0, 0]);
    await balanced();
  });

  it("waits for terms with a larger pool where vouchers, which cannot be cut, do not fit, and gets its money as far as it goes", async () => {
    const vouchers = demoTerms.benefits.find(({ kind }) => kind === "vouchers")!;
    const terms = { benefits: [...lossTerms.benefits, { ...vouchers, eligibility: lossTerms.benefits[0].eligibility }], exclusive: [] };
    const { programme, onPaper, share, money, balanced, subjectOf } = await aScene(100_000n, terms);
    await share();
    const { claimId, by } = await onPaper(await subjectOf(1), late(), late(), ["time", vouchers.slug]);
    await expect(decideFiled(by, claimId, "yes")).rejects.toMatchObject({ reason: "pool-below-codes" });
    await changeTerms(database.parts, programme, { poolMinor: 140_000n });
    await decideFiled(by, claimId, "yes");
    expect(await getClaim(by, claimId)).toMatchObject({ claim: { state: "approved", approvedMinor: 70_060n, flags: [] }, cutMinor: 17_583n });
    expect(await money()).toEqual([140_000, 0, 0, 0]);
    await balanced();
  });
});

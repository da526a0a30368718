import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { programmes, programmeVersions } from "@/db/schema/programmes";
import { aDraftClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { listProgrammeMoney } from "../ledger/queries";
import { recountLedger } from "../ledger/recount-ledger";
import { findProgrammeById } from "../programmes/queries";
import { storeTerms } from "../programmes/store-terms";
import type { Benefit } from "../programmes/types";
import { chooseBenefits } from "./answers/choose-benefits";
import { saveAccount } from "./answers/save-account";
import { saveLoss } from "./answers/save-loss";
import { saveLostTime } from "./answers/save-lost-time";
import { appealClaim } from "./appeal-claim";
import { conditionsOf } from "./decisions/rules";
import { readAsked } from "./decisions/read-asked";
import { fileClaim } from "./file-claim";
import { getOwnClaim } from "./own-claim";
import { requestItemsOf } from "./requests/rules";
import { takeClaim } from "./take-claim";

const database = useDatabase();
const words = { ko: "손해", en: "Losses" };
const losses = (slug: string, loss: string): Benefit => ({
  ...{ kind: "documented-loss", slug, name: words, explanation: words, capMinor: 100_000n, losses: [{ slug: loss, name: words }] },
  eligibility: { evidence: "confirmed", classes: [], kinds: ["account-holder"] },
});
const terms = { ...lossTerms, benefits: [losses("loss", "card"), losses("fees", "fee")] };

it("each loss is asked for, reserved, judged and paid under the one benefit that names its kind", async () => {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes");
  const programme = await aProgramme(database.parts, incident, { ...terms, poolMinor: 1_000_000n });
  const subject = await aSubject(database.parts, incident, "minji@example.com");
  const agent = staffContext(database.parts, ["support"]);
  const claimId = await aDraftClaim(subject, programme);
  const loss = { claimId, on: "2026-01-05", what: "카드를 다시 만든 값입니다." };
  await chooseBenefits(subject, { claimId, benefits: "loss" });
  await expect(saveLoss(subject, { ...loss, loss: "fee", amount: "50" })).rejects.toMatchObject({ fields: { loss: ["choose-one"] } });
  expect(await chooseBenefits(subject, { claimId, benefits: ["loss", "fees"] })).toEqual({ next: "losses" });
  // What is chosen has something to be judged: the other benefit still lacks a loss.
  expect(await saveLoss(subject, { ...loss, loss: "card", amount: "300" })).toEqual({ next: "losses" });
  expect(await saveLoss(subject, { ...loss, loss: "fee", amount: "50" })).toEqual({ next: "account" });
  await saveAccount(subject, { claimId, kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" });
  const filed = await fileClaim(subject, { claimId, termsVersion: 1, accept: "1" });
  const { benefits } = await getOwnClaim(subject, filed.reference!);
  expect(benefits.map(({ benefit, askedMinor, allowedMinor }) => [benefit, askedMinor, allowedMinor])).toEqual([["fees", 50n, 50n], ["loss", 300n, 300n]]);
  const money = async () => (await listProgrammeMoney(staffContext(database.parts, ["finance"]), incident.id))[0];
  expect(await money()).toMatchObject({ reservedMinor: 350n });
  const asked = await readAsked(agent, claimId);
  expect(conditionsOf(asked).filter(({ condition }) => condition === "loss-covered")).toHaveLength(2);
  expect(requestItemsOf(asked).filter((item) => item.startsWith("papers:"))).toHaveLength(2);
  await takeClaim(agent, { claimId });
  await decideFiled(agent, claimId, "yes");
  expect((await getOwnClaim(subject, filed.reference!)).claim).toMatchObject({ state: "approved", approvedMinor: 350n });
  expect(await money()).toMatchObject({ reservedMinor: 0n, approvedMinor: 350n });
});

it("a benefit of which no loss holds is refused with its own reason, and the other is granted in full", async () => {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes");
  const programme = await aProgramme(database.parts, incident, terms);
  const subject = await aSubject(database.parts, incident, "minji@example.com");
  const agent = staffContext(database.parts, ["support"]);
  const claimId = await aDraftClaim(subject, programme);
  await chooseBenefits(subject, { claimId, benefits: ["loss", "fees"] });
  for (const [of, amount] of [["card", "300"], ["fee", "50"]] as const) await saveLoss(subject, { claimId, loss: of, amount, on: "2026-01-05", what: "카드를 다시 만든 값입니다." });
  await saveAccount(subject, { claimId, kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" });
  const { reference } = await fileClaim(subject, { claimId, termsVersion: 1, accept: "1" });
  await takeClaim(agent, { claimId });
  const fee = (await readAsked(agent, claimId)).answers.losses.find((one) => one.loss === "fee")!;
  await decideFiled(agent, claimId, "yes", "수수료 영수증이 없습니다.", { [`met.fees.loss-proven.${fee.id}`]: "no", [`amount.${fee.id}`]: "20" });
  const { claim, decision } = await getOwnClaim(subject, reference!);
  expect(claim.approvedMinor).toBe(300n);
  expect(decision?.lines.map(({ benefit, granted, reasons }) => [benefit, granted, reasons.length])).toEqual([["fees", false, 1], ["loss", true, 0]]);
});

it("losses of a benefit that is not chosen any more take no place from those that can be seen", async () => {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes");
  const subject = await aSubject(database.parts, incident, "minji@example.com");
  const claimId = await aDraftClaim(subject, await aProgramme(database.parts, incident, terms));
  const save = (loss: string) => saveLoss(subject, { claimId, loss, amount: "1", on: "2026-01-05", what: "카드를 다시 만든 값입니다." });
  await chooseBenefits(subject, { claimId, benefits: "loss" });
  for (let n = 0; n < 30; n++) await save("card");
  await expect(save("card")).rejects.toMatchObject({ fields: { form: ["losses-too-many"] } });
  await chooseBenefits(subject, { claimId, benefits: "fees" });
  expect(await save("fee")).toEqual({ next: "account" });
});

describe("under older terms, in which two benefits name one kind of loss and two pay lost time", () => {
  const time = lossTerms.benefits[1];
  const [card, fee] = [{ slug: "card", name: words }, { slug: "fee", name: words }];
  const older: Benefit[] = [
    { ...losses("loss", "card"), kind: "documented-loss", capMinor: 100_000n, losses: [card] },
    { ...losses("fees", "fee"), kind: "documented-loss", capMinor: 60_000n, losses: [fee, card] },
    time,
    { ...time, slug: "more-time", rateMinor: 20_000n },
  ];
  const jointCaps = [{ benefits: ["loss", "fees"], capMinor: 120_000n }];

  /** Losses of 80,000 won by card and 50,000 in fees, and 40 minutes, asked for under all four and taken by an agent. */
  async function aTakenClaim() {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes");
    const { id } = await aProgramme(database.parts, incident, { ...terms, poolMinor: 1_000_000n });
    // Nobody can publish them any more.
    const [version] = await database.db.select().from(programmeVersions).where(sql`programme_id = ${id}`);
    await database.db.insert(programmeVersions).values({ ...version!, number: 2, terms: storeTerms({ ...(await findProgrammeById(database.db, id))!.terms, benefits: older, jointCaps }) });
    await database.db.update(programmes).set({ publishedVersion: 2 }).where(sql`id = ${id}`);
    const programme = (await findProgrammeById(database.db, id))!;
    const subject = await aSubject(database.parts, incident, "minji@example.com");
    const [agent, other] = [staffContext(database.parts, ["support"]), staffContext(database.parts, ["support"])];
    const claimId = await aDraftClaim(subject, programme);
    await chooseBenefits(subject, { claimId, benefits: ["more-time", "fees", "time", "loss"] });
    await saveLostTime(subject, { claimId, hours: "", minutes: "40", what: "카드를 다시 만드느라 은행에 다녀왔습니다." });
    for (const [of, amount] of [["card", "80000"], ["fee", "50000"]] as const) await saveLoss(subject, { claimId, loss: of, amount, on: "2026-01-05", what: "카드를 다시 만든 값입니다." });
    await saveAccount(subject, { claimId, kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" });
    const claim = await fileClaim(subject, { claimId, termsVersion: 2, accept: "1" });
    await takeClaim(agent, { claimId });
    const money = async () => {
      const [one] = await listProgrammeMoney(staffContext(database.parts, ["finance"]), incident.id);
      expect(await recountLedger(systemContext(database.parts))).toBe(0n);
      return [one!.reservedMinor, one!.approvedMinor];
    };
    return { subject, agent, other, claim, money };
  }
  const linesOf = async (subject: Parameters<typeof getOwnClaim>[0], reference: string | null) => (await getOwnClaim(subject, reference!)).benefits.map(({ benefit, askedMinor, allowedMinor, approvedMinor }) => [benefit, askedMinor, allowedMinor, approvedMinor]);
  const judged = async (agent: Parameters<typeof readAsked>[0], claimId: string) => {
    const asked = await readAsked(agent, claimId);
    const lossOf = (id: string | undefined) => asked.answers.losses.find((one) => one.id === id)?.loss;
    return [conditionsOf(asked).filter(({ condition }) => condition === "loss-proven").map(({ benefit, loss }) => [benefit, lossOf(loss)]), requestItemsOf(asked).filter((item) => item.startsWith("papers:")).map((item) => lossOf(item.slice(7)))];
  };
  const TEXT = "수수료 영수증을 함께 보냅니다.";

  it("the rest keeps to the losses of the benefit that was refused, within the cap that both have", async () => {
    const { subject, agent, other, claim, money } = await aTakenClaim();
    expect(await linesOf(subject, claim.reference)).toEqual([["fees", 50_000n, 40_000n, null], ["loss", 80_000n, 80_000n, null], ["more-time", 0n, 0n, null], ["time", 6_687n, 7_523n, null]]);
    expect(await money()).toEqual([127_523n, 0n]);
    expect(await judged(agent, claim.id)).toEqual([[["fees", "fee"], ["loss", "card"]], ["fee", "card"]]);
    const refused = (await readAsked(agent, claim.id)).answers.losses.find(({ loss }) => loss === "fee")!;
    await decideFiled(agent, claim.id, "yes", "", { [`met.fees.loss-proven.${refused.id}`]: "no" });
    expect(await linesOf(subject, claim.reference)).toEqual([["fees", 50_000n, 40_000n, null], ["loss", 80_000n, 80_000n, 80_000n], ["more-time", 0n, 0n, null], ["time", 6_687n, 7_523n, 7_523n]]);
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    expect(await linesOf(subject, rest.reference)).toEqual([["fees", 50_000n, 40_000n, null]]);
    expect(await money()).toEqual([40_000n, 87_523n]);
    await takeClaim(other, { claimId: rest.id });
    expect(await judged(other, rest.id)).toEqual([[["fees", "fee"]], ["fee"]]);
    await decideFiled(other, rest.id, "yes");
    const { claim: after, decision } = await getOwnClaim(subject, rest.reference!);
    expect([after.state, after.approvedMinor, decision?.lines.map(({ amount, reasons }) => [amount, reasons.length])]).toEqual(["approved", 40_000n, [["40,000원", 1]]]);
    expect(await money()).toEqual([0n, 127_523n]);
  });

  it("what one benefit is refused the other does not pay, and its own appeal brings what the caps leave", async () => {
    const { subject, agent, other, claim, money } = await aTakenClaim();
    await decideFiled(agent, claim.id, "yes", "", { "met.loss.eligible": "no", "met.time.time-plausible": "no" });
    expect(await linesOf(subject, claim.reference)).toEqual([["fees", 50_000n, 40_000n, 50_000n], ["loss", 80_000n, 80_000n, null], ["more-time", 0n, 0n, null], ["time", 6_687n, 7_523n, null]]);
    const rest = await appealClaim(subject, { claimId: claim.id, text: TEXT });
    expect(await linesOf(subject, rest.reference)).toEqual([["loss", 80_000n, 70_000n, null], ["time", 6_687n, 7_523n, null]]);
    expect(await money()).toEqual([77_523n, 50_000n]);
    await takeClaim(other, { claimId: rest.id });
    expect(await judged(other, rest.id)).toEqual([[["loss", "card"]], ["card"]]);
    await decideFiled(other, rest.id, "yes");
    expect(await linesOf(subject, rest.reference)).toEqual([["loss", 80_000n, 70_000n, 70_000n], ["time", 6_687n, 7_523n, 7_523n]]);
    expect(await money()).toEqual([0n, 127_523n]);
  });
});

import { expect, it } from "vitest";
import { aDraftClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { listProgrammeMoney } from "../ledger/queries";
import type { Benefit } from "../programmes/types";
import { chooseBenefits } from "./answers/choose-benefits";
import { saveAccount } from "./answers/save-account";
import { saveLoss } from "./answers/save-loss";
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
  expect(requestItemsOf(asked.terms, asked.answers, asked.benefits).filter((item) => item.startsWith("papers:"))).toHaveLength(2);
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

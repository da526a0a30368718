import { describe, expect, it } from "vitest";
import { claimBenefits, claimDecisions, claims } from "@/db/schema/claims";
import { ledgerPools } from "@/db/schema/ledger";
import { aFiledClaim, aFiledLossClaim, aProgramme, decideFiled, lossTerms, saveFiledSheet } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { eq } from "drizzle-orm";
import { acceptAccount } from "../accept-account";
import type { StaffContext } from "../../kernel/context";
import { appealClaim } from "../appeal-claim";
import { changeAccount } from "../change-account";
import { getOwnClaim } from "../own-claim";
import { sendClaimMessage } from "../messages/send-claim-message";
import { writeClaimMessage } from "../messages/write-claim-message";
import { getClaim } from "../queries/get-claim";
import { answerRequest } from "../requests/answer-request";
import { askClaimant } from "../requests/ask-claimant";
import { closeRequest } from "../requests/close-request";
import { extendRequest } from "../requests/extend-request";
import { remindRequests } from "../requests/remind-requests";
import { takeClaim } from "../take-claim";
import { withdrawClaim } from "../withdraw-claim";
import { confirmDecision } from "./confirm-decision";
import { countProposed } from "./count-proposed";
import { decideClaim } from "./decide-claim";
import { returnDecision } from "./return-decision";
import { saveSheet } from "./save-sheet";

const database = useDatabase();
const CSV = "ref,email,confirmed\na,minji@example.com,names;access-codes";

async function scene(terms: Parameters<typeof aProgramme>[2] = lossTerms) {
  const incident = await aPublishedIncident(database.parts, CSV);
  const programme = await aProgramme(database.parts, incident, terms);
  const subject = await aSubject(database.parts, incident, "minji@example.com");
  const agent = staffContext(database.parts, ["support"]);
  return { incident, programme, subject, agent, other: staffContext(database.parts, ["support"]) };
}
const account = { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" };
const letters = async (incidentId: string) => (await openQueued(database.parts, incidentId)).filter(({ purpose }) => purpose.startsWith("claim-"));

/** Losses of 80,000 and 40,000 won and 40 minutes, in review. */
async function aReviewedClaim(terms?: Parameters<typeof aProgramme>[2]) {
  const all = await scene(terms);
  const claim = await aFiledLossClaim(all.subject, all.programme, ["80000", "40000"], account);
  await takeClaim(all.agent, { claimId: claim.id });
  const { answers } = await getClaim(all.agent, claim.id);
  const [first, second] = answers.losses;
  if (!first || !second) throw new Error("no losses");
  return { ...all, claim, first, second };
}

describe("a decision", () => {
  it("grants what its conditions allow, no more than was claimed or than the terms pay, and says why for the rest", async () => {
    const { incident, subject, agent, claim, first, second } = await aReviewedClaim();
    await decideFiled(agent, claim.id, "yes", "영수증에는 30,000원만 적혀 있습니다.", { [`met.loss.loss-proven.${second.id}`]: "no", [`amount.${first.id}`]: "30000" });
    const { claim: after, benefits, decision } = await getOwnClaim(subject, claim.reference!);
    expect(after).toMatchObject({ state: "approved", approvedMinor: 37_523n, approvedPayoutVersion: 1 });
    expect(benefits.map(({ benefit, approvedMinor }) => [benefit, approvedMinor])).toEqual([["loss", 30_000n], ["time", 7_523n]]);
    const [loss, time] = decision!.lines;
    expect(loss).toMatchObject({ granted: true, amount: "30,000원" });
    expect(loss!.reasons.join(" ")).toMatch(/40,000원.*자료가 없습니다.*80,000원.* 가운데 30,000원을 인정/s);
    expect(time).toMatchObject({ granted: true, amount: "7,523원", reasons: [] });
    const sent = (await letters(incident.id)).at(-1);
    expect(sent?.purpose).toBe("claim-approved");
    expect(sent?.content.text).toMatch(/30,000원[\s\S]*영수증에는[\s\S]*적게 지급되는/);
  });

  it("is refused amounts over what was claimed, papers of others, and a reason it lacks", async () => {
    const { agent, claim, first } = await aReviewedClaim();
    const base = { claimId: claim.id, edit: "0", payoutVersion: "1" };
    await expect(saveSheet(agent, { ...base, [`amount.${first.id}`]: "80001" })).rejects.toMatchObject({ fields: { [`amount.${first.id}`]: ["more-than-claimed"] } });
    await expect(saveSheet(agent, { ...base, minutes: "41" })).rejects.toMatchObject({ fields: { minutes: ["more-than-claimed"] } });
    await expect(saveSheet(agent, { ...base, [`paper.loss.loss-proven.${first.id}`]: "0199aaaa-0000-7000-8000-000000000000" })).rejects.toMatchObject({ fields: { [`paper.loss.loss-proven.${first.id}`]: ["choose-one"] } });
    const { edit } = await saveSheet(agent, { ...base, "met.loss.eligible": "yes" });
    await expect(decideClaim(agent, { claimId: claim.id, edit, seen: 0 })).rejects.toMatchObject({ reason: "sheet-incomplete" });
    // Smaller figures need words of their own; somebody else's save is not written over.
    await expect(decideFiled(agent, claim.id, "yes", "", { minutes: "20" })).rejects.toMatchObject({ reason: "sheet-incomplete" });
    await expect(saveSheet(agent, base)).rejects.toMatchObject({ reason: "claim-changed-meanwhile" });
  });

  it("leaves the share of a refused benefit to the others under a cap together", async () => {
    const { agent, claim } = await aReviewedClaim({ ...lossTerms, jointCaps: [{ benefits: ["loss", "time"], capMinor: 100_000n }] });
    expect((await getClaim(agent, claim.id)).benefits.map(({ allowedMinor }) => allowedMinor)).toEqual([100_000n, 0n]);
    await decideFiled(agent, claim.id, "yes", "이 손해는 확인되지 않습니다.", { "met.loss.eligible": "no" });
    const rows = await database.db.select({ benefit: claimBenefits.benefit, approved: claimBenefits.approvedMinor }).from(claimBenefits).where(eq(claimBenefits.claimId, claim.id));
    expect(rows).toEqual(expect.arrayContaining([{ benefit: "loss", approved: null }, { benefit: "time", approved: 7_523n }]));
  });

  it("that grants asks one person for a fresh proof and leaves nothing without it; denying and proposing ask for none", async () => {
    const stale = (ctx: StaffContext): StaffContext => ({ ...ctx, actor: { ...ctx.actor, proven: false } });
    const granted = await aReviewedClaim();
    await expect(decideFiled(stale(granted.agent), granted.claim.id, "yes")).rejects.toMatchObject({ kind: "stale-proof" });
    expect(await getClaim(granted.agent, granted.claim.id)).toMatchObject({ claim: { state: "in-review" }, decisions: [{ state: "draft" }] });
    expect((await letters(granted.incident.id)).map(({ purpose }) => purpose)).toEqual(["claim-received", "claim-in-review"]);
    await decideFiled(granted.agent, granted.claim.id, "yes");
    const denied = await aReviewedClaim();
    expect(await decideFiled(stale(denied.agent), denied.claim.id, "no", "이 손해는 확인되지 않습니다.")).toMatchObject({ proposed: false });
    const proposed = await aReviewedClaim({ ...lossTerms, secondPersonAboveMinor: 100_000n });
    expect(await decideFiled(stale(proposed.agent), proposed.claim.id, "yes")).toMatchObject({ proposed: true });
  });

  it("over the terms' limit is proposed by one and made by another, who may give it back", async () => {
    const { incident, agent, other, claim } = await aReviewedClaim({ ...lossTerms, secondPersonAboveMinor: 100_000n });
    expect(await decideFiled(agent, claim.id, "yes")).toEqual({ claimId: claim.id, proposed: true });
    const open = async () => (await getClaim(agent, claim.id)).decisions.at(-1)!;
    const { edit } = await open();
    expect((await getClaim(agent, claim.id)).claim.flags).toEqual(["second-person"]);
    await expect(confirmDecision(agent, { claimId: claim.id, edit, seen: 0 })).rejects.toMatchObject({ reason: "second-person" });
    await expect(database.db.update(claimDecisions).set({ state: "final", decidedBy: (await open()).proposedBy, decidedAt: new Date() }).where(eq(claimDecisions.claimId, claim.id))).rejects.toMatchObject({ cause: { constraint: "claim_decisions_second_person" } });
    await expect(saveFiledSheet(agent, claim.id, "no")).rejects.toMatchObject({ reason: "decision-proposed" });
    await expect(askClaimant(agent, { claimId: claim.id, items: "account" })).rejects.toMatchObject({ reason: "decision-proposed" });
    await returnDecision(other, { claimId: claim.id, edit, note: "두 번째 영수증을 다시 봐 주십시오." });
    expect(await open()).toMatchObject({ state: "draft", sheet: { returned: { note: "두 번째 영수증을 다시 봐 주십시오." } } });
    await decideFiled(agent, claim.id, "yes");
    const again = (await open()).edit;
    const made = await Promise.allSettled([confirmDecision(other, { claimId: claim.id, edit: again, seen: 0 }), confirmDecision(staffContext(database.parts, ["approver"]), { claimId: claim.id, edit: again, seen: 0 })]);
    expect(made.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await letters(incident.id)).map(({ purpose }) => purpose)).toEqual(["claim-received", "claim-in-review", "claim-approved"]);
    expect((await getClaim(agent, claim.id)).claim.flags).toEqual([]);
    await expect(database.db.delete(claimDecisions).where(eq(claimDecisions.claimId, claim.id))).rejects.toMatchObject({ cause: { constraint: "claim_decisions_kept" } });
  });
});

describe("an appeal", () => {
  it("is decided by somebody else, within its days, and ends the matter", async () => {
    const { incident, subject, agent, other, claim } = await aReviewedClaim();
    await decideFiled(agent, claim.id, "no", "유출과 관계를 확인할 수 없습니다.");
    const denied = (await getOwnClaim(subject, claim.reference!)).decision!;
    expect(denied.appealBy!.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    await expect(appealClaim(subject, { claimId: claim.id, text: "아니요" })).rejects.toMatchObject({ fields: { text: ["say-more"] } });
    await appealClaim(subject, { claimId: claim.id, text: "카드사에서 유출 때문이라고 했습니다." });
    await expect(takeClaim(agent, { claimId: claim.id })).rejects.toMatchObject({ reason: "appeal-own-decision" });
    await takeClaim(other, { claimId: claim.id });
    await decideFiled(other, claim.id, "no", "다시 살펴보아도 확인할 수 없습니다.");
    const own = await getOwnClaim(subject, claim.reference!);
    expect(own).toMatchObject({ claim: { state: "denied-final" }, decision: { stage: "appeal", appealBy: null } });
    await expect(appealClaim(subject, { claimId: claim.id, text: "한 번 더 보아 주십시오, 부탁드립니다." })).rejects.toMatchObject({ reason: "claim-not-appealable" });
    expect((await getClaim(agent, claim.id)).decisions.map(({ stage, state }) => `${stage} ${state}`)).toEqual(["first final", "appeal final"]);
    const sent = await letters(incident.id);
    expect(sent.map(({ purpose }) => purpose)).toEqual(["claim-received", "claim-in-review", "claim-denied", "claim-appealed", "claim-denied-final"]);
    expect(sent[2]?.content.text).toMatch(/재심사를 요청하실 수 있습니다/);
  });

  it("comes too late after its last day", async () => {
    const { subject, agent, claim } = await aReviewedClaim();
    await decideFiled(agent, claim.id, "no", "유출과 관계를 확인할 수 없습니다.");
    const late = { ...subject, clock: { now: () => new Date(Date.now() + 32 * 86_400_000) } };
    await expect(appealClaim(late, { claimId: claim.id, text: "카드사에서 유출 때문이라고 했습니다." })).rejects.toMatchObject({ reason: "appeal-too-late" });
  });
});

describe("what is missing", () => {
  it("is asked for by a list and a day, reminded of, answered late, and comes back to the same agent", async () => {
    const { incident, subject, agent, other, claim, first } = await aReviewedClaim();
    await expect(askClaimant(other, { claimId: claim.id, items: [`papers:${first.id}`] })).rejects.toMatchObject({ reason: "claim-of-another" });
    await expect(askClaimant(agent, { claimId: claim.id })).rejects.toMatchObject({ fields: { items: ["choose-what"] } });
    await expect(askClaimant(agent, { claimId: claim.id, items: ["papers:gone"] })).rejects.toMatchObject({ fields: { items: ["choose-what"] } });
    await expect(askClaimant(agent, { claimId: claim.id, items: ["other"] })).rejects.toMatchObject({ fields: { note: ["say-more"] } });
    await askClaimant(agent, { claimId: claim.id, items: [`papers:${first.id}`, "explain-time"] });
    const { request } = await getOwnClaim(subject, claim.reference!);
    expect(request).toMatchObject({ items: [`papers:${first.id}`, "explain-time"] });
    expect(request!.cureBy.toISOString()).toMatch(/T14:59:59.000Z$/);
    await expect(decideFiled(agent, claim.id, "no", "기다리지 않고 결정합니다.")).rejects.toMatchObject({ reason: "claim-not-in-review" });
    const around = (at: Date, days: number) => ({ ...systemContext(database.parts), clock: { now: () => new Date(at.getTime() + days * 86_400_000) } });
    expect(await remindRequests(around(request!.cureBy, -5))).toBe(0);
    await remindRequests(around(request!.cureBy, -2));
    await remindRequests(around(request!.cureBy, -1));
    await expect(extendRequest(agent, { claimId: claim.id, until: "2026-01-01" })).rejects.toMatchObject({ fields: { until: ["date-not-later"] } });
    await extendRequest(agent, { claimId: claim.id, until: new Date(request!.cureBy.getTime() + 10 * 86_400_000).toISOString().slice(0, 10) });
    const later = (await getOwnClaim(subject, claim.reference!)).request!.cureBy;
    expect(later.getTime() - request!.cureBy.getTime()).toBe(10 * 86_400_000);
    await remindRequests(around(later, 1));
    await remindRequests(around(later, 2));
    await expect(answerRequest(subject, { claimId: claim.id })).rejects.toMatchObject({ fields: { answer: ["required"] } });
    await answerRequest(subject, { claimId: claim.id, answer: "은행에 두 번 다녀왔습니다." });
    expect((await getClaim(agent, claim.id)).claim).toMatchObject({ state: "in-review", assignedTo: agent.actor.staffId });
    expect((await getClaim(agent, claim.id)).requests).toMatchObject([{ answer: "은행에 두 번 다녀왔습니다." }]);
    await expect(answerRequest(subject, { claimId: claim.id, answer: "한 번 더" })).rejects.toMatchObject({ reason: "claim-not-asked" });
    const sent = await letters(incident.id);
    expect(sent.map(({ purpose }) => purpose)).toEqual(["claim-received", "claim-in-review", "claim-asked", "claim-reminded", "claim-extended", "claim-passed", "claim-answered"]);
    expect(sent[2]?.content.text).toContain("80,000원");
    expect(sent[2]?.content.text).not.toContain("40,000원");
  });

  it("can be gone on without, and is then decided with a reason", async () => {
    const { subject, agent, other, claim } = await aReviewedClaim();
    await askClaimant(agent, { claimId: claim.id, items: ["account"] });
    await expect(closeRequest(other, { claimId: claim.id })).rejects.toMatchObject({ reason: "claim-of-another" });
    await closeRequest(agent, { claimId: claim.id });
    await expect(answerRequest(subject, { claimId: claim.id, answer: "이제 보냅니다" })).rejects.toMatchObject({ reason: "claim-not-asked" });
    await decideFiled(agent, claim.id, "no", "요청드린 계좌를 받지 못했습니다.");
    expect((await getOwnClaim(subject, claim.reference!)).decision).toMatchObject({ outcome: "denied" });
  });
});

describe("a claim that is taken back", () => {
  const later = (days: number) => ({ ...systemContext(database.parts), clock: { now: () => new Date(Date.now() + days * 86_400_000) } });

  it("takes with it what was asked for: nobody waits for it or is reminded of it", async () => {
    const { incident, subject, agent, claim } = await aReviewedClaim();
    await askClaimant(agent, { claimId: claim.id, items: ["account"] });
    await withdrawClaim(subject, { claimId: claim.id });
    expect((await getOwnClaim(subject, claim.reference!)).request).toBeNull();
    expect((await getClaim(agent, claim.id)).requests).toMatchObject([{ answeredAt: null, closedBy: null, closedAt: expect.any(Date) as Date }]);
    await remindRequests(later(40));
    expect((await letters(incident.id)).map(({ purpose }) => purpose)).toEqual(["claim-received", "claim-in-review", "claim-asked", "claim-withdrawn"]);
  });

  it("takes with it what was proposed: it waits for no second person and nobody can make it", async () => {
    const { incident, subject, agent, other, claim } = await aReviewedClaim({ ...lossTerms, secondPersonAboveMinor: 100_000n });
    expect(await decideFiled(agent, claim.id, "yes")).toMatchObject({ proposed: true });
    const { edit } = (await getClaim(agent, claim.id)).decisions.at(-1)!;
    expect(await countProposed(agent, incident.id, 9)).toBe(1);
    await withdrawClaim(subject, { claimId: claim.id });
    expect(await countProposed(agent, incident.id, 9)).toBe(0);
    await expect(confirmDecision(other, { claimId: claim.id, edit, seen: 0 })).rejects.toMatchObject({ reason: "claim-changed-meanwhile" });
    const { claim: after, decisions } = await getClaim(agent, claim.id);
    expect([after.flags, decisions.map(({ state, proposedBy }) => [state, proposedBy])]).toEqual([[], [["draft", null]]]);
  });

  it("keeps nobody else from being reminded, and neither does one that cannot be read", async () => {
    const [gone, broken, waiting] = [await aReviewedClaim(), await aReviewedClaim(), await aReviewedClaim()];
    for (const { agent, claim } of [gone, broken, waiting]) await askClaimant(agent, { claimId: claim.id, items: ["account"] });
    await database.db.update(claims).set({ state: "withdrawn" }).where(eq(claims.id, gone.claim.id));
    await database.db.update(claims).set({ sealedAnswers: Buffer.alloc(40) }).where(eq(claims.id, broken.claim.id));
    await expect(remindRequests(later(40))).rejects.toThrow();
    expect((await letters(waiting.incident.id)).at(-1)?.purpose).toBe("claim-passed");
    await database.db.update(claims).set({ state: "withdrawn" }).where(eq(claims.id, broken.claim.id));
    expect(await remindRequests(later(41))).toBe(0);
  });
});

it("messages go both ways, sealed, marked until they are read, and lead to no page", async () => {
  const { incident, subject, agent, claim } = await aReviewedClaim();
  await writeClaimMessage(subject, { claimId: claim.id, text: "언제쯤 결정되나요?" });
  await expect(sendClaimMessage(agent, { claimId: claim.id, text: "https://haneulmall.example 에서 보십시오.", seen: 1 })).rejects.toMatchObject({ fields: { text: ["message-link"] } });
  expect((await getClaim(agent, claim.id)).claim.flags).toEqual(["unread"]);
  await sendClaimMessage(agent, { claimId: claim.id, text: "이번 주 안에 알려 드리겠습니다.", seen: 1 });
  expect((await getClaim(agent, claim.id)).claim.flags).toEqual([]);
  const { messages, decideBy } = await getOwnClaim(subject, claim.reference!);
  expect(decideBy!.getTime()).toBeGreaterThan(Date.now());
  expect(messages.map(({ from, text, readAt }) => [from, text, readAt])).toEqual([["claimant", "언제쯤 결정되나요?", expect.any(Date)], ["staff", "이번 주 안에 알려 드리겠습니다.", null]]);
  expect((await letters(incident.id)).at(-1)?.content.text).toContain("이번 주 안에 알려 드리겠습니다.");
  const { rows } = await database.db.$client.query<{ all: string }>("select string_agg(encode(sealed_text, 'escape'), '') as all from claim_messages");
  expect(rows[0]?.all).not.toMatch(/언제쯤|이번/);
});

describe("the account of a filed claim", () => {
  it("is changed only with a fresh proof, is told to the contact, and is accepted by an agent after approval", async () => {
    const { incident, subject, agent, claim } = await aReviewedClaim();
    const other = { claimId: claim.id, ...account, account: "110987654321" };
    const stale = { ...subject, clock: { now: () => new Date(Date.now() + 11 * 60_000) } };
    await expect(changeAccount(stale, other)).rejects.toMatchObject({ reason: "proof-too-old" });
    await decideFiled(agent, claim.id, "yes");
    await changeAccount(subject, other);
    const [row] = await database.db.select().from(claims).where(eq(claims.id, claim.id));
    expect(row).toMatchObject({ payoutVersion: 2, approvedPayoutVersion: 1 });
    const sent = (await letters(incident.id)).at(-1);
    expect(sent?.purpose).toBe("claim-account-changed");
    expect(sent?.content.text).not.toContain("110987654321");
    await expect(acceptAccount(agent, { claimId: claim.id, payoutVersion: "1" })).rejects.toMatchObject({ reason: "claim-changed-meanwhile" });
    await expect(acceptAccount({ ...agent, actor: { ...agent.actor, proven: false } }, { claimId: claim.id, payoutVersion: "2" })).rejects.toMatchObject({ reason: "stale-proof" });
    await acceptAccount(agent, { claimId: claim.id, payoutVersion: "2" });
    await expect(acceptAccount(agent, { claimId: claim.id, payoutVersion: "2" })).rejects.toMatchObject({ reason: "account-as-approved" });
  });

  it("is paid from a pool that is still to be shared only then, and no mail or page promises it before", async () => {
    const { incident, subject, agent, claim, first } = await aReviewedClaim({ ...lossTerms, poolMinor: 1_000_000n, proRata: true });
    await decideFiled(agent, claim.id, "yes", "영수증에는 30,000원만 적혀 있습니다.", { [`amount.${first.id}`]: "30000" });
    const { text } = (await letters(incident.id)).at(-1)!.content;
    expect(text).toMatch(/승인한 내용은 다음과 같습니다[\s\S]*적게 지급되는[\s\S]*승인된 금액보다 적어질 수 있습니다/);
    expect(text).not.toMatch(/지급 내용은 다음과 같습니다|재심사와 상관없이|선택하신 방법으로 지급합니다/);
    expect(await getOwnClaim(subject, claim.reference!)).toMatchObject({ unshared: true });
    await database.db.update(ledgerPools).set({ sharedAt: new Date() }).where(eq(ledgerPools.programmeId, claim.programmeId));
    expect(await getOwnClaim(subject, claim.reference!)).toMatchObject({ unshared: false });
  });

  it("of a decision that took two people is accepted by neither of them", async () => {
    const { subject, agent, claim } = await aReviewedClaim({ ...lossTerms, secondPersonAboveMinor: 50_000n });
    const second = staffContext(database.parts, ["lead"]);
    const edit = await saveFiledSheet(agent, claim.id, "yes");
    expect(await decideClaim(agent, { claimId: claim.id, edit, seen: 0 })).toMatchObject({ proposed: true });
    await confirmDecision(second, { claimId: claim.id, edit, seen: 0 });
    await changeAccount(subject, { claimId: claim.id, ...account, account: "110987654321" });
    for (const judge of [agent, second]) await expect(acceptAccount(judge, { claimId: claim.id, payoutVersion: "2" })).rejects.toMatchObject({ reason: "second-person" });
    expect(await acceptAccount(staffContext(database.parts, ["support"]), { claimId: claim.id, payoutVersion: "2" })).toMatchObject({ approvedPayoutVersion: 2 });
  });

  it("is never approved unseen, where it was changed after it was judged: not by one person, not when it is proposed", async () => {
    for (const terms of [lossTerms, { ...lossTerms, secondPersonAboveMinor: 100_000n }]) {
      const { subject, agent, claim } = await aReviewedClaim(terms);
      const edit = await saveFiledSheet(agent, claim.id, "yes");
      await changeAccount(subject, { claimId: claim.id, ...account, account: "110987654321" });
      await expect(decideClaim(agent, { claimId: claim.id, edit, seen: 0 })).rejects.toMatchObject({ reason: "account-not-judged" });
      // A page that was open before the change says that it shows the old one, and saves what was found of that.
      const again = await saveFiledSheet(agent, claim.id, "yes", "", { payoutVersion: "1" });
      await expect(decideClaim(agent, { claimId: claim.id, edit: again, seen: 0 })).rejects.toMatchObject({ reason: "account-not-judged" });
      await expect(saveFiledSheet(agent, claim.id, "yes", "", { payoutVersion: "3" })).rejects.toMatchObject({ reason: "claim-changed-meanwhile" });
      await decideFiled(agent, claim.id, "yes");
    }
  });

  it("is never approved unseen, where it was changed after the decision was proposed: it is given back and judged anew", async () => {
    const { subject, agent, other, claim } = await aReviewedClaim({ ...lossTerms, secondPersonAboveMinor: 100_000n });
    await decideFiled(agent, claim.id, "yes");
    const open = async () => (await getClaim(agent, claim.id)).decisions.at(-1)!;
    const { edit } = await open();
    await changeAccount(subject, { claimId: claim.id, ...account, account: "110987654321" });
    await expect(confirmDecision(other, { claimId: claim.id, edit, seen: 0 })).rejects.toMatchObject({ reason: "account-not-judged" });
    await returnDecision(other, { claimId: claim.id, edit, note: "계좌가 바뀌었으니 다시 확인해 주십시오." });
    await expect(decideClaim(agent, { claimId: claim.id, edit: (await open()).edit, seen: 0 })).rejects.toMatchObject({ reason: "account-not-judged" });
    await decideFiled(agent, claim.id, "yes");
    await confirmDecision(other, { claimId: claim.id, edit: (await open()).edit, seen: 0 });
    expect((await getClaim(agent, claim.id)).claim).toMatchObject({ state: "approved", payoutVersion: 2, approvedPayoutVersion: 2 });
  });

  it("is judged anew where an appeal, or a refusal because of it, was about another one; what has nothing to do with it is decided all the same", async () => {
    const { subject, agent, other, claim } = await aReviewedClaim();
    const refusing = await saveFiledSheet(agent, claim.id, "yes", "본인 계좌인지 알 수 없습니다.", { "met.loss.own-account": "no", "met.time.own-account": "no" });
    await changeAccount(subject, { claimId: claim.id, ...account, account: "110987654321" });
    await expect(decideClaim(agent, { claimId: claim.id, edit: refusing, seen: 0 })).rejects.toMatchObject({ reason: "account-not-judged" });
    const notEligible = await saveFiledSheet(agent, claim.id, "no", "유출과 관계를 확인할 수 없습니다.", { "met.loss.own-account": "", "met.time.own-account": "", payoutVersion: "1" });
    await decideClaim(agent, { claimId: claim.id, edit: notEligible, seen: 0 });
    await appealClaim(subject, { claimId: claim.id, text: "카드사에서 유출 때문이라고 했습니다." });
    await takeClaim(other, { claimId: claim.id });
    const edit = await saveFiledSheet(other, claim.id, "yes");
    await changeAccount(subject, { claimId: claim.id, ...account, account: "110111222333" });
    await expect(decideClaim(other, { claimId: claim.id, edit, seen: 1 })).rejects.toMatchObject({ reason: "account-not-judged" });
  });

  it("stays as it is where nothing is paid into one, and once nothing is to be paid", async () => {
    const { subject, programme, agent } = await scene({});
    const vouchers = await aFiledClaim(subject, programme);
    await expect(changeAccount(subject, { claimId: vouchers.id, ...account })).rejects.toMatchObject({ reason: "account-closed" });
    const { subject: second, claim, agent: decider } = await aReviewedClaim();
    await decideFiled(decider, claim.id, "no", "유출과 관계를 확인할 수 없습니다.");
    await expect(changeAccount(second, { claimId: claim.id, ...account })).rejects.toMatchObject({ reason: "account-closed" });
    expect(agent.actor.kind).toBe("staff");
  });
});

import { randomUUID } from "node:crypto";
import { asc, eq, isNotNull } from "drizzle-orm";
import { expect, it } from "vitest";
import { claimEvents, claims } from "@/db/schema/claims";
import { aDraftClaim, aFiledLossClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { acceptAccount } from "../claims/accept-account";
import { appealClaim } from "../claims/appeal-claim";
import { changeAccount } from "../claims/change-account";
import { listMacros } from "../claims/desk/macros/list-team-texts";
import { runMacro } from "../claims/desk/macros/run-macro";
import { saveMacro } from "../claims/desk/macros/save-team-texts";
import { answerRequest } from "../claims/requests/answer-request";
import { askClaimant } from "../claims/requests/ask-claimant";
import { closeRequest } from "../claims/requests/close-request";
import { takeClaim } from "../claims/take-claim";
import type { Claim } from "../claims/types";
import { withdrawClaim } from "../claims/withdraw-claim";
import type { SubjectContext } from "../kernel/context";
import type { Programme } from "../programmes/types";
import { collectPayments } from "./collect-payments";
import { recordAnswer } from "./record-answer";
import { releaseBatch } from "./release-batch";
import { tellPayments } from "./tell-payments";

const database = useDatabase();
const account = { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" };
const [collector, releaser] = [randomUUID(), randomUUID()];
const finance = (id: string) => staffContext(database.parts, ["finance"], id);

/** What is told of each edge: one of these letters. */
const told: Record<string, string[]> = {
  "draft submitted": ["received"],
  "submitted in-review": ["in-review"],
  "submitted withdrawn": ["withdrawn"],
  "in-review needs-information": ["asked"],
  "in-review withdrawn": ["withdrawn"],
  "in-review approved": ["approved"],
  "in-review denied": ["denied"],
  "needs-information in-review": ["answered", "gone-on"],
  "needs-information withdrawn": ["withdrawn"],
  "denied appealed": ["appealed"],
  "appealed approved": ["approved"],
  "appealed denied-final": ["denied-final"],
  "approved in-payment": ["payment-released"],
  "in-payment paid": ["payment-paid"],
  "in-payment returned": ["payment-returned"],
  "paid returned": ["payment-returned"],
  "returned approved": ["account-accepted"],
};
/** Edges of which nobody is told: nobody knows of a draft but who began it, and no act denies a claim that waits for its claimant. */
const untold = ["draft withdrawn", "needs-information denied"];

async function pay(programme: Programme, ...answers: [reference: string, result: string][]): Promise<void> {
  const { batchId } = await collectPayments(finance(collector), { programmeId: programme.id, payOn: "2099-12-01", most: "" });
  await releaseBatch(finance(releaser), { batchId });
  await tellPayments(systemContext(database.parts), batchId);
  for (const [reference, result] of answers) {
    await recordAnswer(finance(collector), programme.incidentId, Buffer.from(`관리번호,처리결과,불능사유,이체금액\n${reference},${result},,`));
    await tellPayments(systemContext(database.parts), batchId);
  }
}

it("every move of a claim is told to its claimant, whoever makes it and by whatever act", async () => {
  const [agent, other, lead] = [staffContext(database.parts, ["support"]), staffContext(database.parts, ["support"]), staffContext(database.parts, ["lead"])];
  const people = Array.from({ length: 9 }, (_, i) => `person${i}@example.com`);
  const incident = await aPublishedIncident(database.parts, ["ref,email,confirmed", ...people.map((email, i) => `r${i},${email},names;access-codes`)].join("\n"));
  const programme = await aProgramme(database.parts, incident, { ...lossTerms, poolMinor: 10_000_000n });
  const subjects: SubjectContext[] = [];
  for (const email of people) subjects.push(await aSubject(database.parts, incident, email));
  const [drafted, ...filing] = subjects;
  const filed: { subject: SubjectContext; claim: Claim; id: { claimId: string } }[] = [];
  for (const subject of filing) {
    const claim = await aFiledLossClaim(subject, programme, ["80000"], account);
    filed.push({ subject, claim, id: { claimId: claim.id } });
  }
  const [early, reviewed, asked, refused, appealed, paid, back, byMacro] = filed as [(typeof filed)[0], (typeof filed)[0], (typeof filed)[0], (typeof filed)[0], (typeof filed)[0], (typeof filed)[0], (typeof filed)[0], (typeof filed)[0]];

  await withdrawClaim(drafted!, { claimId: await aDraftClaim(drafted!, programme) });
  await withdrawClaim(early.subject, early.id);
  await saveMacro(lead, { name: "take", take: "1" });
  await runMacro(agent, { ...byMacro.id, macroId: (await listMacros(lead))[0]!.id }, "Asia/Seoul");
  for (const { id } of [reviewed, asked, refused, appealed, paid, back]) await takeClaim(agent, id);
  await withdrawClaim(reviewed.subject, reviewed.id);
  for (const { id } of [asked, paid, back]) await askClaimant(agent, { ...id, items: ["account"] });
  await withdrawClaim(asked.subject, asked.id);
  await answerRequest(paid.subject, { ...paid.id, answer: "" });
  await closeRequest(agent, back.id);
  for (const { id, subject } of [refused, appealed]) {
    await decideFiled(agent, id.claimId, "no", "유출과 관계를 확인할 수 없습니다.");
    await appealClaim(subject, { ...id, text: "카드사에서 유출 때문이라고 했습니다." });
    await takeClaim(other, id);
  }
  await decideFiled(other, refused.id.claimId, "no", "다시 살펴보아도 확인할 수 없습니다.");
  await decideFiled(other, appealed.id.claimId, "yes");
  for (const { id } of [paid, back]) await decideFiled(agent, id.claimId, "yes");
  // An account that is accepted after approval moves nothing, and is told as well.
  await changeAccount(appealed.subject, { ...appealed.id, ...account, account: "110987654321" });
  await acceptAccount(agent, { ...appealed.id, payoutVersion: "2" });
  await pay(programme, [`${paid.claim.reference}-1`, "정상"], [`${paid.claim.reference}-1`, "반환"], [`${back.claim.reference}-1`, "불능"]);
  for (const { id } of [paid, back]) await acceptAccount(agent, { ...id, payoutVersion: "1" });

  const events = await database.db
    .select({ reference: claims.reference, from: claimEvents.fromState, to: claimEvents.toState })
    .from(claimEvents)
    .innerJoin(claims, eq(claims.id, claimEvents.claimId))
    .where(isNotNull(claimEvents.fromState))
    .orderBy(asc(claimEvents.claimId), asc(claimEvents.number));
  const mails = (await openQueued(database.parts, incident.id)).filter(({ purpose }) => purpose.startsWith("claim-") && purpose !== "claim-account-changed");
  for (const { claim } of filed) {
    const moves = events.filter(({ reference }) => reference === claim.reference).map(({ from, to }) => `${from} ${to}`);
    const letters = mails.filter(({ content }) => content.text.includes(claim.reference!)).map(({ purpose }) => purpose.replace("claim-", ""));
    const besides = claim === appealed.claim ? 1 : 0;
    expect([claim.id, letters.length - besides]).toEqual([claim.id, moves.length]);
    const left = [...letters];
    for (const move of moves) {
      const at = left.findIndex((letter) => told[move]?.includes(letter));
      expect([move, at >= 0]).toEqual([move, true]);
      left.splice(at, 1);
    }
    expect(left).toEqual(besides ? ["account-accepted"] : []);
  }
  const { rows } = await database.db.$client.query<{ source: string }>("select prosrc as source from pg_proc where proname = 'refuse_claim_edge'");
  const edges = [...(rows[0]?.source ?? "").matchAll(/\('([a-z-]+)', '([a-z-]+)'\)/g)].map(([, from, to]) => `${from} ${to}`);
  expect(edges.sort()).toEqual([...Object.keys(told), ...untold].sort());
  expect([...new Set(events.map(({ from, to }) => `${from} ${to}`))].sort()).toEqual([...Object.keys(told), "draft withdrawn"].sort());
});

import { randomUUID } from "node:crypto";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openRelays } from "@/channels/email/relay-set";
import { auditEvents } from "@/db/schema/audit";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claimDecisions, claims } from "@/db/schema/claims";
import { correspondenceMails } from "@/db/schema/correspondence";
import { payments } from "@/db/schema/payments";
import { moveQuietly } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aClaimInReview, anApprovedClaim, answerTable, aPayingScene, approve, movedMoney, paymentMails } from "@/test/payments";
import { aRelay } from "@/test/relays";
import { startSmtpSink } from "@/test/smtp-sink";
import { changeAccount } from "../claims/change-account";
import { getOwnClaimById } from "../claims/own-claim";
import { listEntries } from "../claims/paper/queries";
import { POSTAL_DAYS } from "../claims/paper/rules";
import { listClaimBenefits, toClaim } from "../claims/queries/read-claim";
import { forgetTraces } from "../claims/risk/forget-traces";
import { shareOfPool } from "../claims/rules";
import { listRefusedMails } from "../correspondence/queries";
import { sendMail } from "../correspondence/send-mail";
import { withTransaction } from "../kernel/transaction";
import { cutsOf } from "../ledger/post-claim-moves";
import type { Claim } from "../claims/types";
import type { Programme } from "../programmes/types";
import { uploadCodes } from "./codes/upload-codes";
import { collectPayments } from "./collect-payments";
import { findGivenCodes, getBatch, isAnythingToCollect, listCodeStock } from "./queries";
import { recordAnswer } from "./record-answer";
import { releaseBatch } from "./release-batch";
import { sendCodesAgain } from "./send-codes-again";
import { sharePool } from "./share-pool";
import { tellPayments } from "./tell-payments";
import { tellShares } from "./tell-shares";

const database = useDatabase();
const [collector, releaser] = [randomUUID(), randomUUID()];
const one = () => staffContext(database.parts, ["finance"], collector);
const other = () => staffContext(database.parts, ["finance"], releaser);
/** The demo's four vouchers, by place and value. */
const voucher = (part: number) => `vouchers:${part}:${[5_000, 5_000, 20_000, 20_000][part]}`;
const scene = (people: number, terms?: Parameters<typeof aPayingScene>[2]) => aPayingScene(database.parts, people, terms);
const collect = async (programme: Programme) => (await collectPayments(one(), { programmeId: programme.id, payOn: "2099-12-01", most: "" })).batchId;
const stateOf = async (claimId: string) => (await database.db.select({ state: claims.state }).from(claims).where(eq(claims.id, claimId)))[0]?.state;
const money = (incidentId: string) => movedMoney(one(), incidentId);
const mails = (incidentId: string) => paymentMails(database.parts, incidentId);
const cutOf = async (claimId: string) => (await cutsOf(database.db, [claimId])).get(claimId) ?? 0n;
/** A claim's row that nobody filed yet. */
const programmeClaim = (incidentId: string, { id: programmeId, termsVersion, terms }: Programme) => ({ incidentId, programmeId, contactIndex: Buffer.from("paper"), claimantKey: Buffer.from("paper"), subjectId: 1n, datasetVersion: 1, locale: "ko" as const, amountMinor: 0n, currency: terms.currency, termsVersion });

describe("a pool that is shared", () => {
  it("is paid out to the last unit, when everything is decided", async () => {
    const closed = { poolMinor: 100_000n, proRata: true };
    const { incident, programme, subjects } = await scene(7, closed);
    for (const subject of subjects) await aClaimInReview(database.parts, subject, programme);
    const all = await database.db.select({ id: claims.id }).from(claims).where(eq(claims.programmeId, programme.id));
    for (const { id } of all.slice(1)) await approve(database.parts, id);
    await expect(collect(programme)).rejects.toMatchObject({ reason: "pool-not-shared" });
    await expect(sharePool(one(), { programmeId: programme.id })).rejects.toMatchObject({ reason: "programme-still-open" });
    const after = (days: number) => ({ ...one(), clock: { now: () => new Date(programme.closesAt.getTime() + days * 86_400_000 + 1) } });
    // What was posted on the last day may still be on its way.
    await expect(sharePool(after(POSTAL_DAYS - 1), { programmeId: programme.id })).rejects.toMatchObject({ reason: "post-may-come", values: { days: POSTAL_DAYS } });
    const late = after(POSTAL_DAYS);
    await expect(sharePool(late, { programmeId: programme.id })).rejects.toMatchObject({ reason: "claims-undecided" });
    await approve(database.parts, all[0]!.id);
    await sharePool(late, { programmeId: programme.id });
    await expect(sharePool(late, { programmeId: programme.id })).rejects.toMatchObject({ reason: "pool-not-to-share" });
    const { cashMinor, list } = await getBatch(one(), await collect(programme));
    expect(cashMinor).toBe(100_000n);
    // 350,000 for 100,000: a seventh each, and the five that are left over go to one each.
    expect(await tellShares(systemContext(database.parts), programme.id)).toBe(7);
    expect(await tellShares(systemContext(database.parts), programme.id)).toBe(0);
    const told = await mails(incident.id);
    expect(told.map(({ purpose }) => purpose)).toEqual(Array.from({ length: 7 }, () => "claim-payment-share"));
    expect(told[0]?.text).toMatch(/현금 50,000원을 승인[\s\S]*100,000원을 넘습니다[\s\S]*50,000원 가운데 14,28[56]원을 지급/);
    const cutMinor = await cutOf(all[0]!.id);
    expect(shareOfPool(await listClaimBenefits(database.db, all[0]!.id), cutMinor)).toEqual({ approvedMinor: 50_000n, paidMinor: 50_000n - cutMinor });
    expect([35_714n, 35_715n]).toContain(cutMinor);
    expect(list.map((payment) => Number(payment.cashMinor)).sort()).toEqual([14_285, 14_285, 14_286, 14_286, 14_286, 14_286, 14_286]);
    expect(await money(incident.id)).toEqual([100_000, 0, 0, 0]);
  });

  it("is told where nothing of it is left, and waits for claims on paper that are being entered and for appeals on their way", async () => {
    // Vouchers cannot be cut: of two claims for both, nothing is left for the money.
    const { incident, programme, subjects: [minji, jiho] } = await scene(2, { exclusive: [], poolMinor: 100_000n, proRata: true });
    const [first, second] = [await anApprovedClaim(database.parts, minji!, programme, ["vouchers", "cash"]), await anApprovedClaim(database.parts, jiho!, programme, ["vouchers", "cash"])];
    const late = { ...one(), clock: { now: () => new Date(programme.closesAt.getTime() + (POSTAL_DAYS + 1) * 86_400_000) } };
    const share = () => sharePool(late, { programmeId: programme.id });
    const draft = { ...programmeClaim(incident.id, programme), state: "draft" as const };
    const [paper] = await database.db.insert(claims).values(draft).returning({ id: claims.id });
    await database.db.insert(claimIntakes).values({ claimId: paper!.id, way: "paper", postmarkedOn: "2026-01-05", enteredBy: collector, sealedSigner: Buffer.from("x") });
    await expect(share()).rejects.toMatchObject({ reason: "paper-drafts-open" });
    expect(await listEntries(one(), incident.id, { programmeId: programme.id })).toMatchObject([{ id: paper!.id, begunBy: collector, heldBy: null }]);
    await database.db.update(claims).set({ state: "withdrawn" }).where(eq(claims.id, paper!.id));
    const decision = { claimId: first.id, number: 1, incidentId: incident.id, stage: "first" as const, state: "final" as const, sealedSheet: Buffer.from("x"), editedBy: collector, outcome: "approved" as const, amountMinor: 100_000n, proposedBy: releaser, proposedAt: new Date(), decidedBy: releaser, decidedAt: new Date() };
    const appealBy = new Date(late.clock.now().getTime() - 86_400_000);
    await database.db.insert(claimDecisions).values({ ...decision, appealBy });
    await expect(share()).rejects.toMatchObject({ reason: "claims-undecided" });
    late.clock.now = () => new Date(appealBy.getTime() + POSTAL_DAYS * 86_400_000);
    await share();
    await tellShares(systemContext(database.parts), programme.id);
    const told = await mails(incident.id);
    expect(told.map(({ purpose }) => purpose)).toEqual(["claim-payment-share-nothing", "claim-payment-share-nothing"]);
    expect(told[0]?.text).toMatch(/현금 50,000원을 승인[\s\S]*지급해 드릴 수 있는 금액이 남지 않았습니다/);
    expect(await cutOf(second.id)).toBe(50_000n);
  });

  it("gives what was not paid yet of terms that came to share it later, and nothing to a planted record", async () => {
    const { incident, programme, subjects } = await scene(5, { exclusive: [], poolMinor: null });
    const [gone, back, ...rest] = subjects;
    const paid = [await anApprovedClaim(database.parts, gone!, programme, ["vouchers", "cash"]), await anApprovedClaim(database.parts, back!, programme)];
    for (const part of [0, 1, 2, 3]) await uploadCodes(one(), { programmeId: programme.id, part: voucher(part) }, Buffer.from(`PAID-${part}-0\nPAID-${part}-1\n`));
    await releaseBatch(other(), { batchId: await collect(programme) });
    // Of the first the money came back and its account was accepted: its codes stay paid, its money is shared with the others. What came back and waits for an account keeps its full amount.
    await recordAnswer(one(), incident.id, answerTable(...paid.map(({ reference }) => `${reference}-1,불능,계좌 없음,50000`)));
    const [row] = await database.db.select().from(claims).where(eq(claims.id, paid[0]!.id));
    await withTransaction(database.parts, (tx) => moveQuietly(tx, one(), toClaim(row!), "approved"));
    const filed: Claim[] = [];
    for (const subject of rest) filed.push(await anApprovedClaim(database.parts, subject, programme));
    const planted = filed[2]!;
    await database.db.execute(sql`update claims set subject_id = -subject_id where id = ${planted.id}`);
    // 50,000 of codes, 50,000 that came back, and three times 50,000 for 100,001; the planted record's 50,000 are set free.
    await database.db.execute(sql`
      insert into programme_versions select (jsonb_populate_record(v, jsonb_build_object('number', v.number + 1, 'terms', v.terms || jsonb_build_object('poolMinor', '200001', 'proRata', true)))).* from programme_versions v where v.programme_id = ${programme.id}`);
    await database.db.execute(sql`update programmes set published_version = published_version + 1 where id = ${programme.id}`);
    await sharePool({ ...one(), clock: { now: () => new Date(programme.closesAt.getTime() + POSTAL_DAYS * 86_400_000 + 1) } }, { programmeId: programme.id });
    expect(await money(incident.id)).toEqual([100_001, 0, 50_000, 50_000]);
    const { cashMinor, codesMinor, list } = await getBatch(one(), await collect(programme));
    expect([cashMinor, codesMinor, list.length]).toEqual([100_001n, 0n, 3]);
    expect([await cutOf(planted.id), await cutOf(paid[1]!.id)]).toEqual([50_000n, 0n]);
    await tellShares(systemContext(database.parts), programme.id);
    expect((await mails(incident.id)).filter(({ purpose }) => purpose === "claim-payment-share")).toHaveLength(3);
  });

  it("is refused, and nothing is changed, where what is paid and the vouchers take it all", async () => {
    const { programme, subjects: [minji, jiho] } = await scene(2, { poolMinor: 60_000n });
    await anApprovedClaim(database.parts, minji!, programme);
    await releaseBatch(other(), { batchId: await collect(programme) });
    await database.db.execute(sql`update ledger_pools set pro_rata = true where programme_id = ${programme.id}`);
    await anApprovedClaim(database.parts, jiho!, programme, "vouchers");
    await expect(sharePool({ ...one(), clock: { now: () => new Date(programme.closesAt.getTime() + POSTAL_DAYS * 86_400_000 + 1) } }, { programmeId: programme.id })).rejects.toMatchObject({ reason: "pool-below-codes" });
  });

  it("pays nothing to a claim for which nothing is left, collects it into no batch, and leaves it approved, as settled as one that is paid", async () => {
    const { incident, programme, subjects: [minji, jiho, sora] } = await scene(3, { exclusive: [], poolMinor: 100_000n, proRata: true });
    const [first, second, third] = [await anApprovedClaim(database.parts, minji!, programme, ["vouchers", "cash"]), await anApprovedClaim(database.parts, jiho!, programme, ["vouchers", "cash"]), await anApprovedClaim(database.parts, sora!, programme)];
    // An account that waits to be accepted waits for nothing any more.
    await changeAccount(sora!, { claimId: third.id, kind: "kr-account", bank: "088", account: "110123456789", holder: "김소라" });
    const flagsOfClaim = async (claimId: string) => (await getOwnClaimById(claimId === third.id ? sora! : minji!, claimId)).flags;
    expect(await flagsOfClaim(third.id)).toContain("new-account");
    const late = { ...one(), clock: { now: () => new Date(programme.closesAt.getTime() + (POSTAL_DAYS + 1) * 86_400_000) } };
    await sharePool(late, { programmeId: programme.id });
    await tellShares(systemContext(database.parts), programme.id);
    // The codes go out all the same.
    expect([await flagsOfClaim(first.id), await flagsOfClaim(third.id)]).toEqual([[], ["nothing-left"]]);
    const over = (await database.db.select({ id: claims.id, endedAt: claims.endedAt }).from(claims).where(isNotNull(claims.endedAt))).map(({ id }) => id);
    expect(over.filter((id) => [first.id, second.id, third.id].includes(id as typeof first.id))).toEqual([third.id]);
    const told = await mails(incident.id);
    expect(told.map(({ text }) => text.includes("승인된 코드는 줄어들지 않습니다")).sort()).toEqual([false, true, true]);
    expect(told.every(({ text }) => /지급해 드릴 수 있는 금액이 남지 않았습니다[\s\S]*권리는 줄어들지 않습니다[\s\S]*손해배상/.test(text))).toBe(true);
    await expect(changeAccount(sora!, { claimId: third.id, kind: "kr-account", bank: "088", account: "110987654321", holder: "김소라" })).rejects.toMatchObject({ reason: "account-closed" });
    const batchId = await collect(programme);
    const { list } = await getBatch(one(), batchId);
    expect(list.map(({ claimId, cashMinor, codesMinor }) => [claimId, cashMinor, codesMinor]).sort()).toEqual([first.id, second.id].sort().map((id) => [id, 0n, 50_000n]));
    const [payment] = await database.db.select().from(payments).where(eq(payments.batchId, batchId));
    await expect(database.db.insert(payments).values({ ...payment!, id: randomUUID(), claimId: third.id, reference: `${third.reference}-1`, codesMinor: 0n, payoutVersion: 2 })).rejects.toMatchObject({ cause: { constraint: "payments_as_approved" } });
    for (const part of [0, 1, 2, 3]) await uploadCodes(one(), { programmeId: programme.id, part: voucher(part) }, Buffer.from(["code,expires", `LEFT-${part}-0,2099-12-31`, `LEFT-${part}-1,2099-12-31`].join("\n")));
    await releaseBatch(other(), { batchId });
    await tellPayments(systemContext(database.parts), batchId);
    expect([await stateOf(first.id), await stateOf(third.id)]).toEqual(["paid", "approved"]);
    expect((await mails(incident.id)).map(({ purpose }) => purpose)).not.toContain("claim-payment-paid");
    expect(await isAnythingToCollect(one(), programme)).toBe(false);
    expect(await forgetTraces({ ...systemContext(database.parts), clock: late.clock })).toBe(3);
  });

  it("is not paid before by the database either", async () => {
    const { programme, subjects: [minji, jiho] } = await scene(2, { poolMinor: 60_000n, proRata: true });
    const [first, second] = [await anApprovedClaim(database.parts, minji!, programme), await anApprovedClaim(database.parts, jiho!, programme)];
    await withTransaction(database.parts, (tx) => moveQuietly(tx, one(), first, "in-payment"));
    await expect(withTransaction(database.parts, (tx) => moveQuietly(tx, one(), second, "in-payment"))).rejects.toMatchObject({ reason: "over-budget" });
  });
});

describe("codes", () => {
  const list = (part: number, n: number, from = 0, until = ",2099-12-31") => Buffer.from(["code,expires", ...Array.from({ length: n }, (_, i) => `HANEUL-${part}-${from + i}${until}`)].join("\n"));

  it("are given to claims once and mailed to them, and what money there is besides waits for the bank alone", async () => {
    const { incident, programme, subjects: [minji, jiho] } = await scene(2, { exclusive: [] });
    const [codesOnly, both] = [await anApprovedClaim(database.parts, minji!, programme, "vouchers"), await anApprovedClaim(database.parts, jiho!, programme, ["vouchers", "cash"])];
    const batchId = await collect(programme);
    const upload = (part: number, bytes: Buffer) => uploadCodes(one(), { programmeId: programme.id, part: voucher(part) }, bytes);
    for (const part of [0, 1, 2]) expect(await upload(part, list(part, 2))).toEqual({ codes: 2, before: false });
    // Of the last part one ends before the terms allow.
    await upload(3, Buffer.from("HANEUL-3-0\nHANEUL-3-9,2026-12-31\n"));
    await expect(releaseBatch(other(), { batchId })).rejects.toMatchObject({ reason: "codes-missing", values: { count: 1 } });
    expect(await stateOf(codesOnly.id)).toBe("approved");
    expect(await upload(0, list(0, 2))).toEqual({ codes: 0, before: true });
    await expect(upload(3, list(0, 3, 1))).rejects.toMatchObject({ reason: "code-known", values: { line: 2 } });
    await expect(upload(3, Buffer.from("AB\n"))).rejects.toMatchObject({ reason: "code-list-unreadable", values: { line: 1 } });
    await upload(3, list(3, 1, 1));
    await releaseBatch(other(), { batchId });
    expect([await stateOf(codesOnly.id), await stateOf(both.id)]).toEqual(["paid", "in-payment"]);
    expect(await money(incident.id)).toEqual([0, 50_000, 100_000, 0]);
    await tellPayments(systemContext(database.parts), batchId);
    const told = await mails(incident.id);
    expect(told.map(({ purpose }) => purpose).sort()).toEqual(["claim-payment-codes", "claim-payment-codes", "claim-payment-released"]);
    const texts = told.filter(({ purpose }) => purpose.endsWith("codes")).map(({ text }) => text);
    const codes = texts.map((text) => text.match(/HANEUL-\d-\d/g) ?? []);
    expect(codes.flat().sort()).toEqual([0, 1, 2, 3].flatMap((part) => [`HANEUL-${part}-0`, `HANEUL-${part}-1`]));
    expect(codes.map((own) => own.length)).toEqual([4, 4]);
    expect(texts.every((text) => text.includes("20,000원: HANEUL-2-"))).toBe(true);
    expect(await listCodeStock(one(), programme)).toMatchObject([0, 1, 2, 3].map((part) => ({ part, free: 0, uploaded: part === 3 ? 3 : 2 })));
    // Money that comes back leaves the codes where they are; the second time it is the money alone.
    await recordAnswer(one(), incident.id, answerTable(`${both.reference}-1,불능,계좌 없음,50000`));
    expect(await money(incident.id)).toEqual([0, 0, 100_000, 50_000]);
    const [row] = await database.db.select().from(claims).where(eq(claims.id, both.id));
    await withTransaction(database.parts, (tx) => moveQuietly(tx, one(), toClaim(row!), "approved"));
    const again = await collect(programme);
    expect(await getBatch(one(), again)).toMatchObject({ cashMinor: 50_000n, codesMinor: 0n });
    await releaseBatch(other(), { batchId: again });
    await recordAnswer(one(), incident.id, answerTable(`${both.reference}-2,paid,,50000`));
    expect(await money(incident.id)).toEqual([0, 0, 150_000, 0]);
    await recordAnswer(one(), incident.id, answerTable(`${both.reference}-2,returned,,50000`));
    expect(await money(incident.id)).toEqual([0, 0, 100_000, 50_000]);
  });

  it("of another value are never given, whatever stands in a part's place by now", async () => {
    const { incident, programme, subjects: [minji] } = await scene(1);
    const claim = await anApprovedClaim(database.parts, minji!, programme, "vouchers");
    const upload = (part: string, name: string) => uploadCodes(one(), { programmeId: programme.id, part }, Buffer.from(`${name}\n`));
    for (const part of [0, 1, 2]) await upload(voucher(part), `HANEUL-V1-${part}`);
    await expect(upload("vouchers:0:20000", "HANEUL-NEW")).rejects.toMatchObject({ fields: { part: ["choose-one"] } });
    // The next terms put the large vouchers first.
    await database.db.execute(sql`
      insert into programme_versions select (jsonb_populate_record(v, jsonb_build_object('number', v.number + 1, 'terms', jsonb_set(v.terms, array['benefits', (b.at - 1)::text, 'parts'], (select jsonb_agg(p.part order by p.at desc) from jsonb_array_elements(b.benefit -> 'parts') with ordinality p (part, at)))))).*
      from programme_versions v cross join lateral jsonb_array_elements(v.terms -> 'benefits') with ordinality b (benefit, at) where v.programme_id = ${programme.id} and b.benefit ->> 'slug' = 'vouchers'`);
    await database.db.execute(sql`update programmes set published_version = published_version + 1 where id = ${programme.id}`);
    expect((await listCodeStock(one(), programme)).map(({ part, valueMinor }) => `${part}:${valueMinor}`).sort()).toEqual(["0:20000", "0:5000", "1:20000", "1:5000", "2:20000", "2:5000", "3:20000", "3:5000"]);
    await upload("vouchers:3:5000", "HANEUL-V2-3");
    const batchId = await collect(programme);
    await expect(releaseBatch(other(), { batchId })).rejects.toMatchObject({ reason: "codes-missing", values: { count: 1 } });
    // What the old terms owe can still be uploaded.
    await upload(voucher(3), "HANEUL-V1-3");
    await releaseBatch(other(), { batchId });
    expect(await stateOf(claim.id)).toBe("paid");
    await tellPayments(systemContext(database.parts), batchId);
    expect((await mails(incident.id)).at(-1)?.text).toMatch(/5,000원: HANEUL-V1-0[\s\S]*20,000원: HANEUL-V1-3/);
  });

  it("are sent again where their mail was refused, which the claim says until they are taken", async () => {
    const { incident, programme, subjects: [minji, jiho] } = await scene(2);
    const [claim, without] = [await anApprovedClaim(database.parts, minji!, programme, "vouchers"), await anApprovedClaim(database.parts, jiho!, programme)];
    for (const part of [0, 1, 2, 3]) await uploadCodes(one(), { programmeId: programme.id, part: voucher(part) }, Buffer.from(`AGAIN-${part}\n`));
    const lead = staffContext(database.parts, ["lead"]);
    const again = () => sendCodesAgain(lead, { claimId: claim.id });
    await expect(again()).rejects.toMatchObject({ reason: "codes-not-given" });
    const batchId = await collect(programme);
    await releaseBatch(other(), { batchId });
    await expect(again()).rejects.toMatchObject({ reason: "codes-on-their-way" });
    const codeMails = () => database.db.select({ id: correspondenceMails.id }).from(correspondenceMails).where(and(eq(correspondenceMails.claimId, claim.id), eq(correspondenceMails.purpose, "claim-payment-codes"))).orderBy(correspondenceMails.createdAt);
    const smtp = await startSmtpSink();
    smtp.answer(() => 550);
    const mail = openRelays([aRelay(smtp.port)], "notice@haneulmall.example").mail;
    try {
      await tellPayments(systemContext(database.parts), batchId);
      for (const { id } of await codeMails()) await sendMail(systemContext(database.parts), { mail, sms: null }, id);
      const [refused] = await listRefusedMails(database.db, claim.id);
      expect([refused?.purpose, refused?.channel, refused?.reply]).toEqual(["claim-payment-codes", "email", expect.stringContaining("550")]);
      expect(await findGivenCodes(database.db, claim.id)).toEqual({ codes: 4, sent: true });
      await expect(sendCodesAgain(staffContext(database.parts, ["support"]), { claimId: claim.id })).rejects.toMatchObject({ reason: "forbidden" });
      const twice = await Promise.allSettled([again(), again()]);
      expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const audited = await database.db.$count(auditEvents, eq(auditEvents.action, "payments.send-codes-again"));
      expect(audited).toBe(1);
      await tellPayments(systemContext(database.parts), batchId);
      smtp.answer(() => null);
      const [, second] = await codeMails();
      await sendMail(systemContext(database.parts), { mail, sms: null }, second!.id);
      expect(smtp.messages).toHaveLength(1);
      expect(await listRefusedMails(database.db, claim.id)).toEqual([]);
      await expect(sendCodesAgain(one(), { claimId: without.id })).rejects.toMatchObject({ reason: "codes-not-given" });
    } finally {
      mail.close();
      await smtp.close();
    }
    expect((await mails(incident.id)).map(({ purpose }) => purpose).filter((purpose) => purpose.endsWith("codes"))).toHaveLength(2);
  });

  it("that were given out stay so in the database, and hold nothing that can be read there", async () => {
    const { programme, subjects: [minji] } = await scene(1);
    await anApprovedClaim(database.parts, minji!, programme, "vouchers");
    for (const part of [0, 1, 2, 3]) await uploadCodes(one(), { programmeId: programme.id, part: voucher(part) }, list(part, 1, 50));
    const batchId = await collect(programme);
    await releaseBatch(other(), { batchId });
    await expect(database.db.execute(sql`update payment_codes set claim_id = null, payment_id = null, assigned_at = null where claim_id is not null`)).rejects.toMatchObject({ cause: { constraint: "payment_codes_kept" } });
    await expect(database.db.execute(sql`delete from payment_codes`)).rejects.toMatchObject({ cause: { constraint: "payment_codes_kept" } });
    const { rows } = await database.db.execute<{ stored: string }>(sql`select string_agg(encode(sealed, 'escape'), '') as stored from payment_codes where programme_id = ${programme.id}`);
    expect(rows[0]?.stored).not.toContain("HANEUL");
  });
});

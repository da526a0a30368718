import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { claims } from "@/db/schema/claims";
import { ledgerBalances, ledgerLines, ledgerPools, ledgerTransactions } from "@/db/schema/ledger";
import { aFiledClaim, aProgramme, moveQuietly } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { withdrawClaim } from "../claims/withdraw-claim";
import { takeClaim } from "../claims/take-claim";
import type { Claim } from "../claims/types";
import { withTransaction } from "../kernel/transaction";
import type { ClaimState } from "@/db/values/claim-states";
import { listProgrammeMoney } from "./queries";
import { recountLedger } from "./recount-ledger";

const database = useDatabase();

async function scene(people: number, terms: Parameters<typeof aProgramme>[2] = {}) {
  const incident = await aPublishedIncident(database.parts, ["ref,email,confirmed,possible", ...Array.from({ length: people }, (_, i) => `r${i},person${i}@example.com,names;access-codes,`)].join("\n"));
  const programme = await aProgramme(database.parts, incident, terms);
  const filed: { claim: Claim; subject: Awaited<ReturnType<typeof aSubject>> }[] = [];
  for (let i = 0; i < people; i++) {
    const subject = await aSubject(database.parts, incident, `person${i}@example.com`);
    filed.push({ subject, claim: await aFiledClaim(subject, programme) });
  }
  return { incident, programme, filed };
}
const finance = () => staffContext(database.parts, ["finance"]);
const money = async (incidentId: string) => {
  const [one] = await listProgrammeMoney(finance(), incidentId);
  if (!one) throw new Error("no money");
  const { availableMinor, reservedMinor, approvedMinor, inPaymentMinor, paidMinor, returnedMinor, poolMinor } = one;
  expect(availableMinor + reservedMinor + approvedMinor + inPaymentMinor + paidMinor + returnedMinor).toBe(poolMinor ?? 0n);
  return [availableMinor, reservedMinor, approvedMinor, inPaymentMinor, paidMinor, returnedMinor].map(Number);
};
const move = async (claim: Pick<Claim, "id">, to: ClaimState, changes: Parameters<typeof moveQuietly>[4] = {}) => {
  const [row] = await database.db.select().from(claims).where(eq(claims.id, claim.id));
  return withTransaction(finance(), (tx) => moveQuietly(tx, finance(), row as unknown as Claim, to, changes));
};
const decision = { decidedBy: randomUUID(), decidedAt: new Date(), sealedDecision: Buffer.from("x") };

it("follows a claim through all its states, and always adds up to the pool", async () => {
  const { incident, filed: [one, other] } = await scene(2, { poolMinor: 120_000n });
  if (!one || !other) throw new Error("two were filed");
  expect(await money(incident.id)).toEqual([20_000, 100_000, 0, 0, 0, 0]);
  await withdrawClaim(other.subject, { claimId: other.claim.id });
  expect(await money(incident.id)).toEqual([70_000, 50_000, 0, 0, 0, 0]);
  await takeClaim(staffContext(database.parts, ["support"]), { claimId: one.claim.id });
  const steps: [ClaimState, Parameters<typeof moveQuietly>[4], number[]][] = [
    ["needs-information", {}, [70_000, 50_000, 0, 0, 0, 0]],
    ["denied", decision, [120_000, 0, 0, 0, 0, 0]],
    ["appealed", {}, [70_000, 50_000, 0, 0, 0, 0]],
    ["approved", { ...decision, approvedMinor: 30_000n }, [90_000, 0, 30_000, 0, 0, 0]],
    ["in-payment", {}, [90_000, 0, 0, 30_000, 0, 0]],
    ["returned", {}, [90_000, 0, 0, 0, 0, 30_000]],
    ["approved", {}, [90_000, 0, 30_000, 0, 0, 0]],
    ["in-payment", {}, [90_000, 0, 0, 30_000, 0, 0]],
    ["paid", {}, [90_000, 0, 0, 0, 30_000, 0]],
    ["returned", {}, [90_000, 0, 0, 0, 0, 30_000]],
  ];
  for (const [to, changes, expected] of steps) {
    await move(one.claim, to, changes);
    expect([to, ...(await money(incident.id))]).toEqual([to, ...expected]);
  }
  expect(await recountLedger(systemContext(database.parts))).toBe(0n);
});

it("adds up without a pool too, where nothing limits what is approved", async () => {
  const { incident, filed } = await scene(1);
  await move(filed[0]!.claim, "in-review");
  await move(filed[0]!.claim, "approved", { ...decision, approvedMinor: 50_000n });
  expect(await money(incident.id)).toEqual([-50_000, 0, 50_000, 0, 0, 0]);
});

it("a pool takes no more approvals than it has money for, however many come at once", async () => {
  const { incident, programme, filed } = await scene(30, { poolMinor: 500_000n });
  for (const { claim } of filed) await move(claim, "in-review");
  const outcomes = await Promise.allSettled(filed.map(({ claim }) => move(claim, "approved", { ...decision, approvedMinor: 50_000n })));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ kind: "conflict", reason: "over-budget" });
  // What is left waits, set aside: nobody is denied because the money is gone.
  expect(await money(incident.id)).toEqual([-1_000_000, 1_000_000, 500_000, 0, 0, 0]);
  await expect(database.db.update(ledgerPools).set({ poolMinor: 499_999n }).where(eq(ledgerPools.programmeId, programme.id))).rejects.toMatchObject({ cause: { constraint: "ledger_pools_never_over" } });
});

it("follows the pool of the terms that are published, which cannot be less than what is promised, nor in another currency", async () => {
  const { incident, programme, filed } = await scene(1, { poolMinor: 100_000n });
  await move(filed[0]!.claim, "in-review");
  await move(filed[0]!.claim, "approved", { ...decision, approvedMinor: 50_000n });
  let number = 1;
  const publish = async (change: object) => {
    number += 1;
    await database.db.execute(sql`insert into programme_versions (programme_id, number, state, terms, published_by, published_at) select programme_id, ${number}, 'published', terms || ${JSON.stringify(change)}::jsonb, ${randomUUID()}, now() from programme_versions where programme_id = ${programme.id} and number = 1`);
    await database.db.execute(sql`update programmes set published_version = ${number} where id = ${programme.id}`);
  };
  await publish({ poolMinor: "300000" });
  expect(await money(incident.id)).toEqual([250_000, 0, 50_000, 0, 0, 0]);
  await expect(publish({ poolMinor: "49999" })).rejects.toMatchObject({ cause: { constraint: "ledger_pools_never_over" } });
  await expect(publish({ currency: "USD" })).rejects.toMatchObject({ cause: { constraint: "ledger_currency_kept" } });
  await publish({ poolMinor: null });
  expect(await money(incident.id)).toEqual([-50_000, 0, 50_000, 0, 0, 0]);
  await publish({ poolMinor: "50000" });
  expect(await money(incident.id)).toEqual([0, 0, 50_000, 0, 0, 0]);
});

it("the database refuses entries that do not balance, and changes of those that were written", async () => {
  const { programme, filed } = await scene(1);
  const entry = { programmeId: programme.id, claimId: filed[0]!.claim.id, kind: "claim" as const };
  const unbalanced = database.db.transaction(async (tx) => {
    const [row] = await tx.insert(ledgerTransactions).values(entry).returning();
    await tx.insert(ledgerLines).values([{ transactionId: row!.id, account: "approved", minor: 5n }, { transactionId: row!.id, account: "available", minor: -4n }]);
  });
  await expect(unbalanced).rejects.toMatchObject({ cause: { constraint: "ledger_balanced" } });
  const [written] = await database.db.select().from(ledgerTransactions).where(eq(ledgerTransactions.claimId, entry.claimId));
  await expect(database.db.insert(ledgerLines).values([{ transactionId: written!.id, account: "paid", minor: 5n }, { transactionId: written!.id, account: "returned", minor: -5n }])).rejects.toMatchObject({ cause: { constraint: "ledger_append_only" } });
  for (const change of [sql`update ledger_lines set minor = minor`, sql`delete from ledger_lines`, sql`delete from ledger_transactions`, sql`truncate ledger_lines`]) {
    await expect(database.db.execute(change)).rejects.toMatchObject({ cause: { constraint: "ledger_append_only" } });
  }
});

it("finds a balance that is off when it adds up anew", async () => {
  const { programme } = await scene(1);
  await database.db.update(ledgerBalances).set({ minor: sql`minor + 3` }).where(sql`programme_id = ${programme.id} and account = 'reserved'`);
  expect(await recountLedger(systemContext(database.parts))).toBe(3n);
  const [pool] = await database.db.select({ off: ledgerPools.differenceMinor }).from(ledgerPools).where(eq(ledgerPools.programmeId, programme.id));
  expect(pool).toEqual({ off: 3n });
  await database.db.update(ledgerBalances).set({ minor: sql`minor - 3` }).where(sql`programme_id = ${programme.id} and account = 'reserved'`);
  expect(await recountLedger(systemContext(database.parts))).toBe(0n);
});

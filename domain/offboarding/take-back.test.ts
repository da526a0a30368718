import { eq, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { describe, expect, it } from "vitest";
import { accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { claimDecisions } from "@/db/schema/claims";
import { keyCustodians } from "@/db/schema/keys";
import { staffGrants } from "@/db/schema/staff";
import { aFiledLossClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { aStaffMember } from "@/test/staff";
import { confirmDecision } from "../claims/decisions/confirm-decision";
import { decideClaim } from "../claims/decisions/decide-claim";
import { getClaim } from "../claims/queries/get-claim";
import { takeClaim } from "../claims/take-claim";
import { addCustodian } from "../keys/register/add-custodian";
import { recordKeys } from "../keys/register/record-keys";
import { strikeCustodian } from "../keys/register/strike-custodian";
import { offBoard } from "./off-board";
import { takeBack } from "./take-back";

const database = useDatabase();

async function someone(...roles: Parameters<typeof staffContext>[1][number][]) {
  return staffContext(database.parts, roles, (await aStaffMember(database.parts, roles)).id);
}
const leave = async (ctx: Awaited<ReturnType<typeof someone>>) => offBoard(await someone("security"), { staffId: ctx.actor.staffId, reason: "has left the company today" });

describe("what waits for a second person in a leaver's name", () => {
  it("is no decision on a claim any more: a draft again, which no colleague makes alone", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes");
    const programme = await aProgramme(database.parts, incident, { ...lossTerms, secondPersonAboveMinor: 100_000n });
    const claim = await aFiledLossClaim(await aSubject(database.parts, incident, "minji@example.com"), programme, ["80000", "40000"], { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" });
    const [leaver, colleague] = [await someone("support"), await someone("support")];
    await takeClaim(leaver, { claimId: claim.id });
    expect(await decideFiled(leaver, claim.id, "yes")).toMatchObject({ proposed: true });
    const open = async () => (await database.db.select().from(claimDecisions).where(eq(claimDecisions.claimId, claim.id)))[0]!;
    const { edit, sealedSheet } = await open();
    expect((await leave(leaver)).taken).toEqual([{ kind: "claim-decision", id: claim.id }]);
    expect(await open()).toMatchObject({ state: "draft", outcome: null, amountMinor: null, needsSecond: false, proposedBy: null, proposedAt: null, edit: edit + 1, sealedSheet });
    expect((await getClaim(colleague, claim.id)).claim.flags).not.toContain("second-person");
    for (const given of [edit, edit + 1]) await expect(confirmDecision(colleague, { claimId: claim.id, edit: given })).rejects.toMatchObject({ reason: "claim-changed-meanwhile" });
    await expect(decideClaim(colleague, { claimId: claim.id, edit: edit + 1 })).rejects.toMatchObject({ reason: "claim-of-another" });
  });

  it("is no wish to strike who knows a key: whoever says so next is the first", async () => {
    await recordKeys(systemContext(database.parts), [{ kind: "relay-password", name: "relay", value: "known to one" }]);
    const { rows: [key] } = await database.db.$client.query<{ id: string }>("select id from key_register where name = 'relay'");
    const [leaver, colleague, knows] = [await someone("security"), await someone("security"), await someone("comms")];
    const entry = { keyId: key!.id, staffId: knows.actor.staffId };
    await addCustodian(colleague, entry);
    expect(await strikeCustodian(leaver, entry)).toBe(false);
    expect((await leave(leaver)).taken).toEqual([{ kind: "custodian-strike", id: entry.keyId }]);
    expect(await strikeCustodian(colleague, entry)).toBe(false);
    expect(await database.db.select().from(keyCustodians).where(eq(keyCustodians.staffId, entry.staffId))).toMatchObject([{ strikeAskedBy: colleague.actor.staffId }]);
  });

  it("is no answer in an open access review; what they said in one that is closed or being closed stays, and nobody waits for it", async () => {
    const [leaver, colleague] = [await someone("security"), await someone("security")];
    const reviewed = await aStaffMember(database.parts, ["support", "comms", "finance"]);
    const grants = await database.db.select().from(staffGrants).where(eq(staffGrants.staffId, reviewed.id));
    const answered = async (quarter: string, by: string[]) => {
      const [campaign] = await database.db.insert(accessCampaigns).values({ quarter, answerBy: new Date(Date.now() + 86_400_000) }).returning();
      const rows = by.map((decidedBy, i) => ({ campaignId: campaign!.id, grantId: grants[i]!.id, staffId: reviewed.id, role: grants[i]!.role, facts: {}, decision: "keep" as const, decidedBy, decidedAt: new Date(), reason: "still does this work" }));
      return { campaign: campaign!, reviews: await database.db.insert(accessReviews).values(rows).returning() };
    };
    const { campaign, reviews: [before] } = await answered("2025-Q1", [leaver.actor.staffId]);
    await database.db.update(accessCampaigns).set({ closedAt: new Date(), manifestHash: "0".repeat(64) }).where(eq(accessCampaigns.id, campaign.id));
    const { campaign: open, reviews: [theirs, others] } = await answered("2025-Q2", [leaver.actor.staffId, colleague.actor.staffId]);
    await database.db.transaction(async (tx) => {
      await tx.select().from(accessCampaigns).where(eq(accessCampaigns.id, open.id)).for("update");
      expect((await leave(leaver)).taken).toEqual([]);
    });
    expect((await leave(colleague)).taken).toEqual([{ kind: "access-review", id: others!.id }]);
    const rows = await database.db.select().from(accessReviews).where(inArray(accessReviews.id, [before!.id, theirs!.id, others!.id])).orderBy(accessReviews.id);
    expect(rows).toEqual([before, theirs, { ...others, decision: null, decidedBy: null, decidedAt: null, reason: null }]);
  });

  it("is found wherever the schema keeps it: every column that says who proposed, asked or decided is taken back, or said here why not", async () => {
    /** What such a column says that an off-boarding leaves as it is. */
    const stays: Record<string, string> = {
      "claim_decisions.decided_by": "made: the claim has moved, and finance pays as a third",
      "claim_requests.asked_by": "asked of the claimant: nobody agrees to it",
      "claims.decided_by": "who made the decision that stands",
      "claims.proposed_by": "whose proposal the decision that stands was",
      "erasures.decided_by": "the job that erases was added with the approval",
      "fact_values.decided_by": "said in public from then on",
      "fake_reports.decided_by": "a verdict of one person, in force at once",
      "letter_batches.decided_by": "says of a printed batch whether it was handed to the post",
      "payments.decided_by": "who decided the claim that is paid; a release asks the database whether it is somebody else",
      "postings.decided_by": "published from then on",
      "register_entries.decided_by": "in the register from then on",
      "retention_proposals.decided_by": "in force from then on",
    };
    const { rows } = await database.db.$client.query<{ name: string }>(`
      select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attname ~ '(^|_)(proposed|asked|decided)_by$' order by 1`);
    const said: string[] = [];
    const listening = drizzle(database.db.$client, { logger: { logQuery: (statement) => said.push(statement) } });
    const { id } = await aStaffMember(database.parts, []);
    await takeBack(listening, { staffId: id, by: id, now: new Date() });
    const isTaken = (column: string) => said.some((statement) => statement.startsWith("update") && statement.split(" where ")[1]?.includes(`"${column.replace(".", '"."')}" = $`));
    expect(rows.filter(({ name }) => isTaken(name)).length).toBeGreaterThan(10);
    expect(rows.map(({ name }) => name).filter((name) => !isTaken(name))).toEqual(Object.keys(stays));
  });
});

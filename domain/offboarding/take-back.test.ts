import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { describe, expect, it } from "vitest";
import { accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { auditEvents } from "@/db/schema/audit";
import { canaryKeys } from "@/db/schema/alarms";
import { claimDecisions } from "@/db/schema/claims";
import { erasures } from "@/db/schema/erasures";
import { datasets } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { keyCustodians } from "@/db/schema/keys";
import { scimGroups, scimMembers, staffGrants, staffMembers } from "@/db/schema/staff";
import { plantKey } from "@/domain/alarms/keys/plant-key";
import { followGroups } from "@/domain/provisioning/follow-groups";
import { mapGroup } from "@/domain/provisioning/map-group";
import { aFiledLossClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { useEvidenceStore } from "@/test/evidence/keeping";
import { importText, publish } from "@/test/imports";
import { anIncident } from "@/test/incidents";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { dropDraftTask } from "@/worker/tasks/drop-draft";
import { confirmDecision } from "../claims/decisions/confirm-decision";
import { decideClaim } from "../claims/decisions/decide-claim";
import { getClaim } from "../claims/queries/get-claim";
import { takeClaim } from "../claims/take-claim";
import { approveErasure } from "../erasure/approve-erasure";
import { erase } from "../erasure/erase";
import { findPerson } from "../erasure/find-person";
import { proposeErasure } from "../erasure/propose-erasure";
import { getErasure } from "../erasure/queries";
import { getDataset } from "../exposure/queries";
import { runImport } from "../exposure/run-import";
import { startImport } from "../exposure/start-import";
import { withTransaction } from "../kernel/transaction";
import { addCustodian } from "../keys/register/add-custodian";
import { recordKeys } from "../keys/register/record-keys";
import { strikeCustodian } from "../keys/register/strike-custodian";
import { collectPayments } from "../payments/collect-payments";
import { releaseBatch } from "../payments/release-batch";
import { offBoard } from "./off-board";

const database = useDatabase();
const papers = useEvidenceStore();

async function someone(...roles: Parameters<typeof staffContext>[1][number][]) {
  return staffContext(database.parts, roles, (await aStaffMember(database.parts, roles)).id);
}
const leave = async (ctx: Awaited<ReturnType<typeof someone>>) => offBoard(await someone("security"), { staffId: ctx.actor.staffId, reason: "has left the company today" });

/** As the worker does it, with what the job says and sees. */
async function dropDrafts(incidentId: string): Promise<void> {
  const { rows } = await database.db.$client.query<{ payload: unknown }>("select payload from graphile_worker._private_jobs where payload::jsonb @> $1", [{ incidentId, version: 1 }]);
  for (const { payload } of rows) await dropDraftTask.toGraphile(database.parts, {} as never)(payload, { job: { id: "1", attempts: 1 } } as never);
}

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
    for (const given of [edit, edit + 1]) await expect(confirmDecision(colleague, { claimId: claim.id, edit: given, seen: 0 })).rejects.toMatchObject({ reason: "claim-changed-meanwhile" });
    await expect(decideClaim(colleague, { claimId: claim.id, edit: edit + 1, seen: 0 })).rejects.toMatchObject({ reason: "claim-of-another" });
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

  it("is no agreement to an erasure that has not begun: nothing is erased until somebody else agrees; one of an incident that has begun goes on and is named", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    const [proposer, leaver, other] = [await someone("security"), await someone("approver"), await someone("approver")];
    const { records: [record] } = await findPerson(proposer, incident.id, { query: "minji@example.com" });
    const why = { ground: "pipa-36", reason: "asked for it in a letter of today" };
    const waits = await proposeErasure(proposer, { incidentId: incident.id, subjectId: record!.subjectId.toString(), ...why });
    await approveErasure(leaver, { erasureId: waits });
    const [whole] = await database.db.insert(erasures).values({ incidentId: (await anIncident(database.db)).id, kind: "incident", ground: "pipa-21", reason: "kept for long enough", proposedBy: proposer.actor.staffId }).returning();
    await database.db.update(erasures).set({ state: "approved", decidedBy: leaver.actor.staffId, decidedAt: new Date() }).where(eq(erasures.id, whole!.id));
    await database.db.update(incidents).set({ erasedAt: new Date(), closedAt: new Date() }).where(eq(incidents.id, whole!.incidentId));
    expect(await leave(leaver)).toMatchObject({ taken: [{ kind: "erasure-approval", id: waits }], erasing: [whole!.id] });
    await expect(database.db.update(erasures).set({ state: "proposed", decidedBy: null, decidedAt: null }).where(eq(erasures.id, whole!.id))).rejects.toMatchObject({ cause: { constraint: "erasures_edges" } });
    const run = () => erase(systemContext(database.parts), waits, { list: null, backupDays: 35 }, papers.inspection.store);
    await run();
    expect(await getErasure(proposer, waits)).toMatchObject({ state: "proposed", decidedBy: null });
    await approveErasure(other, { erasureId: waits });
    await run();
    expect(await getErasure(proposer, waits)).toMatchObject({ state: "done", decidedBy: other.actor.staffId });
  });

  it("is no draft of a dataset: nobody publishes it from the moment of the off-boarding, and it is dropped", async () => {
    const { id } = await anIncident(database.db);
    const { importId } = await importText(database.parts, id, "ref,email,confirmed\na,minji@example.com,names");
    const leaver = await someone("security");
    await database.db.update(datasets).set({ importedBy: leaver.actor.staffId }).where(eq(datasets.incidentId, id));
    expect(await getDataset(leaver, id, 1)).toMatchObject({ importerLeft: false });
    expect((await leave(leaver)).taken).toEqual([{ kind: "dataset", id: `${id}/1` }]);
    await expect(publish(database.parts, id, 1)).rejects.toMatchObject({ reason: "dataset-importer-left" });
    expect(await getDataset(await someone("security"), id, 1)).toMatchObject({ state: "draft", importerLeft: true, import: { importId } });
    await dropDrafts(id);
    expect(await getDataset(await someone("security"), id, 1)).toMatchObject({ state: "dropped", people: 0 });
    await importText(database.parts, id, "ref,email,confirmed\nb,jun@example.com,names");
    await publish(database.parts, id, 2);
  });

  it("is written down where it was published all the same, once the identity provider had given its importer's access back", async () => {
    const { id } = await anIncident(database.db);
    await importText(database.parts, id, "ref,email,confirmed\na,minji@example.com,names");
    const leaver = await someone("security");
    await database.db.update(datasets).set({ importedBy: leaver.actor.staffId }).where(eq(datasets.incidentId, id));
    expect((await leave(leaver)).taken).toEqual([{ kind: "dataset", id: `${id}/1` }]);
    await database.db.update(staffMembers).set({ disabledAt: null }).where(eq(staffMembers.id, leaver.actor.staffId));
    await publish(database.parts, id, 1);
    await dropDrafts(id);
    const written = () => database.db.select({ action: auditEvents.action }).from(auditEvents).where(and(eq(auditEvents.objectId, `${id}/1`), eq(auditEvents.actorKind, "system")));
    expect(await written()).toEqual([{ action: "dataset.found-published" }]);
    expect(await getDataset(await someone("security"), id, 1)).toMatchObject({ state: "published", people: 1 });
  });

  it("is no run of an import: what is loaded after the draft was dropped is not wanted", async () => {
    const { id } = await anIncident(database.db);
    const leaver = await someone("security");
    const file = Buffer.from("ref,email,confirmed\na,minji@example.com,names");
    const started = await startImport(leaver, { incidentId: id, mode: "add", asOf: "2025-12-03", fileName: "people.csv" }, { hash: createHash("sha256").update(file).digest(), bytes: file.length });
    expect((await leave(leaver)).taken).toEqual([{ kind: "dataset", id: `${id}/1` }]);
    await dropDrafts(id);
    await expect(runImport(systemContext(database.parts), (started as { importId: string }).importId, Readable.from([file]))).rejects.toMatchObject({ reason: "import-over" });
    expect(await getDataset(await someone("security"), id, 1)).toMatchObject({ state: "dropped", import: { state: "failed" } });
  });

  it("is not what a group stands for: it gives its role to nobody new, whoever has it keeps it, and admin is not proposed again", async () => {
    const [leaver, other] = [await someone("admin"), await someone("admin")];
    await aStaffSession(database.parts, other.actor.staffId);
    const [has, comes, boss] = [await aStaffMember(database.parts, []), await aStaffMember(database.parts, []), await aStaffMember(database.parts, [])];
    const [desk, admins] = await database.db.insert(scimGroups).values([{ displayName: "Claims desk" }, { displayName: "Administrators" }]).returning();
    await database.db.insert(scimMembers).values([{ groupId: desk!.id, staffId: has.id }, { groupId: admins!.id, staffId: boss.id }]);
    await mapGroup(leaver, { groupId: desk!.id, role: "support" });
    await mapGroup(leaver, { groupId: admins!.id, role: "admin" });
    expect(await leave(leaver)).toMatchObject({ offeredRoles: 1, taken: expect.arrayContaining([desk, admins].map((group) => ({ kind: "group-role", id: group!.id }))) as unknown });
    await database.db.insert(scimMembers).values({ groupId: desk!.id, staffId: comes.id });
    const follow = () => withTransaction(systemContext(database.parts), (tx) => followGroups(tx, systemContext(database.parts), [has.id, comes.id, boss.id]));
    const given = async () => (await database.db.select().from(staffGrants).where(and(inArray(staffGrants.staffId, [has.id, comes.id, boss.id]), isNull(staffGrants.endedAt)))).map(({ staffId, role, grantedBy }) => [staffId, role, grantedBy]);
    await follow();
    expect(await given()).toEqual([[has.id, "support", leaver.actor.staffId]]);
    await mapGroup(other, { groupId: desk!.id, role: "support" });
    expect(await given()).toEqual([[has.id, "support", leaver.actor.staffId], [comes.id, "support", other.actor.staffId]]);
  });

  it("names the claims that they approved and nobody has released for payment", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes\nb,jun@example.com,names;access-codes\nc,sora@example.com,names;access-codes");
    const programme = await aProgramme(database.parts, incident, lossTerms);
    const leaver = await someone("support");
    const approved = async (email: string) => {
      const { id } = await aFiledLossClaim(await aSubject(database.parts, incident, email), programme, ["80000"], { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" });
      await takeClaim(leaver, { claimId: id });
      expect(await decideFiled(leaver, id, "yes")).toMatchObject({ proposed: false });
      return id;
    };
    await approved("minji@example.com");
    const { batchId } = await collectPayments(await someone("finance"), { programmeId: programme.id, payOn: "2099-12-01", most: "" });
    await releaseBatch(await someone("finance"), { batchId });
    const waits = await approved("jun@example.com");
    const latest = await approved("sora@example.com");
    expect(await leave(leaver)).toMatchObject({ taken: [], approvedClaims: [latest, waits] });
  });

  it("names the API keys that they planted", async () => {
    const leaver = await someone("security");
    await plantKey(leaver, { place: "a page of the wiki" });
    const [planted] = await database.db.select({ id: canaryKeys.id }).from(canaryKeys).where(eq(canaryKeys.plantedBy, leaver.actor.staffId));
    expect(await leave(leaver)).toMatchObject({ taken: [], plantedKeys: [planted!.id] });
  });

  it("is found wherever the schema keeps it: every column that names one of staff is asked, or said here why not", async () => {
    /** What such a column says that an off-boarding leaves as it is. */
    const stays: Record<string, string> = {
      "access_campaigns.closed_by": "closed from then on",
      "access_campaigns.closing_by": "closed from then on, by the worker where they leave before the end",
      "access_campaigns.opened_by": "a review of everybody, whoever opened it",
      "access_reviews.reviewer_id": "the review gives what they had to answer to another",
      "access_reviews.staff_id": "what is asked about them: their roles have ended",
      "alarms.acknowledged_by": "says that somebody saw it: it goes on counting, and can be acknowledged again",
      "alarms.closed_by": "closed with a reason, and raised again where it happens again",
      "attempts.superseded_by": "an attempt, not a person",
      "audience_lists.uploaded_by": "a list is nothing until somebody approves a wave to it",
      "bank_tables.saved_by": "in force at once",
      "banner_pages.registered_by": "shown from then on",
      "banner_pages.removed_by": "gone from then on",
      "canaries.planted_by": "agreed to it without seeing its address",
      "canary_hits.seen_by": "says that somebody saw it",
      "canary_keys.lifted_by": "noticed no more from then on",
      "canned_replies.edited_by": "in force at once",
      "claim_agents.staff_id": "their place at the desk: claims go to those who may work on them",
      "claim_agents.updated_by": "in force at once",
      "claim_decisions.decided_by": "made: the claim has moved, and finance pays as a third",
      "claim_decisions.edited_by": "a draft that somebody else decides",
      "claim_desks.updated_by": "in force at once",
      "claim_explanations.explained_by": "said of an extension, in force at once",
      "claim_intakes.entered_by": "entered, and held against its paper by somebody else",
      "claim_intakes.taken_over_by": "entered, and held against its paper by somebody else",
      "claim_letters.entered_by": "entered, and held against its paper by somebody else",
      "claim_macros.edited_by": "in force at once",
      "claim_mentions.staff_id": "notes that named them",
      "claim_requests.asked_by": "asked of the claimant: nobody agrees to it",
      "claim_requests.closed_by": "closed from then on",
      "claims.proposed_by": "whose proposal the decision that stands was",
      "datasets.published_by": "what everybody sees from then on",
      "fact_values.decided_by": "said in public from then on",
      "facts.created_by": "its values are what is agreed to",
      "fake_reports.decided_by": "a verdict of one person, in force at once",
      "import_uploads.uploaded_by": "a file is nothing until somebody imports it",
      "incident_revisions.published_by": "said in public from then on",
      "incident_situations.saved_by": "in force at once",
      "incidents.created_by": "there from then on",
      "installation.mode_by": "in force at once",
      "installation.standing_by": "in force at once",
      "installation_guests.added_by": "in force at once",
      "key_custodians.added_by": "what somebody else knows",
      "key_register.owner_id": "whom to ask about a key, not who knows it",
      "key_tasks.staff_id": "whose leaving opened it",
      "legal_holds.placed_by": "holds until two people lift it",
      "letter_batches.decided_by": "says of a printed batch whether it was handed to the post",
      "notice_defects.reported_by": "what was found wrong stays so",
      "notice_defects.withdrawn_by": "said from then on",
      "notice_overrides.overridden_by": "a reason that whoever approves the wording reads",
      "notice_overrides.withdrawn_by": "said from then on",
      "notice_template_versions.approved_by": "immutable; a wave of it is approved once more",
      "notice_templates.created_by": "its versions are what is agreed to",
      "payment_answers.read_by": "what the bank said",
      "payment_code_lists.uploaded_by": "codes, given out by batches that two people release",
      "payment_exports.exported_by": "gone out",
      "payment_payers.saved_by": "in force at once",
      "payments.decided_by": "who decided the claim that is paid; a release asks the database whether it is somebody else",
      "postings.archived_by": "off the page from then on",
      "postings.decided_by": "published from then on",
      "programme_versions.published_by": "said in public from then on",
      "programmes.created_by": "its versions are what is agreed to",
      "register_entries.decided_by": "in the register from then on",
      "register_entries.ended_by": "out of it from then on",
      "retention_proposals.decided_by": "in force from then on",
      "scim_members.staff_id": "what the provider says of them",
      "scim_users.staff_id": "what the provider says of them",
      "staff_grants.approved_by": "counts from then on, until it ends or a review ends it",
      "staff_grants.renewed_by": "counts from then on, until it ends or a review ends it",
      "staff_identities.staff_id": "who they are at the company: a disabled person does not come in by it",
      "staff_members.disabled_by": "out from then on",
      "wave_paces.ramp_released_by": "in force at once, of a wave that others pause",
      "waves.created_by": "a draft, or what somebody else approved",
      "waves.edited_by": "a draft, or what somebody else approved",
      "waves.returned_by": "a draft from then on",
    };
    const { rows } = await database.db.$client.query<{ name: string }>(`
      select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)
        and (a.attname ~ '_by$' or exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and f.confrelid = 'staff_members'::regclass and f.conkey = array[a.attnum])) order by 1`);
    const said: string[] = [];
    const listening = drizzle(database.db.$client, { logger: { logQuery: (statement) => said.push(statement) } });
    const { id } = await aStaffMember(database.parts, []);
    await offBoard({ ...(await someone("security")), db: listening }, { staffId: id, reason: "has left the company today" });
    const isAsked = (name: string) => {
      const [table, column] = name.split(".");
      return said.some((statement) => statement.includes(` where `) && new RegExp(`"${table}"\\."${column}" (=|@>) \\$`).test(statement.slice(statement.indexOf(" where "))));
    };
    expect(rows.filter(({ name }) => isAsked(name)).length).toBeGreaterThan(20);
    expect(rows.map(({ name }) => name).filter((name) => !isAsked(name))).toEqual(Object.keys(stays));
  });
});

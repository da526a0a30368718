import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { claims } from "@/db/schema/claims";
import { claimBulkRows } from "@/db/schema/claims-bulk";
import { claimViews } from "@/db/schema/claims-team";
import { staffGrants } from "@/db/schema/staff";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { insertManyClaims } from "@/test/many-claims";
import { aStaffMember } from "@/test/staff";
import type { StaffContext } from "../../kernel/context";
import { offBoard } from "../../offboarding/off-board";
import { findStaffRoles } from "../../staff/queries";
import { countClaims, listClaims } from "../queries/list-claims";
import { askClaimant } from "../requests/ask-claimant";
import { assignClaim } from "./assign-claim";
import { previewBulk } from "./bulk/preview-bulk";
import { listBulkLines, readBulk } from "./bulk/read-bulk";
import { runBulk } from "./bulk/run-bulk";
import { startBulk } from "./bulk/start-bulk";
import { undoBulk } from "./bulk/undo-bulk";
import { claimFilterInput, type ClaimListInput } from "./input";
import { listMacros, listReplies, replyFor } from "./macros/list-team-texts";
import { runMacro } from "./macros/run-macro";
import { dropText, restoreText, saveMacro, saveReply } from "./macros/save-team-texts";
import { listNotes } from "./queries";
import { fillReply } from "./team-input";
import { dropView, renameView, restoreView } from "./views/change-view";
import { listViews } from "./views/list-views";
import { saveView } from "./views/save-view";

const database = useDatabase();
const ZONE = "Asia/Seoul";

async function scene(rows = 0, agents = [randomUUID()]) {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
  const programme = await aProgramme(database.parts, incident);
  const claim = await aFiledClaim(await aSubject(database.parts, incident, "minji@example.com"), programme);
  if (rows > 0) await insertManyClaims(database.db, { incidentId: incident.id, programmeId: programme.id, rows, first: Math.floor(Math.random() * 10_000_000), staffIds: agents });
  return { incidentId: incident.id, claim };
}

async function member(role: "support" | "lead"): Promise<StaffContext> {
  const { id } = await aStaffMember(database.parts, [role]);
  return staffContext(database.parts, [role], id);
}

const become = async (staffId: string) => {
  const found = await findStaffRoles(database.db, staffId);
  return found && staffContext(database.parts, found.roles, found.staffId);
};

/** The job, as often as it asks for itself. */
async function work(runId: string): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await runBulk(systemContext(database.parts), runId, become);
    const { state } = await readBulk(staffContext(database.parts, ["lead"]), runId);
    if (state !== "running" && state !== "undoing") return;
  }
  throw new Error("it does not end");
}

const agentOf = async (claimId: string) => (await database.db.select({ id: claims.assignedTo }).from(claims).where(eq(claims.id, claimId)))[0]?.id ?? null;

describe("saved views", () => {
  it("are one's own or everybody's, are renamed and deleted by whoever saved them, and come back", async () => {
    const { incidentId } = await scene();
    const [one, two] = [await member("support"), await member("support")];
    const filter = claimFilterInput.parse({ state: ["submitted", "nonsense"], assigned: "me", sort: "amount" });
    await saveView(one, incidentId, { name: "내 큰 건", filter });
    await saveView(one, incidentId, { name: "모두의 보기", shared: "1", filter: { state: "paid" } });
    const [own, shared] = await listViews(one, incidentId);
    expect(own).toMatchObject({ name: "내 큰 건", shared: false, own: true, filter });
    expect(await listViews(two, incidentId)).toMatchObject([{ name: "모두의 보기", own: false, filter: { state: ["paid"] } }]);
    expect((await database.db.select().from(claimViews).where(eq(claimViews.id, own!.id)))[0]?.filter).toEqual({ state: ["submitted"], benefit: [], flag: [], assigned: "me", sort: "amount" });
    await expect(renameView(two, { viewId: shared!.id, name: "남의 것" })).rejects.toMatchObject({ reason: "view" });
    await expect(dropView(two, { viewId: shared!.id })).rejects.toMatchObject({ reason: "view" });
    await expect(saveView(one, incidentId, { name: " ", filter: {} })).rejects.toMatchObject({ fields: { name: ["required"] } });
    await renameView(one, { viewId: own!.id, name: "큰 건" });
    await dropView(one, { viewId: shared!.id });
    expect((await listViews(one, incidentId)).map(({ name }) => name)).toEqual(["큰 건"]);
    await restoreView(one, { viewId: shared!.id });
    expect((await listViews(two, incidentId)).map(({ name }) => name)).toEqual(["모두의 보기"]);
  });
});

describe("canned replies and macros", () => {
  it("are kept by a lead, name only what is known of a claim, and are not overwritten unseen", async () => {
    const [lead, agent] = [await member("lead"), await member("support")];
    const reply = { name: `안내 ${randomUUID()}`, ko: "접수 번호 {{reference}}, {{deadline}}까지", en: "{{reference}} until {{deadline}}" };
    await expect(saveReply(agent, reply)).rejects.toMatchObject({ reason: "forbidden" });
    await expect(saveReply(lead, { ...reply, en: "{{name}}" })).rejects.toMatchObject({ fields: { en: ["placeholder"] } });
    await expect(saveReply(lead, { ...reply, en: "{{amount" })).rejects.toMatchObject({ fields: { en: ["placeholder"] } });
    await saveReply(lead, reply);
    const saved = (await listReplies(agent)).find(({ name }) => name === reply.name)!;
    await saveReply(lead, { ...reply, id: saved.id, edit: saved.edit, en: "Dear claimant" });
    await expect(saveReply(lead, { ...reply, id: saved.id, edit: saved.edit })).rejects.toMatchObject({ reason: "changed-meanwhile" });
    await expect(saveMacro(lead, { name: "nothing" })).rejects.toMatchObject({ fields: { form: ["macro-empty"] } });
    const text = { kind: "canned-reply", id: saved.id };
    await expect(dropText(agent, text)).rejects.toMatchObject({ reason: "forbidden" });
    await dropText(lead, text);
    await expect(saveMacro(lead, { name: "gone", replyId: saved.id })).rejects.toMatchObject({ fields: { replyId: ["choose-one"] } });
    await expect(dropText(lead, text)).rejects.toMatchObject({ reason: "changed-meanwhile" });
    await restoreText(lead, text);
    expect((await listReplies(agent)).find(({ id }) => id === saved.id)).toMatchObject({ name: reply.name, en: "Dear claimant" });
    await expect(restoreText(lead, text)).rejects.toMatchObject({ reason: "changed-meanwhile" });
  });

  it("a reply says what is so of the claim in the claim's language, and leaves in brackets what is not known", () => {
    const reply = { ko: "{{reference}}: {{amount}}, {{deadline}}", en: "{{reference}}: {{amount}}, {{deadline}}" };
    const claim = { reference: "C-ABCD-2345", amountMinor: 50_000n, approvedMinor: null, currency: "KRW" };
    expect(replyFor(reply, { ...claim, locale: "en" }, null, ZONE)).toBe("C-ABCD-2345: 50,000 KRW, [deadline]");
    expect(replyFor(reply, { ...claim, locale: "ko" }, new Date("2026-12-01T15:00:00Z"), ZONE)).toMatch(/^C-ABCD-2345: .*50,000.*, 2026년 12월 2일$/);
    expect(fillReply("{{other}}", {}, { reference: "", amount: "", deadline: "" })).toBe("{{other}}");
  });

  it("a macro does all of its steps or none", async () => {
    const [lead, agent, other] = [await member("lead"), await member("support"), await member("support")];
    const { claim } = await scene();
    const name = `매크로 ${randomUUID()}`;
    await saveReply(lead, { name, ko: "{{reference}} 확인 중입니다.", en: "We are looking at {{reference}}." });
    const reply = (await listReplies(lead)).find((one) => one.name === name)!;
    await saveMacro(lead, { name, take: "1", note: "서류를 기다립니다.", replyId: reply.id });
    const macroId = (await listMacros(agent)).find((one) => one.name === name)!.id;
    const done = await runMacro(agent, { claimId: claim.id, macroId }, ZONE);
    expect(done.reply).toBe(`${claim.reference!} 확인 중입니다.`);
    expect([await agentOf(claim.id), (await listNotes(agent, claim.id)).map(({ text }) => text)]).toEqual([agent.actor.staffId, ["서류를 기다립니다."]]);
    await expect(runMacro(other, { claimId: claim.id, macroId }, ZONE)).rejects.toMatchObject({ reason: "claim-of-another" });
    expect(await listNotes(other, claim.id)).toHaveLength(1);
  });
});

describe("a bulk act", () => {
  it("is looked at first, is done to all that the filter fits, says what became of each, and is put back", async () => {
    const [lead, agent] = [await member("lead"), await member("support")];
    const { incidentId } = await scene(1_000);
    const filter = { state: ["submitted", "denied"] } as const;
    const parsed = claimFilterInput.parse(filter);
    const act = { kind: "assign" as const, to: agent.actor.staffId };
    const before = new Map<string, string | null>();
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listClaims(lead, incidentId, { ...filter, state: [...filter.state], ...(after ? { after } : {}) });
      for (const claim of page.claims) before.set(claim.id, claim.assignedTo);
      after = page.next;
    }
    const preview = await previewBulk(lead, incidentId, parsed, [], act, ZONE);
    expect(preview).toMatchObject({ count: before.size, exact: true, lookedAt: 200, takes: false });
    expect(preview.refused.map(({ reason }) => reason)).toEqual(["claim-not-open"]);
    expect(preview.examples).toHaveLength(10);
    const runId = await startBulk(lead, incidentId, { act: `assign:${act.to}`, filter: parsed }, ZONE);
    await work(runId);
    const run = await readBulk(lead, runId);
    expect(run).toMatchObject({ state: "done", undoable: true });
    expect(run.counts.done + run.counts.refused).toBe(before.size);
    const { lines } = await listBulkLines(lead, runId, { result: "refused", after: 0 });
    expect(new Set(lines.map(({ reason }) => reason))).toEqual(new Set(["claim-not-open"]));
    // A run that is begun anew, as after a killed worker, does nothing twice.
    await runBulk(systemContext(database.parts), runId, become);
    expect((await readBulk(lead, runId)).counts).toEqual(run.counts);
    const { lines: [first] } = await listBulkLines(lead, runId, { result: "done", after: 0 });
    await assignClaim(lead, { claimId: first!.claimId, to: "me" });
    await expect(undoBulk(agent, { runId })).rejects.toMatchObject({ reason: "bulk-of-another" });
    await undoBulk(lead, { runId });
    await work(runId);
    expect(await readBulk(lead, runId)).toMatchObject({ state: "undone", counts: { done: 0, kept: 1, undone: run.counts.done - 1 } });
    expect(await agentOf(first!.claimId)).toBe(lead.actor.staffId);
    before.set(first!.claimId, lead.actor.staffId);
    for (const [id, assigned] of [...before].slice(0, 60)) expect(await agentOf(id)).toBe(assigned);
    await expect(undoBulk(lead, { runId })).rejects.toMatchObject({ reason: "bulk-not-over" });
  });

  it("takes into review what can be taken, and put back gives each to whoever had it, in review as its claimant was told", async () => {
    const agent = await member("support");
    const { incidentId, claim } = await scene();
    const filter = claimFilterInput.parse({});
    const runId = await startBulk(agent, incidentId, { act: "take", claim: claim.id, filter }, ZONE);
    await work(runId);
    expect(await readBulk(agent, runId)).toMatchObject({ state: "done", picked: 1, counts: { done: 1, refused: 0 }, undoable: true, takes: true });
    expect(await countClaims(agent, incidentId)).toMatchObject({ submitted: 0, "in-review": 1 });
    await undoBulk(agent, { runId });
    await work(runId);
    expect(await readBulk(agent, runId)).toMatchObject({ state: "undone", counts: { done: 0, undone: 1 } });
    expect((await listBulkLines(agent, runId, { after: 0 })).lines).toMatchObject([{ result: "undone", reason: "claim-stays-in-review" }]);
    expect([await agentOf(claim.id), await countClaims(agent, incidentId)]).toMatchObject([null, { submitted: 0, "in-review": 1 }]);
  });

  it("of one's own that was taken into review puts nothing back, and leaves what has gone on since", async () => {
    const agent = await member("support");
    const filter = claimFilterInput.parse({});
    const [own, gone] = [await scene(), await scene()];
    await assignClaim(agent, { claimId: own.claim.id, to: "me" });
    const undone = async ({ incidentId, claim }: typeof own, meanwhile: () => Promise<unknown> = () => Promise.resolve()) => {
      const runId = await startBulk(agent, incidentId, { act: "take", claim: claim.id, filter }, ZONE);
      await work(runId);
      await meanwhile();
      await undoBulk(agent, { runId });
      await work(runId);
      return [(await listBulkLines(agent, runId, { after: 0 })).lines.map(({ result, reason }) => [result, reason]), await agentOf(claim.id)];
    };
    expect(await undone(own)).toEqual([[["kept", "claim-stays-in-review"]], agent.actor.staffId]);
    const ask = () => askClaimant(agent, { claimId: gone.claim.id, items: ["other"], note: "어느 계정으로 주문하셨는지 알려 주시기 바랍니다." });
    expect(await undone(gone, ask)).toEqual([[["kept", "claim-changed-meanwhile"]], agent.actor.staffId]);
  });

  it.each<ClaimListInput>([{ sort: "due" }, { sort: "due", state: ["in-review", "paid"] }, { sort: "due", state: ["paid"] }, { sort: "amount", over: "60000" }])("is for exactly the claims that the list shows: %o", async (filter) => {
    const lead = await member("lead");
    const { incidentId } = await scene(500);
    const shown: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listClaims(lead, incidentId, { ...filter, ...(after ? { after } : {}) }, ZONE);
      shown.push(...page.claims.map(({ id }) => id));
      after = page.next;
    }
    const parsed = claimFilterInput.parse(filter);
    const preview = await previewBulk(lead, incidentId, parsed, [], { kind: "assign", to: "me" }, ZONE);
    expect([preview.count, preview.examples.map(({ claim }) => claim.id)]).toEqual([shown.length, shown.slice(0, 10)]);
    const runId = await startBulk(lead, incidentId, { act: "assign:me", filter: parsed }, ZONE);
    await work(runId);
    const reached = await database.db.select({ id: claimBulkRows.claimId }).from(claimBulkRows).where(eq(claimBulkRows.runId, runId));
    expect(reached.map(({ id }) => id).sort()).toEqual([...shown].sort());
  });

  it("stops when whoever began it may not come in any more", async () => {
    const agent = await member("support");
    const { incidentId, claim } = await scene();
    const runId = await startBulk(agent, incidentId, { act: "assign:me", filter: claimFilterInput.parse({}) }, ZONE);
    await offBoard(staffContext(database.parts, ["admin"], (await aStaffMember(database.parts, ["admin"])).id), { staffId: agent.actor.staffId, reason: "they have left the company" });
    await work(runId);
    expect(await readBulk(staffContext(database.parts, ["lead"]), runId)).toMatchObject({ state: "stopped", counts: { done: 0 } });
    expect(await agentOf(claim.id)).toBeNull();
    expect(await database.db.select().from(staffGrants).where(eq(staffGrants.staffId, agent.actor.staffId))).not.toEqual([]);
  });

  it("offers no deciding, and refuses an empty form", async () => {
    const agent = await member("support");
    const { incidentId } = await scene();
    for (const act of [undefined, "approve", "assign:", "macro:x"]) await expect(startBulk(agent, incidentId, { act, filter: {} }, ZONE)).rejects.toMatchObject({ fields: { act: [expect.any(String)] } });
  });
});

import { eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { claims } from "@/db/schema/claims";
import { translator } from "@/content/translator";
import { aFiledLossClaim, aProgramme, decideFiled, lossTerms, saveFiledSheet } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, openQueued } from "@/test/lookups";
import { withTransaction } from "../kernel/transaction";
import { confirmDecision } from "./decisions/confirm-decision";
import { decideClaim } from "./decisions/decide-claim";
import { returnDecision } from "./decisions/return-decision";
import { readClaimMessages } from "./messages/read-claim-messages";
import { sendClaimMessage } from "./messages/send-claim-message";
import { writeClaimMessage } from "./messages/write-claim-message";
import { tellPaperSettled } from "./tell-paper-settled";
import { getClaim } from "./queries/get-claim";
import { startClaim } from "./start-claim";
import { takeClaim } from "./take-claim";

const database = useDatabase();
let agent: ReturnType<typeof staffContext>;
let other: ReturnType<typeof staffContext>;
const account = { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" };
let scene: Awaited<ReturnType<typeof make>>;

async function make() {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes");
  const programme = await aProgramme(database.parts, incident, { ...lossTerms, secondPersonAboveMinor: 100_000n });
  const subject = await aSubject(database.parts, incident, "minji@example.com");
  const claim = await aFiledLossClaim(subject, programme, ["80000", "40000"], account);
  await takeClaim(agent, { claimId: claim.id });
  return { incident, programme, subject, claim };
}
beforeEach(async () => {
  [agent, other] = [staffContext(database.parts, ["support"]), staffContext(database.parts, ["support"])];
  scene = await make();
});

function settled(claimId: string, defect: "password" | null = null) {
  const ctx = systemContext(database.parts);
  return withTransaction(ctx, (tx) => tellPaperSettled(tx, ctx, { incidentId: scene.incident.id, kind: "claim", id: claimId, defect }));
}
/** How much has come from the claimant, as a page that is made now shows it. */
const seen = async (claimId: string) => (await getClaim(agent, claimId)).claim.arrivals;
const flags = async () => (await getClaim(agent, scene.claim.id)).claim.flags;

it("a paper of a filed claim is something unread, until somebody says that they have read it", async () => {
  expect(await flags()).toEqual([]);
  await settled(scene.claim.id);
  expect(await flags()).toEqual(["unread"]);
  await readClaimMessages(agent, { claimId: scene.claim.id, seen: await seen(scene.claim.id) });
  expect(await flags()).toEqual([]);
});

it("a paper that was refused is told to its person with the reason, and to the desk", async () => {
  const before = (await openQueued(database.parts, scene.incident.id)).length;
  await settled(scene.claim.id, "password");
  const [sent, ...more] = (await openQueued(database.parts, scene.incident.id)).slice(before);
  expect(more).toEqual([]);
  expect(sent?.purpose).toBe("claim-paper-refused");
  expect(sent?.content.text).toContain(translator("ko", "evidence")("refused.password"));
  expect(await flags()).toEqual(["unread"]);
});

it("a paper of a draft, or of a claim that is gone, tells nobody", async () => {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names;access-codes");
  const programme = await aProgramme(database.parts, incident, lossTerms);
  await startClaim(await aSubject(database.parts, incident, "minji@example.com"), { programme: programme.slug });
  const drafts = () => database.db.select({ id: claims.id, state: claims.state, flags: claims.flags }).from(claims).where(eq(claims.incidentId, incident.id));
  const [draft] = await drafts();
  await settled(draft!.id, "password");
  expect(await drafts()).toEqual([{ id: draft!.id, state: "draft", flags: 0 }]);
  expect((await openQueued(database.parts, incident.id)).filter(({ purpose }) => purpose.startsWith("claim-"))).toEqual([]);
});

it("the second person waits for what came after the proposal, and may give it back meanwhile", async () => {
  const { claim, subject } = scene;
  const open = async () => (await getClaim(agent, claim.id)).decisions.at(-1)!;
  const propose = async () => {
    expect(await decideFiled(agent, claim.id, "yes")).toEqual({ claimId: claim.id, proposed: true });
    return { claimId: claim.id, edit: (await open()).edit, seen: await seen(claim.id) };
  };
  // Whoever proposes has read what there was.
  await settled(claim.id);
  const proposal = await propose();
  expect(await flags()).toEqual(["second-person"]);
  await settled(claim.id);
  await expect(confirmDecision(other, proposal)).rejects.toMatchObject({ reason: "claim-unread" });
  await returnDecision(other, { ...proposal, note: "새로 온 자료를 먼저 봐 주십시오." });
  const again = await propose();
  await writeClaimMessage(subject, { claimId: claim.id, text: "영수증을 하나 더 보내겠습니다." });
  await expect(confirmDecision(other, again)).rejects.toMatchObject({ reason: "claim-unread" });
  await expect(readClaimMessages(other, { claimId: claim.id, seen: again.seen })).rejects.toMatchObject({ reason: "claim-unread" });
  const shown = await seen(claim.id);
  await readClaimMessages(other, { claimId: claim.id, seen: shown });
  // Read by a colleague is not read by whoever confirms from a page that was made before.
  await expect(confirmDecision(other, again)).rejects.toMatchObject({ reason: "claim-unread" });
  expect(await confirmDecision(other, { ...again, seen: shown })).toMatchObject({ state: "approved" });
});

it.each(["yes", "no"] as const)("who decides alone is not passed over by what came after their page was made, and what they have not seen stays unread: %s", async (met) => {
  const { claim, subject } = scene;
  const edit = await saveFiledSheet(agent, claim.id, met, met === "no" ? "유출과 관계를 확인할 수 없습니다." : "");
  const page = { claimId: claim.id, edit, seen: await seen(claim.id) };
  await writeClaimMessage(subject, { claimId: claim.id, text: "영수증을 하나 더 보내겠습니다." });
  await expect(decideClaim(agent, page)).rejects.toMatchObject({ reason: "claim-unread" });
  await settled(claim.id);
  await expect(decideClaim(agent, { ...page, seen: page.seen + 1 })).rejects.toMatchObject({ reason: "claim-unread" });
  // An answer to what came before leaves unread what came meanwhile.
  await sendClaimMessage(agent, { claimId: claim.id, text: "첫 번째 영수증은 잘 받았습니다.", seen: page.seen });
  expect(await flags()).toEqual(["unread"]);
  expect((await getClaim(agent, claim.id)).messages.map(({ readAt }) => readAt)).toEqual([null, null]);
  expect((await getClaim(agent, claim.id)).decisions.at(-1)).toMatchObject({ state: "draft", edit });
  expect(await decideClaim(agent, { ...page, seen: await seen(claim.id) })).toMatchObject({ proposed: met === "yes" });
  expect((await flags()).includes("unread")).toBe(false);
});

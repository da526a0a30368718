import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { isNull } from "drizzle-orm";
import { audienceCounts } from "@/db/schema/audiences";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Role } from "@/db/values/roles";
import { publishDataset } from "@/domain/exposure/publish-dataset";
import { runImport } from "@/domain/exposure/run-import";
import { csvLine, type SampleCells } from "@/domain/exposure/sample/sample-defects";
import { sampleHeader, sampleRows } from "@/domain/exposure/sample/subject-sample";
import { startImport } from "@/domain/exposure/start-import";
import { canonicalEmail } from "@/domain/keys/canonical-contact";
import type { StaffId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { approveTemplateVersion } from "@/domain/notices/approval/approve-template-version";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { getTemplate, getTemplateVersion } from "@/domain/notices/queries";
import { saveTemplateDraft } from "@/domain/notices/editing/save-template-draft";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { getIncidentRules } from "@/domain/rules/queries";
import { saveSituation } from "@/domain/rules/save-situation";
import { nothingSaid } from "@/domain/rules/situation-form";
import { approveWave } from "@/domain/waves/approve-wave";
import { askCorrections } from "@/domain/waves/corrections/ask-corrections";
import { countCorrections } from "@/domain/waves/corrections/count-corrections";
import { findCorrections } from "@/domain/waves/corrections/find-corrections";
import { startCorrection } from "@/domain/waves/corrections/start-correction";
import { createWave } from "@/domain/waves/create-wave";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { runCount } from "@/domain/audiences/run-count";
import { submitCountedWaves } from "@/domain/waves/submit-counted-waves";
import { submitWave } from "@/domain/waves/submit-wave";
import { seedFacts } from "./demo-facts";
import { haneulMallFacts, type DemoFact } from "./demo-fact-words";
import { seedIncident } from "./demo-incident";
import { haneulMall } from "./demo-incident-words";
import { circumstances, demoWording, fillIn, measures } from "./demo-notice-words";

/** Accounts in the first announcement. */
const FIRST_ANNOUNCED = 4_536;
const SEED = 20261120;

export interface ReplayStep {
  /** The day in Korea. */
  day: string;
  kind: NoticeKind;
  /** People as the audience counted them, and as plain reading of the files does. */
  people: { counted: number; expected: number };
  /** Messages that the relay took, and different addresses of these people. */
  messages: { accepted: number; expected: number };
}

/**
 * Play the reference case through the verbs that people use: the same days and months, set in 2026 under the law of that date. A possibility notice to the accounts of the first announcement; a full
 * notice by the second dataset, which did not know of entrance codes; a correction to exactly those whose notice lacked them; the people in delivery lists; compensation. Every audience is counted
 * anew from the files, without the program's help. `people` are the rows of the last file; `send` brings an approved wave to its end.
 */
export async function replayReferenceCase(parts: ProcessParts, { people, slug, send }: { people: number; slug: string; send: (parts: ProcessParts, waveId: string) => Promise<void> }): Promise<ReplayStep[]> {
  const replay = await begin(parts, people, slug);
  const { accounts, everybody } = replay;
  const first = accounts.slice(0, FIRST_ANNOUNCED);
  const steps: ReplayStep[] = [];

  await replay.at("2026-11-20T10:00:00+09:00");
  await publishFile(replay, 1, "2026-11-18T23:00:00+09:00", first.map((cells) => ({ ...cells, confirmed: "", possible: "names;email-addresses;phone-numbers", cleared: "", counts: "", hints: "" })));
  steps.push(await notify(replay, "possibility", { send, expected: first }));

  await replay.at("2026-11-29T20:00:00+09:00");
  await say(replay, { ...known, state: "confirmed" });
  const withoutCodes = accounts.map((cells) => ({ ...cells, confirmed: without(cells.confirmed), possible: without(cells.possible), counts: without(cells.counts) }));
  await publishFile(replay, 2, "2026-11-29T18:00:00+09:00", withoutCodes);
  await replay.at("2026-11-30T09:00:00+09:00");
  steps.push(await notify(replay, "full", { send, expected: accounts }));

  await replay.at("2026-12-03T18:00:00+09:00");
  await publishFile(replay, 3, "2026-12-03T12:00:00+09:00", everybody);
  steps.push(await correct(replay, { send, expected: accounts.filter(hasCode) }));

  await replay.at("2026-12-05T10:00:00+09:00");
  steps.push(await notify(replay, "third-party", { send, expected: everybody.filter(({ kind }) => kind === "third-party"), audience: { kinds: ["third-party"] } }));

  await replay.at("2026-12-29T10:00:00+09:00");
  steps.push(await notify(replay, "compensation", { send, expected: everybody }));
  return steps;
}

interface Replay {
  parts: ProcessParts;
  at: (moment: string) => Promise<void>;
  as: (role: "comms" | "approver" | "security") => ReturnType<typeof mintContext>;
  incidentId: string;
  accounts: SampleCells[];
  everybody: SampleCells[];
}

/** What staff know of the leak by the end of November. */
const known = { ...nothingSaid, itemsUnknown: false, circumstancesUnknown: false, cause: "illegal-access", encrypted: false, harm: "serious", recovered: false, propertyDamage: false, coveredEntity: false } as const;

async function begin(process: ProcessParts, people: number, slug: string): Promise<Replay> {
  let now = new Date("2026-11-19T10:00:00+09:00");
  const parts: ProcessParts = { ...process, clock: { now: () => now } };
  const staff = { comms: randomUUID(), approver: randomUUID(), security: randomUUID() };
  const as = (role: keyof typeof staff & Role) => mintContext(parts, { kind: "staff", staffId: staff[role] as StaffId, sessionId: "replay", proven: true, roles: [role] });
  const { incidentId } = await seedIncident(parts, { editor: staff.comms, publisher: staff.approver, slug, words: aYearLater(haneulMall), facts: knownBy(now) });
  const rows = [...sampleRows({ people, seed: SEED, defects: 0 })].map(({ cells }) => cells);
  const at = async (moment: string) => {
    now = new Date(moment);
    await seedFacts(parts, { incidentId, proposer: staff.comms, approver: staff.approver, facts: knownBy(now) });
  };
  const replay = { parts, at, as, incidentId, accounts: rows.filter(({ kind }) => kind === "account-holder"), everybody: rows };
  await say(replay, { ...known, state: "suspected", itemsUnknown: true, circumstancesUnknown: true });
  return replay;
}

/** The reference case's days and months, a year on. */
export function aYearLater<T>(words: T): T {
  return JSON.parse(JSON.stringify(words).replaceAll(/(?<!\d)(2025|2026)(?!\d)/g, (year) => String(Number(year) + 1))) as T;
}

/** What the ledger has on a day: of each fact what was said first, and of days to come nothing. */
function knownBy(now: Date): DemoFact[] {
  return aYearLater(haneulMallFacts).flatMap(({ name, said: [first] }) => {
    const isToCome = first.value.kind === "date" && new Date(first.asOf) > now && name !== "discovered";
    return isToCome ? [] : [{ name, said: [{ ...first, asOf: new Date(Math.min(Date.parse(first.asOf), now.getTime())).toISOString() }] }];
  });
}

async function say({ as, incidentId }: Replay, content: Record<string, unknown>): Promise<void> {
  const { recorded } = await getIncidentRules(as("comms"), incidentId);
  await saveSituation(as("comms"), { incidentId, version: recorded.version, content });
}

const CODES = /(^|;)access-codes(=\d+)?(?=;|$)/;

function without(list: string): string {
  return list.replace(CODES, "").replace(/^;/, "");
}

function hasCode({ confirmed, possible }: SampleCells): boolean {
  return CODES.test(confirmed) || CODES.test(possible);
}

async function publishFile({ as, incidentId }: Replay, version: number, asOf: string, rows: readonly SampleCells[]): Promise<void> {
  const bytes = Buffer.from([sampleHeader, ...rows.map(csvLine)].join("\n"));
  const started = await startImport(as("security"), { incidentId, mode: "replace", asOf, fileName: `accounts-${version}.csv` }, { hash: createHash("sha256").update(bytes).digest(), bytes: bytes.length });
  if (started.kind === "same-file") throw new Error("the same file twice");
  await runImport(as("security"), started.importId, Readable.from([bytes], { objectMode: false }));
  await publishDataset(as("approver"), { incidentId, version });
}

interface Notify {
  send: (parts: ProcessParts, waveId: string) => Promise<void>;
  expected: readonly SampleCells[];
  audience?: Record<string, unknown>;
}

async function notify(replay: Replay, kind: NoticeKind, how: Notify): Promise<ReplayStep> {
  const { as, incidentId } = replay;
  const { subject, sections } = aYearLater(demoWording(kind));
  const { versionId } = await createTemplate(as("comms"), { incidentId, kind, name: `${kind} 2026`, content: { subject, sections } });
  await submitTemplateVersion(as("comms"), { versionId, edit: 1 });
  await approveTemplateVersion(as("approver"), { versionId, edit: 1 });
  return sendWave(replay, kind, versionId, how);
}

/** Ask who was told too little, begin the correction that is offered for them, and send it to nobody else. */
async function correct(replay: Replay, how: Notify): Promise<ReplayStep> {
  const { as, incidentId, parts } = replay;
  await askCorrections(as("comms"), { incidentId });
  await countCorrections(mintContext(parts, { kind: "system", job: "replay/correct" }), incidentId);
  const { counts, sent } = await findCorrections(as("comms"), incidentId);
  const owed = Object.keys(counts?.leftOut.byClass ?? {}).map((dataClass) => ({ what: "left-out", dataClass }));
  const { templateId } = await startCorrection(as("comms"), { incidentId, name: "correction 2026", corrects: sent[0]?.versionId, owed, sms: false });
  const versionId = (await getTemplate(as("comms"), templateId)).versions[0]?.id ?? "";
  const { content } = await getTemplateVersion(as("comms"), versionId);
  await saveTemplateDraft(as("comms"), { versionId, edit: 1, content: fillIn(content, aYearLater([circumstances, measures])) });
  await submitTemplateVersion(as("comms"), { versionId, edit: 2 });
  await approveTemplateVersion(as("approver"), { versionId, edit: 2 });
  return sendWave(replay, "correction", versionId, { ...how, audience: { owed } });
}

async function sendWave({ as, parts }: Replay, kind: NoticeKind, templateVersionId: string, { send, expected, audience = {} }: Notify): Promise<ReplayStep> {
  const { id } = await createWave(as("comms"), { templateVersionId, audience });
  await submitWave(as("comms"), { waveId: id });
  await countWhatIsAsked(parts);
  const { approvalHash } = await getWaveOverview(as("comms"), id);
  await approveWave(as("approver"), { waveId: id, approvalHash });
  await send(parts, id);
  const { found, deliveries } = await getWaveOverview(as("comms"), id);
  const addresses = new Set(expected.flatMap(({ email }) => { const canonical = canonicalEmail(email); return canonical.ok ? [canonical.value] : []; }));
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(parts.clock?.now());
  return { day, kind, people: { counted: found ?? 0, expected: expected.length }, messages: { accepted: deliveries.accepted, expected: addresses.size } };
}

/** Do at once what a job does for whoever waits for a number of people. */
async function countWhatIsAsked(parts: ProcessParts): Promise<void> {
  const ctx = mintContext(parts, { kind: "system", job: "replay/count" });
  const asked = await parts.db.select({ question: audienceCounts.question }).from(audienceCounts).where(isNull(audienceCounts.people));
  for (const { question } of asked) {
    await runCount(ctx, question.toString("hex"));
    await submitCountedWaves(ctx, question.toString("hex"));
  }
}

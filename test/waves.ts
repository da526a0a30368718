import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, onTestFinished } from "vitest";
import type { RelaySettings } from "@/channels/email/relay";
import { openRelays } from "@/channels/email/relay-set";
import { openDatabase } from "@/db/client";
import { seedIncident } from "@/db/seed/demo-incident";
import { demoWording } from "@/db/seed/demo-notice-words";
import { seedNotices } from "@/db/seed/demo-notices";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { approveWave } from "@/domain/waves/approve-wave";
import { createWave } from "@/domain/waves/create-wave";
import { freezeAudience } from "@/domain/waves/ledger/freeze-audience";
import { openHandoverWindow } from "@/domain/waves/ledger/handover-window";
import { sendRange, type WaveSending } from "@/domain/waves/ledger/send-range";
import { submitWave } from "@/domain/waves/submit-wave";
import type { Wave } from "@/domain/waves/types";
import { staffContext, systemContext } from "./contexts";
import type { TestDatabase } from "./database";
import { importText, publish } from "./imports";
import { approveAsItIs } from "./notices";
import { aRelay } from "./relays";
import { startSmtpSink, type SmtpSink } from "./smtp-sink";

export const PORTAL = "https://notice.haneulmall.example";

/** The demo incident with an approved notice, and people out of a CSV text, published. */
export async function anIncidentWithPeople(parts: ProcessParts, csv: string): Promise<{ incidentId: string; versionId: string }> {
  const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `incident-${randomUUID().slice(0, 8)}` });
  await importText(parts, incidentId, csv);
  await publish(parts, incidentId, 1);
  const { versionId } = await seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() });
  return { incidentId, versionId };
}

/** An approved wording of one kind. */
export async function aWording(parts: ProcessParts, incidentId: string, kind: NoticeKind): Promise<string> {
  const author = staffContext(parts, ["comms"]);
  const { versionId } = await createTemplate(author, { incidentId, kind, name: `${kind} ${randomUUID()}`, content: demoWording("full") });
  await submitTemplateVersion(author, { versionId, edit: 1 });
  await approveAsItIs(parts, versionId);
  return versionId;
}

/** So many people with an address each, half of them reading each language. */
export function people(count: number, from = 0): string {
  const rows = Array.from({ length: count }, (_, i) => `p${from + i},person${from + i}@example.com,${i % 2 === 0 ? "ko" : "en"},names;email-addresses`);
  return ["ref,email,locale,confirmed", ...rows].join("\n");
}

/** A wave that a second person has approved; the worker, or `freezeAudience`, takes it from there. */
export async function anApprovedWave(parts: ProcessParts, versionId: string, audience: { dataClasses?: string[]; locales?: string[] } = {}, more: Record<string, unknown> = {}): Promise<Wave> {
  const author = staffContext(parts, ["comms"]);
  const { id } = await createWave(author, { ...more, templateVersionId: versionId, audience });
  const submitted = await submitWave(author, { waveId: id });
  return approveWave(staffContext(parts, ["approver"]), { waveId: id, approvalHash: submitted.approvalHash });
}

export async function aFrozenWave(parts: ProcessParts, versionId: string, audience: { dataClasses?: string[]; locales?: string[] } = {}, more: Record<string, unknown> = {}): Promise<Wave> {
  const wave = await anApprovedWave(parts, versionId, audience, more);
  await freezeAudience(systemContext(parts), wave.id);
  return wave;
}

/** What a worker has for waves. End it with {@link endSending}. */
export function aWaveSending(databaseUrl: string, smtpPort: number, connections = 4, more: Partial<RelaySettings> = {}): WaveSending {
  const transport = openRelays([aRelay(smtpPort, { connections: { person: 0, bulk: connections }, ...more })], "하늘몰 <notice@haneulmall.example>").waves;
  return { ledger: openDatabase(databaseUrl, { max: 2, planOnce: true }), ways: { email: { transport, window: openHandoverWindow(connections) } }, lingering: new Set(), worked: new Set(), ending: new AbortController().signal, portalUrl: PORTAL };
}

export async function endSending({ ways, ledger, lingering }: WaveSending): Promise<void> {
  for (const way of Object.values(ways)) way.transport.close();
  await Promise.all(lingering);
  await ledger.$client.end();
}

/** A relay that takes everything until it is told otherwise, and what a worker has to send over it; both end with the test. */
export async function aWaveRelay(database: TestDatabase, connections?: number): Promise<{ sink: SmtpSink; sending: WaveSending }> {
  const sink = await startSmtpSink();
  const sending = aWaveSending(database.url, sink.port, connections);
  onTestFinished(async () => {
    await endSending(sending);
    await sink.close();
  });
  return { sink, sending };
}

/** Do in this process what a worker does, until nothing is due. */
export async function sendAllDue(parts: ProcessParts, sending: WaveSending, waveId: string): Promise<void> {
  while ((await sendRange(systemContext(parts), sending, waveId)).kind === "worked");
}

/** Make everything that waits due now, as if the time had passed. */
export async function letTimePass(parts: ProcessParts, waveId: string): Promise<void> {
  await parts.db.execute(sql`update deliveries set next_at = clock_timestamp() where wave_id = ${waveId} and state in ('deferred', 'in-doubt') and next_at is not null`);
  await parts.db.execute(sql`update wave_ranges set next_due_at = clock_timestamp() where wave_id = ${waveId} and next_due_at is not null`);
  await parts.db.execute(sql`update wave_ranges set lease_until = null where wave_id = ${waveId} and lease_until is not null`);
}

interface WaveState {
  deliveries: Record<string, number>;
  paths: Record<string, number>;
}

/**
 * The two invariants, counted from the rows and held against the counters: recipients over path states are the frozen audience, deliveries of each channel over states are
 * those entered there.
 */
export async function expectInvariants(parts: ProcessParts, waveId: string): Promise<WaveState> {
  const states = ["pending", "handing-over", "deferred", "accepted", "rejected", "in-doubt", "suppressed", "cancelled"];
  const paths = ["open", "reached", "unreachable", "covered-by", "cancelled", "in-doubt"];
  const { rows } = await parts.db.execute<{ range_no: number; channel: string; counted: Record<string, number>; walked: Record<string, number>; found: Record<string, number> | null; stood: Record<string, number> | null }>(sql`
    select r.range_no, r.channel,
      json_build_object('pending', pending, 'handing-over', handing_over, 'deferred', deferred, 'accepted', accepted, 'rejected', rejected, 'in-doubt', in_doubt, 'suppressed', suppressed, 'cancelled', cancelled) as counted,
      json_build_object('open', path_open, 'reached', path_reached, 'unreachable', path_unreachable, 'covered-by', path_covered, 'cancelled', path_cancelled, 'in-doubt', path_in_doubt) as walked,
      (select json_object_agg(state, n) from (select state, count(*) as n from deliveries d where d.wave_id = r.wave_id and d.range_no = r.range_no and d.channel = r.channel group by state) d) as found,
      (select json_object_agg(path_state, n) from (select path_state, count(*) as n from wave_recipients p where p.wave_id = r.wave_id and p.range_no = r.range_no and p.channel = r.channel group by path_state) p) as stood
    from wave_ranges r where r.wave_id = ${waveId}`);
  const some = (counts: Record<string, number>) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  const total = (of: (row: (typeof rows)[number]) => Record<string, number> | null, names: string[]) => some(Object.fromEntries(names.map((name) => [name, rows.reduce((sum, row) => sum + (of(row)?.[name] ?? 0), 0)])));
  for (const row of rows) {
    expect(row.found ?? {}, `deliveries of range ${row.range_no}, ${row.channel}`).toEqual(some(row.counted));
    expect(row.stood ?? {}, `people of range ${row.range_no}, ${row.channel}`).toEqual(some(row.walked));
  }
  const walked = total((row) => row.stood, paths);
  const { rows: whole } = await parts.db.execute<{ found: number; people: number; recipients: number; entered: number; deliveries: number }>(sql`
    select w.found::int, sum(r.people)::int as people, (select count(*)::int from wave_recipients where wave_id = w.id) as recipients, sum(r.entered)::int as entered,
      (select count(*)::int from deliveries where wave_id = w.id) as deliveries
    from waves w join wave_ranges r on r.wave_id = w.id where w.id = ${waveId} group by w.id`);
  const { found, people, recipients, entered, deliveries } = whole[0]!;
  expect([people, recipients, Object.values(walked).reduce((a, b) => a + b, 0)]).toEqual([found, found, found]);
  expect(deliveries).toBe(entered);
  return { deliveries: total((row) => row.found, states), paths: walked };
}

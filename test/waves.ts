import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { DkimSigner } from "@/channels/email/dkim-signature";
import { openWaveTransport } from "@/channels/email/wave-transport";
import { openDatabase } from "@/db/client";
import { seedIncident } from "@/db/seed/demo-incident";
import { seedNotices } from "@/db/seed/demo-notices";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { approveWave } from "@/domain/waves/approve-wave";
import { createWave } from "@/domain/waves/create-wave";
import { freezeAudience } from "@/domain/waves/freeze-audience";
import { openHandoverWindow } from "@/domain/waves/handover-window";
import { sendRange, type WaveSending } from "@/domain/waves/send-range";
import { submitWave } from "@/domain/waves/submit-wave";
import type { Wave } from "@/domain/waves/types";
import { staffContext, systemContext } from "./contexts";
import { importText, publish } from "./imports";

export const PORTAL = "https://notice.haneulmall.example";

/** The demo incident with an approved notice, and people out of a CSV text, published. */
export async function anIncidentWithPeople(parts: ProcessParts, csv: string): Promise<{ incidentId: string; versionId: string }> {
  const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `incident-${randomUUID().slice(0, 8)}` });
  const { versionId } = await seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() });
  await importText(parts, incidentId, csv);
  await publish(parts, incidentId, 1);
  return { incidentId, versionId };
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
export function aWaveSending(databaseUrl: string, smtpPort: number, connections = 4, dkim?: DkimSigner): WaveSending {
  const transport = openWaveTransport({ url: `smtp://127.0.0.1:${smtpPort}`, from: "하늘몰 <notice@haneulmall.example>", connections, allowPlain: true, dkim });
  return { ledger: openDatabase(databaseUrl, { max: 2, planOnce: true }), ways: { email: { transport, window: openHandoverWindow(connections) } }, portalUrl: PORTAL };
}

export async function endSending({ ways, ledger }: WaveSending): Promise<void> {
  for (const way of Object.values(ways)) way.transport.close();
  await ledger.$client.end();
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

/** The two invariants, counted from the rows and held against the counters: recipients over path states are the frozen audience, deliveries over states those entered. */
export async function expectInvariants(parts: ProcessParts, waveId: string): Promise<{ deliveries: Record<string, number>; paths: Record<string, number> }> {
  const { rows } = await parts.db.execute<{ deliveries: Record<string, number> | null; paths: Record<string, number> | null; found: number; counted: Record<string, number>; walked: Record<string, number>; people: number; entered: number }>(sql`
    select (select json_object_agg(state, n) from (select state, count(*) as n from deliveries where wave_id = ${waveId} group by state) d) as deliveries,
      (select json_object_agg(path_state, n) from (select path_state, count(*) as n from wave_recipients where wave_id = ${waveId} group by path_state) p) as paths,
      w.found::int as found, sum(r.people)::int as people, sum(r.entered)::int as entered,
      json_build_object('pending', sum(pending), 'handing-over', sum(handing_over), 'deferred', sum(deferred), 'accepted', sum(accepted), 'rejected', sum(rejected), 'in-doubt', sum(in_doubt),
        'suppressed', sum(suppressed), 'cancelled', sum(cancelled)) as counted,
      json_build_object('open', sum(path_open), 'reached', sum(path_reached), 'unreachable', sum(path_unreachable), 'covered-by', sum(path_covered), 'cancelled', sum(path_cancelled),
        'in-doubt', sum(path_in_doubt)) as walked
    from waves w join wave_ranges r on r.wave_id = w.id where w.id = ${waveId} group by w.id`);
  const row = rows[0]!;
  const some = (counts: Record<string, number>) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
  expect(row.deliveries ?? {}).toEqual(some(row.counted));
  expect(row.paths ?? {}).toEqual(some(row.walked));
  expect(sum(row.paths ?? {})).toBe(row.found);
  expect(row.people).toBe(row.found);
  expect(sum(row.deliveries ?? {})).toBe(row.entered);
  return { deliveries: row.deliveries ?? {}, paths: row.paths ?? {} };
}

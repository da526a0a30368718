import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { listAlarms, countOpenAlarms } from "@/domain/alarms/queries";
import { alarmFilter } from "@/domain/alarms/input";
import { noteReads } from "@/domain/alarms/note-reads";
import { runDetection } from "@/domain/alarms/run-detection";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import { logFigures } from "@/domain/audit/log/log-figures";
import { isSealDue } from "@/domain/audit/log/seal-log";
import { readTimeline, searchEvents } from "@/domain/audit/queries";
import { boardFilterInput } from "@/domain/claims/clocks/input";
import { countBoard, listBoard } from "@/domain/claims/clocks/queries";
import { watchClocks } from "@/domain/claims/clocks/watch-clocks";
import { freeClaims } from "@/domain/claims/desk/free-claims";
import { findUnclaimed } from "@/domain/claims/find-claimable";
import { listOwnClaims } from "@/domain/claims/own-claim";
import { countAccounts } from "@/domain/claims/queries/count-accounts";
import { getClaim } from "@/domain/claims/queries/get-claim";
import { countClaims, countClaimsByHour, listClaims } from "@/domain/claims/queries/list-claims";
import { searchClaims } from "@/domain/claims/search-claims";
import { countKeptBack } from "@/domain/correspondence/queries";
import { countOpenEnquiries, getEnquiry, listEnquiries } from "@/domain/enquiries/queries";
import { findPerson, readPerson } from "@/domain/erasure/find-person";
import { listErasures } from "@/domain/erasure/queries";
import { countAlone, listExports } from "@/domain/exports/queries";
import { listTicks } from "@/domain/guidance/queries";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { Context, StaffContext, SubjectContext } from "@/domain/kernel/context";
import { Invalid } from "@/domain/kernel/errors";
import { recordLogins } from "@/domain/keys/register/record-logins";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { listOwnLooks } from "@/domain/lookups/list-own-looks";
import { findAskedAddress, findSubjectSession } from "@/domain/lookups/proven-contact";
import { proveContact } from "@/domain/lookups/prove-contact";
import { countLookupsByHour } from "@/domain/lookups/queries";
import { requestCode } from "@/domain/lookups/request-code";
import { watchCanaries } from "@/domain/lookups/watch-canaries";
import type { Programme } from "@/domain/programmes/types";
import { countWaitingRequests, getOwnBudget, listRequests } from "@/domain/reveals/queries";
import { spendReveals } from "@/domain/reveals/spend-reveals";
import { wasShownToday } from "@/domain/reveals/was-shown-today";
import { countSignInTry } from "@/domain/staff/count-sign-in-try";
import { findStaffSession, listOwnSessions, listStaff } from "@/domain/staff/queries";
import { findSuppressed, findSuppression } from "@/domain/suppressions/queries";
import { advancePaths } from "@/domain/waves/ledger/advance-paths";
import { leaseRange, nextDue, releaseRange } from "@/domain/waves/ledger/lease-range";
import { settleBatch } from "@/domain/waves/ledger/settle-batch";
import { watchWaves } from "@/domain/waves/ledger/watch-waves";
import { countDeliveries } from "@/domain/waves/queries/count-deliveries";
import { findPath } from "@/domain/waves/queries/find-path";
import { getOutlook } from "@/domain/waves/queries/get-outlook";
import { listInDoubt } from "@/domain/waves/queries/list-in-doubt";
import { listSentNotices } from "@/domain/waves/queries/list-sent-notices";
import { listProviders, listReplies } from "@/domain/waves/queries/list-tallies";
import { listUnreached } from "@/domain/waves/queries/list-unreached";
import { getWaveOverview, listWaves } from "@/domain/waves/queries/list-waves";
import { randomToken } from "@/lib/crypto";

/** Something that the product asks the database again and again. */
export interface Read {
  name: string;
  run: () => Promise<unknown>;
}

const middle = Buffer.from(`2026-01-06 12:00:00+00|${randomUUID()}`).toString("base64url");

/** What pages of the console ask. */
export async function consoleReads(staff: StaffContext, { incident, token }: { incident: PublishedIncident; token: string }): Promise<Read[]> {
  const { claims: [claim] } = await listClaims(staff, incident.id, { state: "submitted" });
  const since = new Date("2026-01-01T00:00:00Z");
  // As far back as the charts of the overview.
  const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000);
  const [event] = (await searchEvents(staff, {})).events;
  const { enquiries: [enquiry] } = await listEnquiries(staff, incident.id, {});
  const { staffId } = staff.actor;
  return [
    { name: "whose session it is", run: () => findStaffSession(staff.db, token) },
    { name: "a try to sign in counted", run: () => countSignInTry(staff, "nobody@example.com") },
    { name: "own sessions", run: () => listOwnSessions(staff) },
    { name: "staff", run: () => listStaff(staff) },
    { name: "claims", run: () => listClaims(staff, incident.id, {}) },
    ...[{ state: "submitted" }, { state: "denied", locale: "en" as const }, { benefit: "vouchers" }, { assigned: "me" }, { assigned: "me", state: "paid" }, { sort: "amount" as const, over: "60000" }, { sort: "due" as const }, { after: middle }, { before: middle }].map((filter) => ({
      name: `claims by ${Object.keys(filter).join(" and ")}`,
      run: () => listClaims(staff, incident.id, filter),
    })),
    ...[{}, { stage: "soon" }, { kind: "decision" }, { agent: "none" }].map((filter) => ({ name: `late claims by ${Object.keys(filter).join()}`, run: () => listBoard(staff, incident.id, boardFilterInput.parse(filter)) })),
    { name: "how many are late", run: () => countBoard(staff, incident.id) },
    { name: "claim by reference", run: () => searchClaims(staff, incident.id, { query: "C-2345-6789" }) },
    { name: "claims by address", run: () => searchClaims(staff, incident.id, { query: "somebody@example.com" }) },
    { name: "one claim", run: () => getClaim(staff, claim?.id ?? "") },
    { name: "claims by state", run: () => countClaims(staff, incident.id) },
    { name: "accounts that wait", run: () => countAccounts(staff, { id: incident.id, timeZone: incident.content.timeZone }, 100) },
    { name: "claims by hour", run: () => countClaimsByHour(staff, incident.id, twoDaysAgo) },
    { name: "lookups by hour", run: () => countLookupsByHour(staff, incident.id, twoDaysAgo) },
    { name: "audit", run: () => searchEvents(staff, {}) },
    ...[{ action: "staff.add" }, { kind: "staff" }, { actor: randomUUID() }, { object: randomUUID() }, { kind: "claim", object: event?.objectId ?? "" }, { before: event?.id ?? "" }, { kind: "claim", action: "claim.reveal" }, { request: "nobody" }, { from: since, until: new Date() }].map((filter) => ({
      name: `audit by ${Object.keys(filter).join(" and ")}`,
      run: () => searchEvents(staff, filter),
    })),
    { name: "the time line of a person", run: () => readTimeline(staff, { person: staffId }) },
    { name: "who looked at a record", run: () => readTimeline(staff, { incident: incident.id, subject: 1n }) },
    { name: "enquiries", run: () => listEnquiries(staff, incident.id, {}) },
    { name: "enquiries by state", run: () => listEnquiries(staff, incident.id, { state: "open" }) },
    { name: "enquiries by place", run: () => listEnquiries(staff, incident.id, { after: middle }) },
    { name: "open enquiries", run: () => countOpenEnquiries(staff, incident.id, 99) },
    { name: "one enquiry", run: () => getEnquiry(staff, enquiry?.id ?? "").catch(unreadable) },
    ...[{}, { state: "open" }, { state: "closed" }, { kind: "spray" }, { kind: "spray", state: "closed" }, { severity: "critical" }, { state: "closed", kind: "travel" }].map((filter) => ({ name: `alarms by ${Object.values(filter).join(" and ")}`, run: () => listAlarms(staff, alarmFilter.parse(filter)) })),
    { name: "open alarms", run: () => countOpenAlarms(staff) },
    { name: "exports", run: () => listExports(staff) },
    { name: "what somebody took out alone", run: () => countAlone(staff.db, staff, "letters", { objectId: "another", choice: {} }) },
    { name: "the budget of a day", run: () => getOwnBudget(staff) },
    { name: "a look that is counted", run: () => staff.db.transaction((tx) => spendReveals(tx, staff, 1)) },
    { name: "requests to see more", run: () => listRequests(staff) },
    { name: "how many wait for more", run: () => countWaitingRequests(staff) },
    { name: "pages that were shown", run: () => noteReads(staff, new Map([[staffId, { pages: 1, looks: 1 }]])) },
    { name: "a person by address, to erase", run: () => findPerson(staff, incident.id, { query: "somebody@example.com" }) },
    { name: "a person by reference, to erase", run: () => findPerson(staff, incident.id, { query: "a" }) },
    { name: "whether somebody saw a record today", run: () => wasShownToday(staff.db, staff, incident.id, 1n) },
    { name: "what erasing takes", run: () => readPerson(staff, incident.id, 1n) },
    { name: "erasures", run: () => listErasures(staff, incident.id) },
    { name: "a suppressed address", run: () => findSuppression(staff, { contact: "somebody@example.com" }) },
    { name: "mails that were kept back", run: () => countKeptBack(staff) },
  ];
}

/** What the pages of a wave ask, every two seconds while it moves; the list of unreached people and the way of one only when asked. */
export async function waveReads(staff: StaffContext, incidentId: string, waveId: string): Promise<Read[]> {
  const wave = await getWaveOverview(staff, waveId);
  return [
    { name: "waves", run: () => listWaves(staff, incidentId) },
    { name: "messages of an incident", run: () => countDeliveries(staff, incidentId) },
    { name: "one wave", run: () => getWaveOverview(staff, waveId) },
    { name: "a wave's outlook", run: () => getOutlook(staff, wave, { noticeDue: new Date(), timeZone: "Asia/Seoul" }) },
    { name: "what is in doubt", run: () => listInDoubt(staff, waveId) },
    { name: "providers", run: () => listProviders(staff, waveId) },
    { name: "replies", run: () => listReplies(staff, waveId) },
    { name: "people reached by no channel", run: () => listUnreached(staff, waveId) },
    { name: "the way of one person", run: () => findPath(staff, { waveId, subjectId: "77700" }) },
  ];
}

/** What the portal asks for somebody who has proven nothing, and for somebody who has. */
export function portalReads({ stranger, person }: { stranger: Context; person: SubjectContext }, { incident, programme }: { incident: PublishedIncident; programme: Programme }): Read[] {
  const browser = randomToken();
  return [
    { name: "a code asked for", run: () => requestCode(stranger, incident, { contact: "somebody@example.com" }, { browser, network: "192.0.2.0/24" }) },
    { name: "a code tried", run: () => proveContact(stranger, incident.id, { code: "0000 0000" }, browser).catch(refused) },
    { name: "the address asked for", run: () => findAskedAddress(stranger, incident.id, browser) },
    { name: "a proof looked up", run: () => findSubjectSession(stranger.db, incident.id, browser) },
    { name: "what leaked about somebody", run: () => getLookupResult(person, incident) },
    { name: "who looked at somebody", run: () => listOwnLooks(person, {}) },
    { name: "steps somebody took", run: () => listTicks(person) },
    { name: "what somebody may claim", run: () => findUnclaimed(person, person.actor, programme) },
    { name: "somebody's own claims", run: () => listOwnClaims(person, programme.id) },
    { name: "messages that were sent", run: () => listSentNotices(stranger.db, incident.id) },
  ];
}

/** What the worker asks in turns of seconds, and for each batch of a wave. */
export function workerReads(ctx: Context, ledger: Database, { incidentId, waveId }: { incidentId: string; waveId: string }): Read[] {
  const turnOfDetectors = () => runDetection(ctx, { suspendReaders: false, places: null, checkpointPlaces: [] });
  return [
    { name: "events numbered", run: () => sequenceEvents(ctx) },
    { name: "whether to seal", run: () => isSealDue(ctx) },
    { name: "figures of the log", run: () => logFigures(ctx.db) },
    { name: "a turn of the detectors", run: turnOfDetectors },
    // The first of a minute looks at what is slow as well.
    { name: "the first turn of a minute", run: () => ctx.db.execute(sql`update alarm_turns set at = clock_timestamp() - interval '1 minute'`).then(turnOfDetectors) },
    { name: "logins of people to the database", run: () => recordLogins(ctx) },
    { name: "planted addresses asked for", run: () => watchCanaries(ctx) },
    { name: "claims set free", run: () => freeClaims(ctx) },
    { name: "clocks that ran out", run: () => watchClocks(ctx, "http://console.example") },
    { name: "waves watched", run: () => watchWaves(ctx) },
    { name: "people moved on", run: () => advancePaths(ctx, waveId) },
    { name: "when a wave is due", run: () => nextDue(ctx, waveId) },
    { name: "suppressed among a batch", run: () => findSuppressed(ctx, ledger, "full", "email", ["somebody@example.com"]) },
    {
      name: "a batch of a wave",
      run: async () => {
        const lease = await leaseRange(ctx, waveId, ["email"]);
        if (!lease) throw new Error("no range is due");
        const batch = await settleBatch(ledger, lease, { incidentId, readVersion: 1 }, [], { after: "0", count: 20 });
        const done = (batch?.marked ?? []).map(({ subject_id: subjectId }) => ({ subjectId, state: "accepted" as const, reply: "250 2.0.0 taken", retryAfter: null, counted: true, tally: { domain: "example.com", code: "2.0.0" }, handle: null, covers: false }));
        await settleBatch(ledger, lease, { incidentId, readVersion: 1 }, done, { after: "0", count: 0 });
        await releaseRange(ctx, lease, 0);
      },
    },
  ];
}

/** A wrong code is what is tried; anything else is an error of the bench. */
function refused(error: unknown): void {
  if (!(error instanceof Invalid)) throw error;
}

/** What is sealed in rows that were written in bulk cannot be opened. */
function unreadable(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "EnvelopeError") throw error;
}

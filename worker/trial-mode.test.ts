import { asc, eq } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRelays } from "@/channels/email/relay-set";
import { correspondenceMails } from "@/db/schema/correspondence";
import { lookupCodes } from "@/db/schema/lookups";
import { countKeptBack } from "@/domain/correspondence/queries";
import { queueMail } from "@/domain/correspondence/queue-mail";
import { releaseMails } from "@/domain/correspondence/release-mails";
import { sendMail } from "@/domain/correspondence/send-mail";
import type { EmailTransport } from "@/domain/correspondence/types";
import { addGuest } from "@/domain/installation/add-guest";
import { listGuests } from "@/domain/installation/queries";
import { removeGuest } from "@/domain/installation/remove-guest";
import { returnToTrial } from "@/domain/installation/return-to-trial";
import { takeLive } from "@/domain/installation/take-live";
import { withTransaction } from "@/domain/kernel/transaction";
import { requestCode } from "@/domain/lookups/request-code";
import { addStaffMember } from "@/domain/staff/add-staff-member";
import { offBoard } from "@/domain/offboarding/off-board";
import { cancelWave } from "@/domain/waves/cancel-wave";
import { countWaitingWaves } from "@/domain/waves/queries/count-waiting";
import { sendRange } from "@/domain/waves/ledger/send-range";
import { wakeHeldWaves } from "@/domain/waves/wake-held-waves";
import { randomToken } from "@/lib/crypto";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { operator, setInstallation } from "@/test/installation";
import { aPublishedIncident, visitor } from "@/test/lookups";
import { aRelay } from "@/test/relays";
import { startSmtpSink, type SmtpSink } from "@/test/smtp-sink";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, expectInvariants, people, sendAllDue } from "@/test/waves";

const database = useDatabase();
const admin = () => staffContext(database.parts, ["admin"]);
const outside = { missing: null };
const reason = "Everything was tried with our own people.";
let sink: SmtpSink;
let relay: EmailTransport;

beforeEach(async () => {
  sink = await startSmtpSink();
  relay = openRelays([aRelay(sink.port)], "notice@haneulmall.example").mail;
  await setInstallation(database.parts, { mode: "trial", standing: "confirmed" });
  await database.db.delete(correspondenceMails);
  for (const guest of await listGuests(admin())) await removeGuest(admin(), { guestId: guest.id });
});
afterEach(async () => {
  relay.close();
  await sink.close();
});

const received = () => sink.messages.map((message) => message.to[0]).sort();
/** Do in this process what the worker's job does, for every mail. */
async function sendAll(): Promise<void> {
  const mails = await database.db.select({ id: correspondenceMails.id }).from(correspondenceMails).orderBy(asc(correspondenceMails.createdAt));
  for (const { id } of mails) await sendMail(systemContext(database.parts), { mail: relay, sms: null }, id);
}
const states = async () => (await database.db.select({ state: correspondenceMails.state }).from(correspondenceMails).orderBy(asc(correspondenceMails.createdAt))).map(({ state }) => state);

describe("a code in trial mode", () => {
  it("reaches a guest and no stranger, and what the stranger leaves behind is the same until the worker has the mail", async () => {
    const incident = await aPublishedIncident(database.parts, people(4));
    await addGuest(admin(), { contact: "Person1@example.com" });
    for (const contact of ["person1@example.com", "person2@example.com"]) await requestCode(visitor(database.parts), incident, { contact }, { browser: randomToken(), network: null });
    const rows = await database.db.select().from(correspondenceMails).orderBy(asc(correspondenceMails.createdAt));
    const alike = rows.map(({ purpose, state, attempts, sealed }) => ({ purpose, state, attempts, bytes: sealed?.length }));
    expect(alike[0]).toEqual(alike[1]);
    expect(await database.db.$count(lookupCodes, eq(lookupCodes.incidentId, incident.id))).toBe(2);
    await sendAll();
    expect(received()).toEqual(["person1@example.com"]);
    expect(await states()).toEqual(["accepted", "withheld"]);
    const [, stranger] = await database.db.select().from(correspondenceMails).orderBy(asc(correspondenceMails.createdAt));
    expect(stranger).toMatchObject({ sealed: null, relayReply: null });
    expect(await countKeptBack(admin())).toMatchObject([{ state: "withheld", purpose: "lookup-code", mails: 1 }]);
  });

  it("stops reaching somebody who is taken off the list, and reaches everybody once the installation is live", async () => {
    const guestId = await addGuest(admin(), { contact: "guest@example.com" });
    const queue = () => withTransaction(admin(), (tx) => queueMail(tx, admin(), { purpose: "test", incidentId: null, to: "guest@example.com", locale: "ko", subject: "하나", text: "본문" }));
    await queue();
    await removeGuest(admin(), { guestId });
    await sendAll();
    expect(await states()).toEqual(["withheld"]);
    const leftOpen = admin();
    await expect(takeLive({ ...leftOpen, actor: { ...leftOpen.actor, proven: false } }, { reason }, outside)).rejects.toMatchObject({ reason: "stale-proof" });
    await takeLive(admin(), { reason }, outside);
    await queue();
    await sendAll();
    expect(await states()).toEqual(["withheld", "accepted"]);
    expect((await simpleParser(sink.messages[0]!.raw)).subject).toBe("하나");
  });

  it("reaches members of staff by themselves, until their access ends", async () => {
    const id = await addStaffMember(operator(database.parts), { email: "first.admin@haneulmall.example", name: "류태오", roles: ["comms"] });
    await sendAll();
    expect(received()).toEqual(["first.admin@haneulmall.example"]);
    await offBoard(operator(database.parts), { staffId: id, reason: "No longer with the company." });
    await withTransaction(admin(), (tx) => queueMail(tx, admin(), { purpose: "test", incidentId: null, to: "first.admin@haneulmall.example", locale: "ko", subject: "둘", text: "본문" }));
    await sendAll();
    expect(received()).toHaveLength(1);
  });
});

describe("a mail of a database that may be a copy", () => {
  it("is held, staff or not, and let go on a person's word", async () => {
    await setInstallation(database.parts, { mode: "live", standing: "unconfirmed" });
    await addStaffMember(operator(database.parts), { email: "second.admin@haneulmall.example", name: "류태오", roles: ["comms"] });
    await sendAll();
    expect(await states()).toEqual(["held"]);
    expect(sink.messages).toEqual([]);
    expect(await countKeptBack(admin())).toMatchObject([{ state: "held", purpose: "staff-set-up", mails: 1 }]);
    await setInstallation(database.parts, { standing: "confirmed" });
    expect(await releaseMails(systemContext(database.parts))).toBe(1);
    await sendAll();
    expect(await database.db.select().from(correspondenceMails)).toMatchObject([{ state: "accepted", attempts: 1 }]);
  });
});

describe("a wave in trial mode", () => {
  it("is frozen and waits whole, guests or not, goes when the installation is live, and stops with the batch under way when it goes back", async () => {
    const sending = aWaveSending(database.url, sink.port, 4);
    try {
      const { versionId } = await anIncidentWithPeople(database.parts, people(40));
      await addGuest(admin(), { contact: "person1@example.com" });
      const wave = await aFrozenWave(database.parts, versionId);
      await sendAllDue(database.parts, sending, wave.id);
      expect(received()).toEqual([]);
      expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ pending: 40 });
      expect(await countWaitingWaves(admin())).toEqual({ waves: 1, messages: 40 });
      await takeLive(admin(), { reason }, outside);
      sink.hold();
      const turn = sendRange(systemContext(database.parts), sending, wave.id);
      await expect.poll(() => sink.held()).toBeGreaterThan(0);
      await returnToTrial(admin(), { reason });
      sink.release();
      await turn;
      const { deliveries } = await expectInvariants(database.parts, wave.id);
      expect(received().length).toBe(deliveries.accepted);
      // At most what was marked: twice the connections.
      expect(deliveries.accepted).toBeLessThanOrEqual(8);
      expect(deliveries.accepted! + (deliveries.pending ?? 0) + (deliveries.deferred ?? 0)).toBe(40);
      const { rows } = await database.db.$client.query<{ attempt: number }>("select distinct attempt from deliveries where wave_id = $1 and state <> 'accepted'", [wave.id]);
      expect(rows).toEqual([{ attempt: 0 }]);
      expect(await sendRange(systemContext(database.parts), sending, wave.id)).toMatchObject({ kind: "held" });
      await takeLive(admin(), { reason }, outside);
      await wakeHeldWaves(systemContext(database.parts));
      await database.db.$client.query("update wave_ranges set next_due_at = clock_timestamp() where next_due_at is not null");
      await sendAllDue(database.parts, sending, wave.id);
      expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ accepted: 40 });
      expect(new Set(received()).size).toBe(40);
    } finally {
      await endSending(sending);
    }
  });

  it("can be cancelled while it waits", async () => {
    const sending = aWaveSending(database.url, sink.port, 4);
    try {
      const { versionId } = await anIncidentWithPeople(database.parts, people(10));
      const wave = await aFrozenWave(database.parts, versionId);
      await cancelWave(staffContext(database.parts, ["comms"]), { waveId: wave.id, reason: "Only to see that it ends." });
      await sendAllDue(database.parts, sending, wave.id);
      expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ cancelled: 10 });
      expect(received()).toEqual([]);
    } finally {
      await endSending(sending);
    }
  });
});

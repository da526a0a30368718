import type { EmailMessage, EmailTransport, Handover } from "@/domain/correspondence/types";
import type { PreparedLetter, RelayReport, WaveHandover, WaveRecipient, WaveTransport } from "@/domain/waves/types";
import { composeMail, composeMessage, encodeMailbox, headerAddress, layOutLetter, mailDate, type MimeLetter, type MimeMessage } from "./mime-letter";
import { Relay, type RelayLane, type RelaySettings } from "./relay";
import type { SmtpEnvelope } from "./smtp-connections";

/** All relays of an installation: one way out for waves and one for mails to single people, which share no connection. */
export interface RelaySet {
  waves: WaveTransport;
  mail: EmailTransport;
  report(): RelayReport[];
  close(): void;
}

/** Open the relays. `now` counts milliseconds and never goes back. */
export function openRelays(settings: readonly RelaySettings[], from: string, now: () => number = () => performance.now()): RelaySet {
  const relays = settings.map((each) => new Relay(each, now));
  const mailbox = encodeMailbox(from);
  const sender = /<([^<>]+)>$/.exec(from)?.[1] ?? from;
  const domain = sender.slice(sender.lastIndexOf("@") + 1);
  const of = (lane: RelayLane) => relays.filter((relay) => relay.serves(lane));
  const close = () => {
    for (const relay of relays) relay.close();
  };
  const waves: WaveTransport = {
    channel: "email",
    connections: of("bulk").reduce((sum, relay) => sum + relay.capacity("bulk"), 0),
    prepare: layOutLetter,
    async send(prepared: PreparedLetter, recipient: WaveRecipient): Promise<WaveHandover> {
      const name = `${recipient.token}@${domain}`;
      const to = headerAddress(recipient.to);
      if (to === null) return { outcome: "rejected", reply: "EENVELOPE" };
      const unsubscribe = recipient.unsubscribe && { url: recipient.unsubscribe.url, address: `${recipient.unsubscribe.token}@${domain}` };
      const message = composeMessage(prepared as MimeLetter, { from: mailbox, to, messageId: name, date: mailDate(), unsubscribe }, recipient.personal);
      return handOver(of("bulk"), "bulk", { from: name, to }, message);
    },
    close,
  };
  const mail: EmailTransport = {
    async send(letter: EmailMessage): Promise<Handover> {
      const to = headerAddress(letter.to);
      if (to === null) return { outcome: "rejected", reply: "EENVELOPE" };
      const message = composeMail({ from: mailbox, to, messageId: letter.messageId, date: mailDate() }, letter);
      const { outcome, reply } = await handOver(of("person"), "person", { from: sender, to }, message);
      return { outcome: outcome === "unavailable" ? "later" : outcome, reply };
    },
    close,
  };
  return { waves, mail, report: () => relays.map((relay) => relay.report()), close };
}

/**
 * Give a message to the relay that is expected to take it soonest, and to the next one if that did not get as far as it. Once a relay has asked for the message itself no
 * other is tried. `unavailable` means that no relay would have it.
 */
async function handOver(relays: readonly Relay[], lane: RelayLane, envelope: SmtpEnvelope, message: MimeMessage): Promise<WaveHandover> {
  const left = new Set(relays);
  let last: WaveHandover | null = null;
  while (left.size > 0) {
    const relay = soonest(left, lane);
    if (!relay) {
      // One message is out to see whether its relay is well again; what becomes of it decides for all that wait.
      const probes = [...left].flatMap((each) => each.breaker.settled() ?? []);
      if (probes.length === 0) break;
      await Promise.race(probes);
      continue;
    }
    const wait = lane === "bulk" ? relay.rateWait() : 0;
    if (wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      continue;
    }
    const leave = relay.breaker.ask(true);
    if (!leave) continue;
    const tried = await relay.send(lane, leave, envelope, message);
    if (tried === "turned-away") {
      // A trial that found no connection free is begun again; connections that were let go would give it back for ever.
      if (relay.closed || relay.breaker.phase === "closed") left.delete(relay);
      continue;
    }
    last = tried.handover;
    if (last.outcome !== "unavailable" || tried.begun) return last;
    left.delete(relay);
  }
  return last ?? { outcome: "unavailable", reply: resting(relays) };
}

/**
 * The relay to ask next. A rested one is due for its trial first, with a message of a wave: one to a single person is not spent on it while another relay works. When
 * all rest, whichever may be tried early is.
 */
function soonest(relays: ReadonlySet<Relay>, lane: RelayLane): Relay | null {
  const working = [...relays].filter(({ breaker }) => breaker.phase === "closed").sort((a, b) => a.expectedWait(lane) - b.expectedWait(lane));
  const rested = [...relays].find(({ breaker }) => breaker.phase === "open" && breaker.wouldGive(false));
  const [first, second] = lane === "bulk" ? [rested, working[0]] : [working[0], rested];
  return first ?? second ?? [...relays].find(({ breaker }) => breaker.wouldGive(true)) ?? null;
}

/** Why nobody took it, in the words that the relay rests with. */
function resting(relays: readonly Relay[]): string {
  return relays.map((relay) => relay.breaker.resting?.words ?? "").find((words) => words !== "") ?? "ECONNECTION";
}

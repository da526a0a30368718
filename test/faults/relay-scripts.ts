import type { WaveHandover } from "@/domain/waves/types";
import type { Act, Place, Script } from "../scripted-relay";

/** A way in which a relay behaves, and what has to become of a message that meets it. */
export interface RelayFault {
  what: string;
  script: Script;
  outcome: WaveHandover["outcome"];
  /** Whether it speaks of one message or of the relay: the latter tells nothing about the person. */
  of: "message" | "relay";
}

/** Well past every deadline of a test's transport, and well before it. */
const LONG_MS = 1_500;
const SHORT_MS = 150;
export const FAULT_TIMEOUTS = { connect: 600, envelope: 600, message: 600, idle: 5_000 };

const at = (place: Place, act: Act): Script => ({ [place]: act });
const says = (place: Place, reply: string): Script => at(place, { reply: `${reply}\r\n` });
const bytewise = (place: Place, reply: string): Script => at(place, { reply: `${reply}\r\n`, everyMs: LONG_MS / reply.length });
const many = (code: string, lines: number) => `${Array.from({ length: lines }, (_, i) => `${code}-line ${i}\r\n`).join("")}${code} at last`;

const ofTheMessage: [string, Script, WaveHandover["outcome"]][] = [
  ["a mailbox that is busy (450 at RCPT)", says("RCPT", "450 4.2.1 mailbox busy"), "later"],
  ["greylisting (451 at RCPT)", says("RCPT", "451 4.7.1 greylisted, come back in five minutes"), "later"],
  ["451 at DATA", says("DATA", "451 4.3.0 not now"), "later"],
  ["452 behind the dot", says("message", "452 4.3.1 insufficient storage"), "later"],
  ["421 behind the dot", says("message", "421 4.3.2 going down"), "later"],
  ["a mailbox that is full (552 behind the dot)", says("message", "552 mailbox full"), "later"],
  ["a message that is too large (552 5.3.4)", says("message", "552 5.3.4 too large"), "rejected"],
  ["an unknown mailbox (550 at RCPT)", says("RCPT", "550 5.1.1 no such user"), "rejected"],
  ["a refused message (554 behind the dot)", says("message", "554 5.7.1 refused"), "rejected"],
  ["a 250 that comes late", at("message", { reply: "250 2.0.0 queued\r\n", afterMs: SHORT_MS }), "accepted"],
  ["a 250 in many lines", says("message", many("250", 50)), "accepted"],
  ["a close in the middle of the message", at("half-message", "drop"), "in-doubt"],
  ["a close behind the dot", at("message", "drop"), "in-doubt"],
  ["silence behind the dot", at("message", "silence"), "in-doubt"],
  ["one byte a second behind the dot", bytewise("message", "250 2.0.0 queued, but who has the time to hear it"), "in-doubt"],
  ["garbage behind the dot", says("message", "\u0001\u0002 what?"), "in-doubt"],
];

const ofTheRelay: [string, Script, WaveHandover["outcome"]][] = [
  ["421 in the banner", says("banner", "421 4.3.2 too busy"), "unavailable"],
  ["554 in the banner", says("banner", "554 no service"), "unavailable"],
  ["421 at MAIL", says("MAIL", "421 4.7.0 too many messages"), "unavailable"],
  ["421 at RCPT", says("RCPT", "421 4.7.0 too many messages"), "unavailable"],
  ["a refused sender (550 at MAIL)", says("MAIL", "550 5.7.1 not from you"), "unavailable"],
  ["a drop at the banner", at("banner", "drop"), "unavailable"],
  ["a drop at EHLO", at("EHLO", "drop"), "unavailable"],
  ["a drop at MAIL", at("MAIL", "drop"), "unavailable"],
  ["a drop at RCPT", at("RCPT", "drop"), "unavailable"],
  ["a drop at DATA", at("DATA", "drop"), "unavailable"],
  ["silence at the banner", at("banner", "silence"), "unavailable"],
  ["silence at RCPT", at("RCPT", "silence"), "unavailable"],
  ["one byte a second in the banner", bytewise("banner", "220 relay.example ESMTP, in its own good time"), "unavailable"],
  ["one byte a second at RCPT", bytewise("RCPT", "250 2.1.5 the recipient is most welcome here"), "unavailable"],
  ["garbage for a banner", says("banner", "\u0001\u0002 SSH-2.0-what?"), "unavailable"],
  ["garbage at RCPT", says("RCPT", "welcome"), "unavailable"],
  ["a broken TLS handshake", { offersTls: true, STARTTLS: "broken-tls" }, "unavailable"],
  ["a refused STARTTLS", { offersTls: true, STARTTLS: { reply: "454 4.7.0 TLS not available\r\n" } }, "unavailable"],
  ["a banner in many lines", says("banner", many("220", 200)), "accepted"],
];

/** Every script of a relay that tests go through. */
export const relayFaults: readonly RelayFault[] = [
  ...ofTheMessage.map(([what, script, outcome]): RelayFault => ({ what, script, outcome, of: "message" })),
  ...ofTheRelay.map(([what, script, outcome]): RelayFault => ({ what, script, outcome, of: "relay" })),
];

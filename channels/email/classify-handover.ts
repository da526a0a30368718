import type { WaveHandover } from "@/domain/waves/types";
import { cleanWords } from "@/lib/redact";
import type { Attempt } from "./smtp-connections";

/** Replies that speak of this recipient or this message; any other 5yz is the relay refusing us, and everybody after would be refused alike. */
const ofTheMessage = new Set(["RCPT TO", "DATA"]);

/**
 * Sort what came of a hand-over. A reply with a code is the relay's own word (RFC 5321 § 4.2.1). Without one it depends on whether the message had begun: before that
 * nothing was handed over, after that only the relay knows. 421 speaks of the relay: before the message had begun another may take it, afterwards it comes back later.
 */
export function classifyHandover(attempt: Attempt): WaveHandover {
  if (attempt.taken) return { outcome: "accepted", reply: cleanWords(attempt.reply) };
  const { error, begun } = attempt;
  const reply = cleanWords(error.response ?? error.code ?? error.name);
  const code = error.responseCode ?? 0;
  // Refused on our side: no connection can carry this address.
  if (error.code === "EENVELOPE" && error.command === "API") return { outcome: "rejected", reply: "EENVELOPE" };
  if (code < 400 || code >= 600) return { outcome: begun ? "in-doubt" : "unavailable", reply };
  if (!begun && (code === 421 || !ofTheMessage.has(error.command ?? ""))) return { outcome: "unavailable", reply };
  return { outcome: code >= 500 && !isMailboxFull(code, reply) ? "rejected" : "later", reply };
}

/**
 * Whether a 5yz reply speaks of a mailbox that is full now: X.2.2 (RFC 3463 § 3.3), or 552 without an enhanced code, which RFC 5321 § 4.2.2 gives the same
 * meaning. 5.3.4 and the like speak of the message, which grows no smaller.
 */
function isMailboxFull(code: number, reply: string): boolean {
  const enhanced = /\b[45]\.(\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  return enhanced === undefined ? code === 552 : enhanced === "2.2";
}

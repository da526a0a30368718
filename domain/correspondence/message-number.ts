import { mac } from "@/lib/crypto";
import type { KeyProvider } from "@/lib/keys";
import { messageNumber, readMessageNumber } from "../kernel/ids";
import { INSTALLATION } from "../keys/key-ring";

/** What single messages are about, as their numbers tell; the order is in numbers that are out, so new ones come last. */
export const messageSorts = ["other", "code", "enquiry", "claim", "staff", "test"] as const;
export type MessageSort = (typeof messageSorts)[number];

const DAY = 86_400_000;
const SORT_BITS = 8;

/** What a purpose (`lookup-code`, `claim-received`, …) is told as. */
export function sortOf(purpose: string): MessageSort {
  if (purpose === "lookup-code") return "code";
  if (purpose === "wave-test") return "test";
  return messageSorts.find((sort) => purpose.startsWith(`${sort}-`)) ?? "other";
}

/**
 * The number of a single message: the day (UTC) and what it is about, under a key. All messages of a day about the same have the same, so that it tells nothing of whoever got
 * it, and nothing has to be kept to know it again.
 */
export async function numberOfMessage(keys: KeyProvider, purpose: string, at: Date): Promise<string> {
  const which = Math.floor(at.getTime() / DAY) * 2 ** SORT_BITS + messageSorts.indexOf(sortOf(purpose));
  return messageNumber("M", { which, proof: proofOf((await keys.current("token", INSTALLATION)).bytes, which) });
}

/** What a number says of the message that bears it, or null when we gave out no such number. `day` is its first moment in UTC. */
export async function readNumberOfMessage(keys: KeyProvider, typed: string): Promise<{ sort: MessageSort; day: Date } | null> {
  const number = readMessageNumber(typed);
  if (number?.kind !== "M" || number.proof !== proofOf((await keys.current("token", INSTALLATION)).bytes, number.which)) return null;
  const sort = messageSorts[number.which % 2 ** SORT_BITS];
  return sort ? { sort, day: new Date(Math.floor(number.which / 2 ** SORT_BITS) * DAY) } : null;
}

function proofOf(key: Buffer, which: number): number {
  return mac(key, `message-number|${which}`).readUInt32BE(0) >>> 3;
}

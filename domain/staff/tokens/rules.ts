import { randomToken } from "@/lib/crypto";

/** By this a token is known for one wherever it lies: to who searches files for secrets, and to a thief. What is planted for thieves looks the same. */
const PREFIX = "amends_live_";
const SHAPE = /^amends_live_[A-Za-z0-9_-]{43}$/;

/** Nobody needs more, and a stolen session should not be able to hide one among hundreds. */
export const MOST_TOKENS = 10;
/** No token works longer, whatever age the register allows. Days. */
export const MOST_DAYS = 90;
/** A token's last use is written no more often. Milliseconds. */
export const TOKEN_SEEN_MS = 60_000;

/** A new token: 256 random bits behind the prefix. */
export function newToken(): string {
  return PREFIX + randomToken();
}

/** Whether something has the form of a token. What has not costs no question to the database. */
export function looksLikeToken(bearer: string): boolean {
  return SHAPE.test(bearer);
}

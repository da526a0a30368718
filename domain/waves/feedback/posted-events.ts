import { z } from "zod";
import { sha256 } from "@/lib/crypto";
import { cleanWords, withoutNumbers } from "@/lib/redact";
import type { Feedback } from "./types";

/** What a receipt of an SMS gateway says about a text, under the gateway's own name of it. */
export interface Receipt {
  handle: string;
  kind: "delivered" | "bounced";
  words: string;
}

const token = z.string().regex(/^[a-z2-7]{64}$/i);
const event = z.object({
  /** The sender's own name of the event: told again it is the same. */
  id: z.string().min(1).max(200),
  token,
  kind: z.enum(["delivered", "bounced", "delayed", "complained"]),
  permanent: z.boolean().default(false),
  words: z.string().max(4_000).default(""),
});
const events = z.object({ events: z.array(event).min(1).max(500) });
const receipt = z.object({ handle: z.string().min(1).max(200), status: z.enum(["delivered", "bounced"]), words: z.string().max(4_000).optional() });

/** Read events in the form that docs/feedback.md describes. Null for anything else. */
export function readPostedEvents(body: unknown): Feedback[] | null {
  const { success, data } = events.safeParse(body);
  if (!success) return null;
  return data.events.map(({ id, words, ...rest }) => ({ ...rest, token: rest.token.toLowerCase(), permanent: rest.kind === "bounced" && rest.permanent, words: cleanWords(words), sourceEventId: sha256(JSON.stringify(["posted", id, rest.token.toLowerCase()])).toString("hex") }));
}

/** Read what an SMS gateway posts about one text: `{"handle", "status": "delivered" | "bounced", "words"?}`. Null for anything else. */
export function readPostedReceipt(body: unknown): Receipt | null {
  const { success, data } = receipt.safeParse(body);
  return success ? { handle: data.handle, kind: data.status, words: withoutNumbers(data.words ?? data.status) } : null;
}

import type { Context } from "../../kernel/context";
import type { Asker } from "../../lookups/types";
import { findNumber } from "./check-number";
import { textFound, type CheckedText } from "./check-text";
import { limitUse } from "../limit-use";
import { listSigningKeys } from "../register/queries";
import { readMail, type MailExtra } from "./read-mail";
import type { SignatureFound, Verdict } from "./types";
import { verifySignature } from "./verify-signature";

export interface CheckedMail extends CheckedText {
  verdict: Verdict;
  /** What the verdict rests on: a signature that holds over every byte, or else the words alone, because an honest hand breaks a signature by passing a mail on. */
  by: "signature" | "words";
  signature: SignatureFound;
  extras: MailExtra[];
  from: string;
}

const worst: readonly Verdict[] = ["altered", "not-ours", "part", "genuine"];

/**
 * Check a saved mail: first its signature against our own register of keys, then all that it says. A mail of which one half is ours and the other is not is an altered one. It is
 * read in memory; nothing of it is kept or logged. @throws {Invalid} @throws {TooMany}
 */
export async function checkMail(ctx: Context, raw: Buffer, asker: Asker, portalUrl: string): Promise<CheckedMail> {
  await limitUse(ctx, "check", asker);
  const mail = await readMail(raw);
  const signature = await verifySignature(raw, mail.signatures, mail.sentAt, await listSigningKeys(ctx));
  const checked = await Promise.all(mail.texts.map((text) => textFound(ctx, text, portalUrl)));
  const found = checked.toSorted((a, b) => worst.indexOf(a.comparison.verdict) - worst.indexOf(b.comparison.verdict))[0] ?? (await textFound(ctx, mail.subject, portalUrl));
  const base = { signature, extras: mail.extras, from: mail.from };
  if (signature.state === "good") {
    const said = found.number ?? (mail.number === null ? null : await findNumber(ctx, mail.number));
    return { ...base, ...found, number: said?.kind === "not-ours" ? null : said, verdict: "genuine", by: "signature" };
  }
  const like = checked.find(({ comparison }) => comparison.pattern !== null);
  if (like && (mail.extras.length > 0 || found.comparison.verdict === "not-ours")) return { ...base, ...(found.comparison.pattern ? found : like), verdict: "altered", by: "words" };
  return { ...base, ...found, verdict: found.comparison.verdict, by: "words" };
}

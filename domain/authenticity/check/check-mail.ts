import type { Context } from "../../kernel/context";
import { Invalid } from "../../kernel/errors";
import type { Asker } from "../../lookups/types";
import { findNumber } from "./check-number";
import { textFound, type CheckedText } from "./check-text";
import { limitUse } from "../limit-use";
import { listSigningKeys } from "../register/queries";
import { readMail, type MailExtra, type ReadMail } from "./read-mail";
import type { SignatureFound, Verdict } from "./types";
import { verifySignature } from "./verify-signature";

export interface CheckedMail extends CheckedText {
  verdict: Verdict;
  /** What the verdict rests on: a signature that holds over every byte, or else the words alone, because an honest hand breaks a signature by passing a mail on. */
  by: "signature" | "words";
  signature: SignatureFound;
  extras: MailExtra[];
  from: string;
  /** Who passed it on by hanging it on a mail of theirs; null when the mail itself was judged. */
  passedOnBy: string | null;
}

const worst: readonly Verdict[] = ["altered", "not-ours", "part", "genuine"];

/** Mails that are looked into when one hangs on another, and how deep. */
const MOST_ATTACHED = 3;
const DEEPEST = 2;

/**
 * Check a saved mail: first its signature against our own register of keys, then all that it says. A mail of which one half is ours and the other is not is an altered one. When
 * nothing of it is ours and a mail hangs on it, that one is judged, as it was passed on. It is read in memory; nothing of it is kept or logged. @throws {Invalid} @throws {TooMany}
 */
export async function checkMail(ctx: Context, raw: Buffer, asker: Asker, portalUrl: string): Promise<CheckedMail> {
  await limitUse(ctx, "check", asker);
  const mail = await readMail(raw);
  return judgeMail(ctx, raw, mail, portalUrl, 0);
}

async function judgeMail(ctx: Context, raw: Buffer, mail: ReadMail, portalUrl: string, depth: number): Promise<CheckedMail> {
  const signature = await verifySignature(raw, mail.signatures, mail.sentAt, await listSigningKeys(ctx));
  const checked = await Promise.all(mail.texts.map((text) => textFound(ctx, text, portalUrl)));
  const found = checked.toSorted(byWorst((each) => each.comparison.verdict))[0] ?? (await textFound(ctx, mail.attached.length > 0 ? "" : mail.subject, portalUrl));
  const base = { signature, extras: mail.extras, from: mail.from, passedOnBy: null };
  if (signature.state === "good") {
    const said = found.number ?? (mail.number === null ? null : await findNumber(ctx, mail.number));
    return { ...base, ...found, number: said?.kind === "not-ours" ? null : said, verdict: "genuine", by: "signature" };
  }
  const like = checked.find(({ comparison }) => comparison.pattern !== null);
  if (like && (mail.extras.length > 0 || found.comparison.verdict === "not-ours")) return { ...base, ...(found.comparison.pattern ? found : like), verdict: "altered", by: "words" };
  const inside = like || depth >= DEEPEST ? [] : await judgeAttached(ctx, mail, portalUrl, depth + 1);
  return inside[0] ? { ...inside[0], passedOnBy: mail.from } : { ...base, ...found, verdict: found.comparison.verdict, by: "words" };
}

/** The mails that hang on one, the worst first: whoever puts a false one beside a true one wants the false one believed. */
async function judgeAttached(ctx: Context, { attached }: ReadMail, portalUrl: string, depth: number): Promise<CheckedMail[]> {
  const judged: CheckedMail[] = [];
  for (const raw of attached.slice(0, MOST_ATTACHED)) {
    const mail = await readMail(raw).catch((reason: unknown) => {
      if (reason instanceof Invalid) return null;
      throw reason;
    });
    if (mail) judged.push(await judgeMail(ctx, raw, mail, portalUrl, depth));
  }
  return judged.sort(byWorst(({ verdict }) => verdict));
}

function byWorst<T>(verdictOf: (each: T) => Verdict): (a: T, b: T) => number {
  return (a, b) => worst.indexOf(verdictOf(a)) - worst.indexOf(verdictOf(b));
}

import type { FeedbackKind } from "@/domain/waves/feedback/types";
import { cleanWords } from "@/lib/redact";

/** What a report says of the message, before it is known which message it was. */
export interface Verdict {
  kind: FeedbackKind;
  permanent: boolean;
  words: string;
  /** Enhanced status (RFC 3463), or the SMTP code where there was none; empty when there was neither. */
  status: string;
}

type Fields = ReadonlyMap<string, string>;

/** Read groups of header-like fields, apart by empty lines (RFC 3464 § 2.1, RFC 5965 § 3.1). Names in lower case; of a name that occurs twice the first counts. */
export function readFieldGroups(text: string): Fields[] {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n/)
    .map((group) => {
      const fields = new Map<string, string>();
      for (const line of group.replaceAll(/\n[ \t]+/g, " ").split("\n")) {
        const [, name, value = ""] = /^([\w-]+)[ \t]*:(.*)$/.exec(line) ?? [];
        if (name !== undefined && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value.trim());
      }
      return fields;
    })
    .filter((fields) => fields.size > 0);
}

const kinds: Record<string, FeedbackKind> = { failed: "bounced", delayed: "delayed", delivered: "delivered", relayed: "delivered", expanded: "delivered" };

/**
 * Read the machine's part of a delivery status notification (RFC 3464). Our messages have one recipient, but an address may stand for several: then one that arrived
 * outweighs one that did not, because the person has been reached. `relayed` and `expanded` are the last word that will ever come, so they count as delivered.
 */
export function readDeliveryStatus(text: string): Verdict | null {
  const verdicts = readFieldGroups(text).flatMap((fields) => {
    const kind = kinds[fields.get("action")?.toLowerCase().split(/[\s(;]/)[0] ?? ""];
    return kind ? [{ kind, fields }] : [];
  });
  const order: FeedbackKind[] = ["delivered", "delayed", "bounced"];
  const told = order.map((kind) => verdicts.find((each) => each.kind === kind)).find((each) => each !== undefined);
  if (!told) return null;
  const { kind, fields } = told;
  const names = [fields.get("final-recipient"), fields.get("original-recipient")].map((field) => field?.replace(/^[^;]*;/, "").trim() ?? "");
  const diagnostic = (fields.get("diagnostic-code") ?? "").replace(/^[\w-]+[ \t]*;[ \t]*/, "");
  const given = /[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get("status") ?? "")?.[0] ?? "";
  // Many systems write 5.0.0 and leave what they know to the words.
  const status = given === "" || /\.0\.0$/.test(given) ? statusOf(diagnostic) || given : given;
  const words = cleanWords(diagnostic || given, names);
  return { kind, permanent: kind === "bounced" && isAddressDead(status, diagnostic), words, status };
}

/** The enhanced status in a text, else the SMTP code at the beginning of a reply in it. */
export function statusOf(text: string): string {
  return /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(text)?.[0] ?? /(?<![\d.])([45]\d\d)(?=[ \-#:]|$)/m.exec(text)?.[1] ?? "";
}

const nobodyThere =
  /user (is )?unknown|unknown (user|recipient|address|mailbox|local)|no such (user|person|mailbox|recipient|address)|(user|mailbox|recipient|address|account)( \S+)? (does not|doesn['’]t|not) exist|does(n['’]t| not) have an? .{0,40}account|no mailbox here|mailbox (not found|unavailable|is disabled|disabled)|(user|recipient|address) not found|recipient address rejected|invalid (recipient|mailbox|user)|account (that you tried to reach )?(is |has been )?(disabled|inactive|deleted|closed)|unrouteable address|host (or domain )?(name )?not found|domain (name )?not found|존재하지 않는|없는 (사용자|계정|수신자|주소|메일)|수신자를 찾을 수 없|휴면 ?계정|탈퇴한|사용자가 없/i;

/**
 * Whether a failure says that the address is dead, so that writing to it again is of no use to anybody: RFC 3463 § 3.2 (addressing) but for what speaks of the sender,
 * a disabled mailbox (X.2.1), no way to the domain (X.4.4). Everything else (full, too large, refused by policy, given up after days) may fare better next time, and
 * a statutory notice must not be kept from a living address. Without a telling status the words decide.
 */
export function isAddressDead(status: string, words: string): boolean {
  if (status.startsWith("4")) return false;
  const [, subject, detail] = /^5\.(\d+)\.(\d+)$/.exec(status) ?? [];
  if (subject === "1") return detail !== "7" && detail !== "8";
  if (subject === "2" && detail === "1") return true;
  if (subject === "4" && detail === "4") return true;
  if (subject === "0" || subject === undefined || (subject === "4" && detail === "1") || (subject === "2" && detail === "0")) return nobodyThere.test(words);
  return false;
}

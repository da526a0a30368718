import { cleanWords } from "@/lib/redact";
import { isAddressDead, statusOf, type Verdict } from "./delivery-status";

/** What the guesses below look at. */
export interface PlainReport {
  /** Return path of the report; empty is the null sender that reports must have (RFC 5321 § 4.5.5). */
  envelopeFrom: string;
  from: string;
  subject: string;
  /** In lower case. */
  header: (name: string) => string;
  text: string;
}

const daemon = /^(mailer-?daemon|mail-?daemon|mailerdaemon|postmaster|mdaemon|mail-?delivery-?(subsystem|system)|bounces?|no-?reply-?bounce)$/i;
const automaticSubject = /^(re:\s*)?\[?(auto(matic|mated)?[ -]?(reply|response|answer)|autoreply|out of (the )?office|(i am|i'm) (currently )?(away|on leave)|on vacation|vacation|away from|자동 ?(회신|응답|답장)|부재 ?중|휴가 ?중|출장 ?중|퇴사)/i;
const challenge = /(confirm|verify|authenticate) (that )?(you|your (message|e-?mail|address)|this (message|e-?mail))|challenge[- ]response|to prove (that )?you are (a )?human|please click .{0,40}(deliver|release) (your|this) (message|e-?mail)|(스팸 차단|발신자) ?(확인|인증)|메일을 전달하려면/i;
const failedSubject = /undeliver|non-?deliver|delivery (status notification \(failure\)|failure|failed|has failed|report)|returned mail|failure notice|mail(er)?[ -](delivery )?(failed|failure|error)|message (not|could not be) delivered|returning message|반송|(발송|전송|배달|전달|수신) ?(이|에|을)? ?실패|보내지 못|전달되지 못|배달되지 않/i;
const failed =
  /could(n['’]t| not) (deliver|be delivered)|was(n['’]t| not) (able to )?(deliver|be delivered)|unable to deliver|has been (undeliverable|returned)|permanent(ly)? (fatal )?(error|failure|undeliverable)|delivery (to the following .{0,40})?(has )?failed|did not reach the following recipient|following address(es)? (had|failed)|giving up on|반송 ?(되었|됐|합니다|처리)|(발송|전송|배달|전달)(되지 (않|못)|하지 못|에 실패|이 실패|을 실패| ?실패)|보내지 못/i;
const delayed = /warning: (message|could not send)|(message|delivery|mail)[^.\n]{0,60}(is |has been |was )?delayed|not yet (been )?delivered|will (continue|keep) (to try|trying|attempt)|(전송|발송|배달|전달)이? ?지연|다시 (시도|발송)(할|합니다|됩니다)/i;
/** Where a report goes over to the message it speaks of: our own words must not be taken for the receiving side's. */
const copyBegins = /^[->\s=*]*(below this line is a copy|this is a copy of (the|your) message|original message( follows)?|returned message|unsent message|included is a copy|message headers? follows?|원본 ?(메시지|메일)|보내신 ?(메일|내용)|original-?message|return-path:|received: )/im;

/** Whether it is a person's program that answered, and not a system that reports (RFC 3834). Out of the office is not a bounce. */
export function isAutoReply(report: PlainReport): boolean {
  if (report.header("x-failed-recipients") !== "") return false;
  if (automaticSubject.test(report.subject.trim())) return true;
  if (["x-autoreply", "x-autorespond", "x-autoreply-from"].some((name) => report.header(name) !== "") || /auto_?reply/.test(report.header("precedence"))) return true;
  return report.header("auto-submitted").startsWith("auto-replied") && !isDaemon(report);
}

/** Whether somebody asks us to prove that we are a person; the message waits, and nobody here will click. */
export function isChallenge(report: PlainReport): boolean {
  return challenge.test(`${report.subject}\n${explanation(report.text)}`) && statusOf(explanation(report.text)) === "";
}

/**
 * Guess at a report that no machine was meant to read: qmail, old Exim and Exchange, the texts of Korean providers. It has to come from a system, to say in its subject or its first
 * words that the message failed or waits, and what it says of why decides the rest. Null when that is not clear: an event that is missed is better than an
 * address struck out by mistake.
 */
export function readOldBounce(report: PlainReport): Verdict | null {
  if (report.envelopeFrom !== "" && !isDaemon(report) && report.header("x-failed-recipients") === "") return null;
  const said = explanation(report.text);
  const waits = delayed.test(`${report.subject}\n${said}`) && !failedSubject.test(report.subject);
  if (!waits && !failedSubject.test(report.subject) && !failed.test(said)) return null;
  const status = statusOf(said);
  const words = cleanWords(tellingLine(said, status), addresses(`${report.header("x-failed-recipients")} ${said}`));
  if (waits) return { kind: "delayed", permanent: false, words, status };
  return { kind: "bounced", permanent: isAddressDead(status, said), words, status };
}

function isDaemon({ from }: PlainReport): boolean {
  return daemon.test(from.split("@")[0] ?? "");
}

function explanation(text: string): string {
  const copy = copyBegins.exec(text);
  return text.slice(0, Math.min(copy?.index ?? text.length, 20_000));
}

/** The line that says why: with the code, else with words that tell, else the first that says that it failed. */
function tellingLine(text: string, status: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
  return (
    (status === "" ? undefined : lines.find((line) => line.includes(status))) ?? lines.find((line) => isAddressDead("", line)) ?? lines.find((line) => failed.test(line) || delayed.test(line)) ?? ""
  );
}

function addresses(text: string): string[] {
  return text.match(/[^\s<>"',;:()]+@[^\s<>"',;:()]+/g) ?? [];
}

import iconv from "iconv-lite";

/** Reports as mail systems write them, about a message to somebody at invented domains. */
export interface SampleReport {
  name: string;
  from: string;
  raw: Buffer;
  /** Null: it is no event. */
  says: { kind: string; permanent: boolean; words: RegExp } | null;
}

export const sampleToken = "ab3d5f7hijklmnopqrstuvwxyz234567ab3d5f7hijklmnopqrstuvwxyz234567";
const ours = `${sampleToken}@haneulmall.example`;

const copy = [
  `Return-Path: <${ours}>`,
  `Message-ID: <${ours}>`,
  "From: Haneul Mall <notice@haneulmall.example>",
  "To: minji.kim@mail.example",
  "Subject: =?UTF-8?B?7ZWY64qY66qw?= notice",
  "Auto-Submitted: auto-generated",
  "",
  "Your entrance code leaked. This mail could not be delivered twice, we hope: user unknown is not our words.",
];

function mail(headers: readonly string[], body: readonly string[]): Buffer {
  return Buffer.from([...headers, "MIME-Version: 1.0", ...body].join("\r\n"));
}

function dsn(options: { headers?: string[]; human?: string; groups: string[][]; returned?: string }): Buffer {
  return mail(
    [
      "From: MAILER-DAEMON@mx.mail.example (Mail Delivery System)",
      `To: ${ours}`,
      "Message-ID: <20251203090001.4F2A1@mx.mail.example>",
      ...(options.headers ?? ["Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied"]),
      'Content-Type: multipart/report; report-type=delivery-status; boundary="4F2A1/mx"',
    ],
    [
      "",
      "--4F2A1/mx",
      "Content-Type: text/plain; charset=us-ascii",
      "",
      options.human ?? "This is the mail system. I'm sorry to have to inform you that your message could not be delivered.",
      "",
      "--4F2A1/mx",
      "Content-Type: message/delivery-status",
      "",
      options.groups.map((group) => group.join("\r\n")).join("\r\n\r\n"),
      "",
      "--4F2A1/mx",
      `Content-Type: ${options.returned ?? "message/rfc822"}`,
      "",
      ...copy,
      "",
      "--4F2A1/mx--",
    ],
  );
}

const reporting = ["Reporting-MTA: dns; mx.mail.example", "X-Postfix-Queue-ID: 4F2A1", "Arrival-Date: Wed,  3 Dec 2025 18:00:00 +0900 (KST)"];
const recipient = (action: string, status: string, diagnostic?: string) => [
  "Final-Recipient: rfc822; minji.kim@mail.example",
  `Original-Recipient: rfc822;minji.kim@mail.example`,
  `Action: ${action}`,
  `Status: ${status}`,
  ...(diagnostic === undefined ? [] : [`Diagnostic-Code: ${diagnostic}`]),
];

function complaint(type: string): Buffer {
  return mail(
    ["From: <abuse-reports@mail.example>", "To: fbl@haneulmall.example", "Subject: FW: notice", "Message-ID: <fbl-1@mail.example>", 'Content-Type: multipart/report; report-type=feedback-report; boundary="fbl"'],
    [
      "",
      "--fbl",
      'Content-Type: text/plain; charset="US-ASCII"',
      "",
      "This is an email abuse report for an email message received from IP 192.0.2.1.",
      "",
      "--fbl",
      "Content-Type: message/feedback-report",
      "",
      `Feedback-Type: ${type}`,
      "User-Agent: SomeGenerator/1.0",
      "Version: 1",
      "Original-Mail-From: <notice@haneulmall.example>",
      "Original-Rcpt-To: <minji.kim@mail.example>",
      "",
      "--fbl",
      "Content-Type: message/rfc822",
      "Content-Disposition: inline",
      "",
      ...copy,
      "",
      "--fbl--",
    ],
  );
}

function plain(from: string, subject: string, body: readonly string[], headers: readonly string[] = []): Buffer {
  return mail([`From: ${from}`, `To: ${ours}`, `Subject: ${subject}`, `Message-ID: <${subject.length}@mx.example>`, ...headers, "Content-Type: text/plain; charset=utf-8"], ["", ...body]);
}

const korean = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;

function eucKr(from: string, subject: string, body: readonly string[]): Buffer {
  const head = [`From: ${from}`, `To: ${ours}`, `Subject: =?EUC-KR?B?${iconv.encode(subject, "euc-kr").toString("base64")}?=`, "Message-ID: <kr-1@post.example>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=euc-kr", "Content-Transfer-Encoding: 8bit", "", ""];
  return Buffer.concat([Buffer.from(head.join("\r\n")), iconv.encode(body.join("\r\n"), "euc-kr")]);
}

export const sampleReports: readonly SampleReport[] = [
  {
    name: "Postfix: nobody of that name",
    from: "",
    raw: dsn({ groups: [reporting, recipient("failed", "5.1.1", "smtp; 550 5.1.1 <minji.kim@mail.example>: Recipient address\r\n    rejected: User unknown in virtual mailbox table")] }),
    says: { kind: "bounced", permanent: true, words: /^550 5\.1\.1 .*User unknown in virtual mailbox table$/ },
  },
  {
    name: "Postfix: given up after days",
    from: "",
    raw: dsn({ groups: [reporting, recipient("failed", "4.4.1", "X-Postfix; connect to mx.mail.example[192.0.2.7]:25: Connection timed out")] }),
    says: { kind: "bounced", permanent: false, words: /Connection timed out/ },
  },
  {
    name: "Postfix: delayed",
    from: "",
    raw: dsn({ headers: ["Subject: Delayed Mail (still being retried)", "Auto-Submitted: auto-replied"], groups: [reporting, recipient("delayed", "4.4.1", "X-Postfix; Connection refused")] }),
    says: { kind: "delayed", permanent: false, words: /Connection refused/ },
  },
  {
    name: "Postfix: arrived, as was asked",
    from: "",
    raw: dsn({ headers: ["Subject: Successful Mail Delivery Report"], groups: [reporting, recipient("delivered", "2.0.0", "smtp; 250 2.0.0 Ok: queued as 4F2A2")], returned: "text/rfc822-headers" }),
    says: { kind: "delivered", permanent: false, words: /queued as/ },
  },
  { name: "a gateway: relayed, and no more will be said", from: "", raw: dsn({ groups: [reporting, recipient("relayed (to non-DSN-aware mailer)", "2.0.0")] }), says: { kind: "delivered", permanent: false, words: /^2\.0\.0$/ } },
  {
    name: "an address that stands for two, of whom one got it",
    from: "",
    raw: dsn({ groups: [reporting, recipient("failed", "5.1.1", "smtp; 550 no such user"), recipient("delivered", "2.0.0")] }),
    says: { kind: "delivered", permanent: false, words: /2\.0\.0/ },
  },
  {
    name: "Sendmail, which repeats the name before the @ alone",
    from: "",
    raw: dsn({ headers: ["Subject: Returned mail: see transcript for details", "Auto-Submitted: auto-generated (failure)"], groups: [reporting, recipient("failed", "5.1.1", "SMTP; 550 5.1.1 minji.kim... User unknown")] }),
    says: { kind: "bounced", permanent: true, words: /^550 5\.1\.1 …\.\.\. User unknown$/ },
  },
  {
    name: "Exchange Online: no such person, by 5.4.1",
    from: "",
    raw: dsn({
      headers: [`Subject: Undeliverable: ${korean("개인정보 유출 안내")}`, "X-MS-Exchange-Message-Is-Ndr: "],
      groups: [reporting, recipient("failed", "5.4.1", "smtp;550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [mx.mail.example]")],
    }),
    says: { kind: "bounced", permanent: true, words: /Access denied/ },
  },
  {
    name: "Exchange Server: relays for nobody else (5.4.1 of another meaning)",
    from: "",
    raw: dsn({ groups: [reporting, recipient("failed", "5.4.1", "smtp;550 5.4.1 All destination servers refused")] }),
    says: { kind: "bounced", permanent: false, words: /refused/ },
  },
  {
    name: "a full mailbox",
    from: "",
    raw: dsn({ groups: [reporting, recipient("failed", "5.2.2", "smtp; 552-5.2.2 The recipient's inbox is out of storage space.")] }),
    says: { kind: "bounced", permanent: false, words: /out of storage/ },
  },
  {
    name: "refused by policy: the address lives",
    from: "",
    raw: dsn({ groups: [reporting, recipient("failed", "5.7.1", "smtp; 550 5.7.1 Message rejected as spam by content filter; user unknown to sender score")] }),
    says: { kind: "bounced", permanent: false, words: /spam/ },
  },
  {
    name: "5.0.0, with the reason in the words alone",
    from: "",
    raw: dsn({ groups: [reporting, recipient("failed", "5.0.0", "smtp; 550 No such user here")] }),
    says: { kind: "bounced", permanent: true, words: /No such user/ },
  },
  { name: "our own sender refused: nobody's address is dead", from: "", raw: dsn({ groups: [reporting, recipient("failed", "5.1.8", "smtp; 553 5.1.8 Domain of sender address does not exist")] }), says: { kind: "bounced", permanent: false, words: /sender/ } },
  { name: "a status report without an action", from: "", raw: dsn({ groups: [reporting] }), says: null },
  { name: "a complaint", from: "abuse-reports@mail.example", raw: complaint("abuse"), says: { kind: "complained", permanent: false, words: /^abuse$/ } },
  { name: "a complaint of a kind nobody knows", from: "abuse-reports@mail.example", raw: complaint("other"), says: { kind: "complained", permanent: false, words: /^other$/ } },
  { name: "the opposite of a complaint", from: "abuse-reports@mail.example", raw: complaint("not-spam"), says: null },
  { name: "a report about signatures", from: "abuse-reports@mail.example", raw: complaint("auth-failure"), says: null },
  {
    name: "qmail",
    from: "",
    raw: plain("MAILER-DAEMON@mx.mail.example", "failure notice", [
      "Hi. This is the qmail-send program at mx.mail.example.",
      "I'm afraid I wasn't able to deliver your message to the following addresses.",
      "This is a permanent error; I've given up. Sorry it didn't work out.",
      "",
      "<minji.kim@mail.example>:",
      "Sorry, no mailbox here by that name. (#5.1.1)",
      "",
      "--- Below this line is a copy of the message.",
      "",
      ...copy,
    ]),
    says: { kind: "bounced", permanent: true, words: /^Sorry, no mailbox here by that name\. \(#5\.1\.1\)$/ },
  },
  {
    name: "qmail that has waited a week",
    from: "",
    raw: plain("MAILER-DAEMON@mx.mail.example", "failure notice", [
      "Hi. This is the qmail-send program at mx.mail.example.",
      "<minji.kim@mail.example>:",
      "Connected to 192.0.2.7 but greeting failed.",
      "I'm not going to try again; this message has been in the queue too long.",
      "I'm giving up on it. (#4.4.1)",
      "--- Below this line is a copy of the message.",
      ...copy,
    ]),
    says: { kind: "bounced", permanent: false, words: /#4\.4\.1/ },
  },
  {
    name: "old Exim",
    from: "",
    raw: plain(
      "Mail Delivery System <Mailer-Daemon@mx.mail.example>",
      "Mail delivery failed: returning message to sender",
      [
        "This message was created automatically by mail delivery software.",
        "A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following address(es) failed:",
        "",
        "  minji.kim@mail.example",
        "    Unrouteable address",
        "",
        "------ This is a copy of your message, including all the headers. ------",
        ...copy,
      ],
      ["Auto-Submitted: auto-replied", "X-Failed-Recipients: minji.kim@mail.example"],
    ),
    says: { kind: "bounced", permanent: true, words: /^Unrouteable address$/ },
  },
  {
    name: "old Exim, still trying",
    from: "",
    raw: plain("Mail Delivery System <Mailer-Daemon@mx.mail.example>", "Warning: message 1abcDE-0001 delayed 24 hours", [
      "A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours on the queue.",
      "No action is required on your part. Delivery attempts will continue for some time.",
    ]),
    says: { kind: "delayed", permanent: false, words: /not yet been delivered/ },
  },
  {
    name: "old Exchange",
    from: "",
    raw: plain("System Administrator <postmaster@corp.example>", "Undeliverable: notice", [
      "Your message",
      "  To: minji.kim@mail.example",
      "did not reach the following recipient(s):",
      "",
      "minji.kim@mail.example on Wed, 3 Dec 2025 18:00:01 +0900",
      "    The recipient name is not recognized",
      "    <corp.example #5.1.1>",
    ]),
    says: { kind: "bounced", permanent: true, words: /#5\.1\.1/ },
  },
  {
    name: "a Korean provider: no such account (UTF-8)",
    from: "",
    raw: plain("postmaster@post.example", korean("[메일 발송 실패 안내] 보내신 메일이 반송되었습니다"), ["받는 사람: minji.kim@post.example", "실패 사유: 존재하지 않는 메일 주소입니다. (550 5.1.1)", "", "원본 메시지", ...copy]),
    says: { kind: "bounced", permanent: true, words: /^실패 사유: 존재하지 않는 메일 주소입니다/ },
  },
  {
    name: "a Korean provider: mailbox full (EUC-KR, no code)",
    from: "",
    raw: eucKr("mailer-daemon@post.example", "메일 전송에 실패하였습니다", ["수신자 minji.kim@post.example 님께 메일을 보내지 못했습니다.", "사유 : 받는 분의 메일함 용량이 가득 찼습니다."]),
    says: { kind: "bounced", permanent: false, words: /보내지 못했습니다/ },
  },
  {
    name: "a Korean provider: dormant account (EUC-KR)",
    from: "",
    raw: eucKr("postmaster@post.example", "반송된 메일입니다", ["아래 수신자에게 메일이 전달되지 않았습니다.", "minji.kim@post.example", "사유 : 수신자가 휴면 계정 상태입니다."]),
    says: { kind: "bounced", permanent: true, words: /휴면 계정/ },
  },
  {
    name: "a Korean provider: late",
    from: "",
    raw: plain("postmaster@post.example", korean("메일 전송이 지연되고 있습니다"), ["상대 서버가 응답하지 않아 메일 전송이 지연되고 있습니다. 4시간 뒤 다시 시도합니다."]),
    says: { kind: "delayed", permanent: false, words: /지연/ },
  },
  {
    name: "out of the office, from the null sender as RFC 3834 wants it",
    from: "",
    raw: plain("Minji Kim <minji.kim@mail.example>", "Automatic reply: notice", ["I am out of the office until 10 December. If it is urgent, delivery to my assistant has not failed."], ["Auto-Submitted: auto-replied"]),
    says: null,
  },
  { name: "부재중", from: "", raw: plain("minji.kim@mail.example", korean("[부재중 자동 회신] 안내"), ["12월 10일까지 부재중입니다. 담당자에게 전달되지 못할 수 있습니다."]), says: null },
  { name: "a vacation program of old", from: "", raw: plain("minji.kim@mail.example", "Re: notice", ["I will read your mail when I return."], ["X-Autoreply: yes", "Precedence: auto_reply"]), says: null },
  { name: "somebody who has left, in words of their own", from: "minji.kim@mail.example", raw: plain("minji.kim@mail.example", "Re: notice", ["This mailbox does not exist any more, user unknown! 550 5.1.1"]), says: null },
  {
    name: "a challenge",
    from: "",
    raw: plain("postmaster@guard.example", "Please confirm your message", ["Your mail to minji.kim@mail.example was not delivered yet. To prove that you are a human, click the link and it will be delivered."]),
    says: null,
  },
  {
    name: "a read receipt",
    from: "",
    raw: mail(
      ["From: minji.kim@mail.example", `To: ${ours}`, "Subject: Read: notice", 'Content-Type: multipart/report; report-type=disposition-notification; boundary="mdn"'],
      ["", "--mdn", "Content-Type: text/plain", "", "Your message was deleted without being read; it could not be delivered.", "", "--mdn", "Content-Type: message/disposition-notification", "", `Original-Message-ID: <${ours}>`, "Disposition: manual-action/MDN-sent-manually; displayed", "", "--mdn--"],
    ),
    says: null,
  },
  { name: "an advertisement to the return path", from: "", raw: plain("shop@spam.example", "You have won", ["Click here."]), says: null },
  { name: "nothing", from: "", raw: Buffer.from(""), says: null },
  { name: "bytes that are no mail", from: "", raw: Buffer.from(Array.from({ length: 2_000 }, (_, i) => (i * 37) % 256)), says: null },
];

import type { Localized } from "@/db/values/locales";

interface Meaning {
  means: Localized;
  /** What a person can do about it. */
  act: Localized;
}

/** What the other side's refusals come down to, for people who have never read a mail server's log. */
export const replyMeanings = {
  "no-such-mailbox": {
    means: { ko: "없는 주소이거나 더 이상 쓰지 않는 주소입니다.", en: "The address does not exist, or not any more." },
    act: { ko: "다시 보내도 같습니다. 다음 채널이 있으면 그리로 넘어갑니다. 없으면 다른 방법으로 알려 주십시오.", en: "Sending again will not help. The next channel takes over if there is one; if not, reach these people another way." },
  },
  "no-such-domain": {
    means: { ko: "주소의 도메인이 없거나 메일을 받지 않습니다.", en: "The address’s domain does not exist or takes no mail." },
    act: { ko: "주소가 잘못 적혔을 가능성이 큽니다. 가져온 데이터를 확인해 주십시오.", en: "Probably mistyped when it was collected. Check the data that was imported." },
  },
  "bad-address": {
    means: { ko: "주소 형식이 잘못되어 받아들이지 않았습니다.", en: "The address is written in a way that no server accepts." },
    act: { ko: "가져온 데이터의 주소를 바로잡아 새 버전으로 가져오십시오.", en: "Correct the address in the data and import a new version." },
  },
  "mailbox-off": {
    means: { ko: "사용이 중지된 계정입니다.", en: "The mailbox is switched off." },
    act: { ko: "다시 보내도 같습니다. 다른 방법으로 알려 주십시오.", en: "Sending again will not help. Reach these people another way." },
  },
  "mailbox-full": {
    means: { ko: "받는 분의 메일함이 가득 찼습니다.", en: "The recipient’s mailbox is full." },
    act: { ko: "하실 일이 없습니다. 최대 72시간 동안 저절로 다시 시도합니다.", en: "Nothing. It is tried again by itself for up to 72 hours." },
  },
  "too-large": {
    means: { ko: "메시지가 너무 큽니다.", en: "The message is too large." },
    act: { ko: "문안을 줄여 새 발송을 만들어 주십시오.", en: "Shorten the wording and make a new wave." },
  },
  later: {
    means: { ko: "지금은 받지 않으니 나중에 다시 보내라고 합니다.", en: "Not now: the other side asks to be tried later. New senders are often told so." },
    act: { ko: "하실 일이 없습니다. 저절로 다시 시도합니다.", en: "Nothing. It is tried again by itself." },
  },
  "too-fast": {
    means: { ko: "한꺼번에 너무 많이 보낸다고 합니다.", en: "We send too much at once, says the other side." },
    act: { ko: "이 사업자의 속도를 낮춰 주십시오. 미뤄진 메시지는 저절로 다시 시도합니다.", en: "Lower the pace for this provider. What was put off is tried again by itself." },
  },
  policy: {
    means: { ko: "받는 쪽 정책으로 거부했습니다. 발신 서버나 주소의 평판이 낮거나 차단 목록에 올랐을 수 있습니다.", en: "Refused by policy: our server or address may have a bad name there, or be on a block list." },
    act: { ko: "아래 원문을 읽고, 늘어나면 발송을 멈춘 뒤 사업자에게 차단 해제를 요청해 주십시오.", en: "Read the words below. If it grows, pause the wave and ask the provider to lift the block." },
  },
  authentication: {
    means: { ko: "발신 도메인 인증(SPF, DKIM, DMARC)을 통과하지 못했습니다.", en: "Our domain’s proof (SPF, DKIM, DMARC) did not satisfy the other side." },
    act: { ko: "발송을 멈추고, 기술 담당자에게 도메인의 DNS 레코드 확인을 요청해 주십시오.", en: "Pause the wave and have the domain’s DNS records checked." },
  },
  content: {
    means: { ko: "내용 때문에 거부했습니다.", en: "Refused because of what the message contains." },
    act: { ko: "아래 원문을 읽고 문안을 고쳐 새 발송을 만들어 주십시오.", en: "Read the words below, change the wording and make a new wave." },
  },
  "relay-login": {
    means: { ko: "우리 중계 서버가 로그인이나 전달을 허용하지 않았습니다.", en: "Our own relay did not let us in, or did not pass the message on." },
    act: { ko: "기술 담당자에게 중계 서버의 계정과 권한 확인을 요청해 주십시오.", en: "Have the relay’s account and permissions checked." },
  },
  trouble: {
    means: { ko: "받는 서버에 장애가 있습니다.", en: "The receiving server is in trouble." },
    act: { ko: "하실 일이 없습니다. 미뤄진 메시지는 저절로 다시 시도합니다.", en: "Nothing. What was put off is tried again by itself." },
  },
  unreachable: {
    means: { ko: "받는 서버에 연결되지 않습니다.", en: "The receiving server cannot be reached." },
    act: { ko: "하실 일이 없습니다. 최대 72시간 동안 저절로 다시 시도합니다.", en: "Nothing. It is tried again by itself for up to 72 hours." },
  },
  expired: {
    means: { ko: "오래 시도했지만 전달되지 않아 포기했습니다.", en: "Given up after a long time of trying." },
    act: { ko: "다음 채널이 있으면 그리로 넘어갑니다. 없으면 다른 방법으로 알려 주십시오.", en: "The next channel takes over if there is one; if not, reach these people another way." },
  },
  protocol: {
    means: { ko: "두 서버가 서로의 말을 알아듣지 못했습니다.", en: "The two servers did not understand each other." },
    act: { ko: "아래 원문을 기술 담당자에게 전해 주십시오.", en: "Pass the words below on to whoever runs the system." },
  },
  "connection-lost": {
    means: { ko: "전달하던 중에 연결이 끊겼습니다. 도착했는지 알 수 없습니다.", en: "The connection broke while the message was handed over. It may or may not have arrived." },
    act: { ko: "‘결과 불확실’ 목록에서 이 메시지들을 확인해 주십시오.", en: "Look at these messages in the list of those in doubt." },
  },
  "wrong-number": {
    means: { ko: "없는 번호이거나 문자를 받을 수 없는 번호입니다.", en: "The number does not exist or takes no text messages." },
    act: { ko: "다시 보내도 같습니다. 다음 채널이 있으면 그리로 넘어갑니다. 없으면 다른 방법으로 알려 주십시오.", en: "Sending again will not help. The next channel takes over if there is one; if not, reach these people another way." },
  },
  "sender-number": {
    means: { ko: "발신번호가 등록되지 않았거나 허용되지 않습니다.", en: "Our sender number is not registered or not allowed." },
    act: { ko: "발송을 멈추고 문자 사업자에게 발신번호 등록을 확인해 주십시오.", en: "Pause the wave and check the registration of the sender number with the SMS provider." },
  },
  "gateway-login": {
    means: { ko: "문자 사업자가 로그인이나 발송을 허용하지 않았습니다.", en: "The SMS provider did not let us in or did not let us send." },
    act: { ko: "기술 담당자에게 사업자 계정과 잔액 확인을 요청해 주십시오.", en: "Have the account and the balance at the provider checked." },
  },
  unread: {
    means: { ko: "받는 쪽이 이유를 밝히지 않았습니다.", en: "The other side gave no reason that is known here." },
    act: { ko: "아래 원문을 읽어 주십시오. 늘어나면 사업자에게 문의해 주십시오.", en: "Read the words below. If it grows, ask the provider." },
  },
} as const satisfies Record<string, Meaning>;

export type ReplyMeaning = keyof typeof replyMeanings;

/** Enhanced status codes without their class (RFC 3463; RFC 7372 for 7.20 to 7.25, RFC 7505 for 1.10 and 7.27); those not named mean what their subject means. */
const enhanced: Record<string, ReplyMeaning> = {
  ...{ "1.0": "bad-address", "1.1": "no-such-mailbox", "1.2": "no-such-domain", "1.3": "bad-address", "1.4": "bad-address", "1.6": "no-such-mailbox", "1.7": "relay-login", "1.8": "relay-login", "1.10": "no-such-domain" },
  ...{ "2.1": "mailbox-off", "2.2": "mailbox-full", "2.3": "too-large", "2.4": "no-such-mailbox" },
  ...{ "3.1": "trouble", "3.2": "later", "3.3": "protocol", "3.4": "too-large" },
  ...{ "4.1": "unreachable", "4.2": "unreachable", "4.3": "no-such-domain", "4.4": "no-such-domain", "4.5": "too-fast", "4.6": "trouble", "4.7": "expired" },
  ...{ "7.3": "policy", "7.8": "relay-login", "7.20": "authentication", "7.21": "authentication", "7.22": "authentication", "7.23": "authentication", "7.24": "authentication", "7.25": "authentication", "7.26": "authentication", "7.28": "too-fast" },
};
const subjects: Record<string, ReplyMeaning> = { "1": "bad-address", "2": "mailbox-off", "3": "trouble", "4": "unreachable", "5": "protocol", "6": "content", "7": "policy" };

/** Reply codes of SMTP alone (RFC 5321 § 4.2.2; 521 and 556 by RFC 7504). */
const replies: Record<string, ReplyMeaning> = {
  ...{ "421": "too-fast", "450": "later", "451": "later", "452": "later", "454": "trouble", "455": "protocol", "500": "protocol", "501": "bad-address", "502": "protocol", "503": "protocol", "504": "protocol" },
  ...{ "521": "no-such-domain", "530": "relay-login", "534": "relay-login", "535": "relay-login", "550": "no-such-mailbox", "551": "no-such-mailbox", "552": "mailbox-full", "553": "bad-address", "554": "policy", "555": "protocol", "556": "no-such-domain" },
};

/** Statuses of SMPP 3.4 (§ 5.1.3). */
const smpp: Record<string, ReplyMeaning> = {
  ...{ ESME_RINVDSTADR: "wrong-number", ESME_RINVDSTTON: "wrong-number", ESME_RINVDSTNPI: "wrong-number", ESME_RINVSRCADR: "sender-number", ESME_RINVSRCTON: "sender-number", ESME_RINVSRCNPI: "sender-number" },
  ...{ ESME_RTHROTTLED: "too-fast", ESME_RMSGQFUL: "too-fast", ESME_RSYSERR: "trouble", ESME_RSUBMITFAIL: "unread", ESME_RX_T_APPN: "later", ESME_RX_P_APPN: "unread", ESME_RX_R_APPN: "unread", ESME_RDELIVERYFAILURE: "unread" },
  ...{ ESME_RBINDFAIL: "gateway-login", ESME_RINVPASWD: "gateway-login", ESME_RINVSYSID: "gateway-login", ESME_RINVBNDSTS: "gateway-login", ESME_RINVSERTYP: "gateway-login", ESME_RINVMSGLEN: "too-large", ESME_RINVESMCLASS: "protocol", ESME_RINVCMDID: "protocol" },
};

/** What an HTTP gateway answers. */
const http: Record<string, ReplyMeaning> = {
  ...{ "HTTP 400": "unread", "HTTP 401": "gateway-login", "HTTP 402": "gateway-login", "HTTP 403": "gateway-login", "HTTP 404": "gateway-login", "HTTP 413": "too-large", "HTTP 422": "wrong-number", "HTTP 429": "too-fast" },
};

/** Words of our own, where the other side said nothing. */
const own: Record<string, ReplyMeaning> = {
  ...{ EENVELOPE: "bad-address", ETIMEDOUT: "connection-lost", ECONNRESET: "connection-lost", ECONNECTION: "connection-lost", ESOCKET: "connection-lost", EPIPE: "connection-lost", ETLS: "connection-lost", EPROTOCOL: "protocol" },
  ...{ "connection lost": "connection-lost", "no answer in time": "connection-lost", fault: "connection-lost", ECONNREFUSED: "unreachable", EDNS: "unreachable", "no connection": "unreachable", closed: "unreachable", EAUTH: "relay-login" },
  ...{ "not a phone number": "wrong-number", "too long": "too-large" },
};

/** Say what a code of a wave's tallies means. A 4.7.x asks to be tried again and is no verdict; a 5.7.x is one. */
export function replyMeaning(code: string): ReplyMeaning {
  const parts = /^([245])\.(\d{1,3})\.(\d{1,3})$/.exec(code);
  if (parts) {
    const [, kind, subject = "", detail = ""] = parts;
    const exact = enhanced[`${subject}.${detail}`];
    if (exact) return exact;
    if (kind === "4") return subject === "7" || subject === "2" ? "later" : (subjects[subject] ?? "later");
    return subjects[subject] ?? "unread";
  }
  if (/^HTTP 5\d\d$/.test(code)) return "trouble";
  return [replies, smpp, http, own].find((table) => Object.hasOwn(table, code))?.[code] ?? (/^4\d\d$/.test(code) ? "later" : "unread");
}
